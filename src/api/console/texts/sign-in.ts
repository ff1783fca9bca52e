/** The page at which a person signs in (console §1). */
export const SIGN_IN = {
  title: 'Đăng nhập',
  name: 'Tên đăng nhập',
  password: 'Mật khẩu',
  submit: 'Đăng nhập',
  wrong: 'Tên hoặc mật khẩu không đúng',
  ended: 'Phiên làm việc đã hết. Hãy đăng nhập lại; những gì bạn đã gõ vẫn còn.',
} as const;

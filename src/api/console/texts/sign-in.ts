/** The page at which a person signs in (console §1). */
export const SIGN_IN = {
  title: 'Đăng nhập',
  name: 'Tên đăng nhập',
  password: 'Mật khẩu',
  submit: 'Đăng nhập',
  wrong: 'Tên hoặc mật khẩu không đúng',
  ended: 'Phiên làm việc đã hết. Hãy đăng nhập lại; những gì bạn đã gõ vẫn còn.',
  signedOut: 'Bạn đã đăng xuất.',
  codeTitle: 'Nhập mã xác thực',
  code: 'Mã xác thực',
  codeHint: 'Mã 6 chữ số trong ứng dụng xác thực trên điện thoại của bạn. Mỗi mã chỉ dùng được một lần.',
  wrongCode: 'Mã xác thực không đúng hoặc đã được dùng. Hãy chờ mã mới rồi thử lại.',
  codeEnded: 'Đã quá 10 phút kể từ khi nhập mật khẩu. Hãy đăng nhập lại.',
  again: 'Đăng nhập bằng tên khác',
  paused: (wait: string) => `Đã nhập sai nhiều lần. Hãy thử lại sau ${wait}.`,
  foreignForm: 'Yêu cầu đăng nhập không đến từ trang này. Hãy mở lại trang đăng nhập và thử lại.',
  forgotten: 'Quên mật khẩu? Người vận hành của cơ quan đặt lại mật khẩu cho bạn.',
} as const;

import type { Role } from '../../../domain/roles.ts';

/** What the console says everywhere. Each page has its own file beside this one; together they are the one catalogue of texts. */
export const COMMON = {
  product: 'Một cửa SMS',
  allAgencies: 'Tất cả đơn vị',
  skipLink: 'Bỏ qua, đến nội dung chính',
  changePassword: 'Đổi mật khẩu',
  signOut: 'Đăng xuất',
  searchLabel: 'Tìm hồ sơ theo mã hoặc số điện thoại',
  searchHint: 'Mã hồ sơ hoặc số điện thoại',
  search: 'Tìm',
  navigation: 'Các trang',
  account: 'Tài khoản của bạn',
  banner: 'Đã thực hiện',
  errorPrefix: 'Lỗi: ',
  errorSummary: 'Có điều cần sửa',
  visuallyHiddenError: 'Lỗi:',
  toToday: 'Đến trang Hôm nay',
  pages: 'Các trang của danh sách',
  firstPage: 'Trang đầu',
  nextPage: 'Trang sau',
} as const;

/** The navigation, in its order (console §1). `count`: whose number stands beside it. */
export const NAVIGATION = [
  { path: '/hom-nay', text: 'Hôm nay', roles: ['clerk', 'operator', 'auditor'], count: 'tonight' },
  { path: '/ho-so', text: 'Hồ sơ', roles: ['clerk', 'operator', 'auditor'], count: 'all' },
  { path: '/chua-bao', text: 'Chưa báo được', roles: ['clerk', 'operator', 'auditor'], count: 'unreached' },
  { path: '/tin-nhan', text: 'Tin nhắn', roles: ['clerk', 'operator', 'auditor'], count: null },
  { path: '/tra-cuu-tin', text: 'Tra cứu', roles: ['operator'], count: null },
  { path: '/thong-ke', text: 'Thống kê', roles: ['clerk', 'operator', 'auditor'], count: null },
  { path: '/nhat-ky', text: 'Nhật ký', roles: ['auditor'], count: null },
  { path: '/cong-tin', text: 'Cổng tin nhắn', roles: ['operator', 'auditor'], count: null },
  { path: '/tai-khoan', text: 'Tài khoản', roles: ['operator'], count: null },
  { path: '/giup-do', text: 'Giúp đỡ', roles: ['clerk', 'operator', 'auditor'], count: null },
] as const satisfies readonly { path: string; text: string; roles: readonly Role[]; count: 'tonight' | 'all' | 'unreached' | null }[];

import type { RecordGroup } from '../../../domain/record-groups.ts';
import type { RecordKind } from '../../../domain/record-kinds.ts';

/** The page of the journal and the records (console §5, requirements §8.1, §8.7). */
export const RECORDS = {
  name: 'Nhật ký',
  verification: 'Kiểm tra sổ ghi',
  about:
    'Mỗi việc của hồ sơ được ghi vào sổ, nối với việc trước bằng mã băm. Kiểm tra là tính lại mọi mã băm: ai sửa hay xóa một dòng thì mã không khớp nữa.',
  never: 'Chưa ai kiểm tra sổ ghi',
  running: (checked: string, events: string) => `Đang kiểm tra sổ ghi: ${checked} trong ${events} sự kiện`,
  progress: 'Tiến độ kiểm tra',
  sound: (events: string) => `Sổ ghi còn nguyên vẹn: ${events} sự kiện`,
  broken: (code: string, seq: number) => `Sổ ghi đã bị sửa ở hồ sơ ${code}, sự kiện số ${seq}`,
  brokenAdvice: 'Hãy giữ nguyên máy chủ, sao lưu cơ sở dữ liệu và báo người chịu trách nhiệm. Mở hồ sơ:',
  stopped: 'Lần kiểm tra gần nhất dừng giữa chừng vì máy chủ khởi động lại',
  startedBy: (person: string, minute: string) => `${person} bắt đầu lúc ${minute}.`,
  endedAt: (second: string) => `Kiểm tra xong lúc ${second}.`,
  start: 'Kiểm tra sổ ghi',
  startAgain: 'Kiểm tra lại',
  started: 'Đã bắt đầu kiểm tra sổ ghi.',
  alreadyRunning: 'Sổ ghi đang được kiểm tra.',
  list: 'Đăng nhập, tài khoản, cấu hình và tỷ lệ',
  caption: 'Những gì đã được ghi lại, mới nhất trước',
  filter: 'Lọc nhật ký',
  anyGroup: 'Tất cả',
  empty: 'Chưa có gì được ghi lại.',
  emptyFiltered: 'Không có gì khớp với bộ lọc. Hãy bỏ bớt điều kiện.',
  badCursor: 'Địa chỉ của trang này không dùng được nữa; đây là trang đầu.',
  columns: { at: 'Lúc', what: 'Việc', actor: 'Ai làm', subject: 'Với', address: 'Từ địa chỉ' },
  nobody: 'chưa rõ',
  system: 'hệ thống',
  none: '–',
  allAgencies: 'tất cả đơn vị',
  rights: (role: string, agencies: string) => `${role}, ${agencies}`,
  fromTo: (from: string, to: string) => `${from} → ${to}`,
  setting: (name: string, from: string, to: string) => `${name}: ${from} → ${to}`,
  secretSetting: (name: string) => `${name}: đã đổi (giá trị bí mật không được ghi)`,
  unset: 'mặc định',
  firstSettings: 'Ghi cấu hình lần đầu',
  share: (share: number, reason: string) => `tỷ lệ ${share}: “${reason}”`,
} as const;

export const RECORD_LABELS = { group: 'Loại', person: 'Người hoặc cổng' } as const;

export const RECORD_GROUP_WORDS: Readonly<Record<RecordGroup, string>> = {
  sign_ins: 'Đăng nhập',
  accounts: 'Tài khoản',
  settings: 'Cấu hình',
  shares: 'Tỷ lệ của cổng tin nhắn',
  journal: 'Kiểm tra sổ ghi',
};

export const RECORD_KIND_WORDS: Readonly<Record<RecordKind, string>> = {
  signed_in: 'Đăng nhập',
  sign_in_failed: 'Đăng nhập không được',
  signed_out: 'Đăng xuất',
  signed_out_everywhere: 'Đăng xuất khỏi mọi nơi',
  password_changed: 'Tự đổi mật khẩu',
  password_set: 'Đặt lại mật khẩu',
  second_factor_on: 'Bật xác thực hai lớp',
  second_factor_off: 'Tắt xác thực hai lớp',
  person_added: 'Thêm tài khoản',
  person_changed: 'Đổi quyền',
  person_disabled: 'Khóa tài khoản',
  person_enabled: 'Mở lại tài khoản',
  settings_changed: 'Đổi cấu hình',
  share_set: 'Đặt tỷ lệ của cổng tin nhắn',
  journal_verified: 'Kiểm tra sổ ghi',
};

/** How somebody proved who it is. */
export const PROVED_BY_WORDS: Readonly<Record<string, string>> = {
  password: 'bằng mật khẩu',
  code: 'bằng mật khẩu và mã xác thực',
  provider: 'bằng tài khoản cơ quan',
};

/** Why a sign-in failed. */
export const SIGN_IN_REASON_WORDS: Readonly<Record<string, string>> = {
  unknown_name: 'không có tên này',
  wrong_password: 'sai mật khẩu',
  wrong_code: 'sai mã xác thực',
  used_code: 'mã xác thực đã được dùng',
  disabled: 'tài khoản đang bị khóa',
  no_role: 'không thuộc nhóm nào có quyền',
  no_agency: 'không thuộc nhóm của đơn vị nào',
  bad_name: 'tên không dùng được',
  name_taken: 'tên đã thuộc về người khác',
};

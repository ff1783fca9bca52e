import { printDate, type LocalDate } from '../../../domain/calendar.ts';
import { FIRST_STEP } from '../../../domain/fixed-names.ts';

/** The page of a new dossier (console §3). */
export const REGISTER = {
  heading: 'Tiếp nhận hồ sơ',
  title: 'Tiếp nhận hồ sơ mới',
  previewTitle: 'Xem trước: tiếp nhận hồ sơ mới',
  submit: 'Tiếp nhận hồ sơ',
  back: 'Danh sách hồ sơ',
  labels: {
    receiptCode: 'Mã số biên nhận',
    agency: 'Đơn vị',
    procedure: 'Thủ tục',
    sameDay: 'Giải quyết ngay trong ngày',
    phone: 'Số điện thoại di động (không bắt buộc)',
    receivedAt: 'Lúc tiếp nhận',
    dueDate: 'Ngày hẹn trả kết quả',
    step: 'Bước',
  },
  codeHint: 'Quét mã trên giấy biên nhận, hoặc gõ 6 đến 30 ký tự trong 0-9 A-Z . - /',
  agencyNone: 'Chọn đơn vị',
  procedureHint: 'Chọn thủ tục đã dùng, hoặc gõ mã rồi tên, ví dụ: QLG-01 · Thẩm định giá',
  procedureUnread: 'Thủ tục: cần mã và tên, ví dụ: QLG-01 · Thẩm định giá',
  procedureTooLong: 'Thủ tục: mã tối đa 100 ký tự, tên tối đa 500 ký tự',
  sameDayHint: 'Thủ tục giải quyết ngay trong ngày không có tin nhắn báo.',
  phoneHint: 'Hãy hỏi, nhưng không bắt buộc.',
  receivedAtBad: 'Lúc tiếp nhận: cần ngày và giờ, ví dụ 08:15 ngày 23/11/2026',
  receivedInFuture: 'Lúc tiếp nhận: không được quá 5 phút trong tương lai',
  dueDateHint: 'Để trống nếu hồ sơ không có hạn.',
  dueBeforeReceipt: (receivedOn: LocalDate) => `Ngày hẹn trả kết quả: không được trước ngày tiếp nhận ${printDate(receivedOn)}`,
  stepHint: `Thường là “${FIRST_STEP}”.`,
  whichAgency: 'Đơn vị: hãy chọn đơn vị tiếp nhận hồ sơ',
  unknownAgency: 'Máy chủ chưa biết đơn vị của bạn, nên chưa tiếp nhận được. Hãy báo người vận hành.',
  silent: 'tiếp nhận hồ sơ không báo cho người dân',
  untyped:
    'Không gửi tin nhắn nào khi tiếp nhận, trừ khi bước là “Trả kết quả”. Hôm trước ngày hẹn, nếu hồ sơ chưa có kết quả, hệ thống gửi tin xin lỗi.',
  conflict: (code: string) => `Mã số ${code} đã được đăng ký với nội dung khác. Chưa ghi gì.`,
  taken: (code: string) => `Mã số biên nhận: mã ${code} đã được dùng, hãy kiểm tra lại mã trên giấy biên nhận`,
  seeDossier: (code: string) => `Mở hồ sơ ${code}`,
  differs: (label: string, recorded: string, typed: string) => `${label}: đã ghi “${recorded}”, đang gõ “${typed}”`,
  differsElsewhere: 'Các ô nhìn giống nhau, nhưng lúc đăng ký có điều khác, ví dụ số điện thoại khi đó.',
  empty: 'trống',
  yes: 'có',
  no: 'không',
  done: (code: string, dueDate: LocalDate | null) =>
    dueDate === null ? `Đã tiếp nhận hồ sơ ${code}, không có hạn.` : `Đã tiếp nhận hồ sơ ${code}, hẹn trả ngày ${printDate(dueDate)}.`,
} as const;

/** What a clerk should know before a dossier is taken in. */
export const REGISTER_WARNINGS = {
  resembles_fixed_name:
    'Tên bước chỉ giống một bước cố định trong bảng mã cũ (TCVN3, VNI), nên không có tin nhắn nào theo tên đó. Hãy gõ lại bằng Unicode.',
  same_day_before: 'Lần trước, thủ tục này được ghi là giải quyết ngay trong ngày. Hãy xem lại ô “Giải quyết ngay trong ngày”.',
  not_same_day_before: 'Lần trước, thủ tục này không được ghi là giải quyết ngay trong ngày. Hãy xem lại ô “Giải quyết ngay trong ngày”.',
} as const;
export type RegisterWarning = keyof typeof REGISTER_WARNINGS;

import type { NotSentReason } from './due-notices.ts';
import type { ReceiptStatus } from './notice-status.ts';
import { NO_RECEIPT } from './receipt-verdict.ts';

const REASONS = {
  same_day: 'thủ tục giải quyết ngay trong ngày không áp dụng tin nhắn',
  no_phone: 'hồ sơ không có số điện thoại di động dùng được',
  closed: 'hồ sơ đã kết thúc',
  result_ready: 'hồ sơ đã ở bước “Trả kết quả”',
  clock_stopped: 'thời hạn đang tạm dừng để người dân bổ sung giấy tờ',
  left_result_step: 'hồ sơ đã rời bước “Trả kết quả”',
  supplement_ended: 'đợt bổ sung đã kết thúc',
  rescheduled: 'ngày hẹn đã thay đổi',
  known_too_late: 'ngày hẹn được ghi nhận sau giờ xin lỗi của ngày đó',
  due_date_over: 'ngày hẹn đã hết (24:00) trước khi gửi được',
  out_of_time: 'đã thử trong 72 giờ mà không gửi được',
  [NO_RECEIPT]: 'sau 72 giờ nhà mạng vẫn chưa báo tin đã đến máy',
  'receipt: expired': 'máy tắt hoặc ngoài vùng phủ sóng cho đến khi tin hết hạn',
  'receipt: undelivered': 'nhà mạng báo không chuyển được đến máy',
  'receipt: rejected': 'nhà mạng báo từ chối tin',
} as const satisfies Record<NotSentReason | 'out_of_time' | typeof NO_RECEIPT | FailedReceipt, string>;

type FailedReceipt = `receipt: ${Exclude<ReceiptStatus, 'delivered'>}`;

const TEXTS: ReadonlyMap<string, string> = new Map(Object.entries(REASONS));

/** The reason of a notice's status in words. One that is not in the table is a gateway's own words. */
export function reasonText(reason: string): string {
  return TEXTS.get(reason) ?? reason;
}

import { printDate } from './calendar.ts';
import type { NotSentReason } from './due-notices.ts';
import type { Notice } from './notice-key.ts';
import type { NoticeStatus, ReceiptStatus } from './notice-status.ts';
import type { NO_RECEIPT } from './receipt-verdict.ts';

/** `M1 báo kết quả lần 1`: a notice as staff call it. */
export function noticeName(notice: Notice): string {
  switch (notice.kind) {
    case 'result':
      return `M1 báo kết quả lần ${notice.round}`;
    case 'supplement':
      return `M2 yêu cầu bổ sung lần ${notice.round}`;
    case 'apology':
      return `M3 xin lỗi cho ngày hẹn ${printDate(notice.dueDate)}`;
  }
}

/** What the statuses of a notice are called (console §6). */
export const STATUS_NAMES: Readonly<Record<NoticeStatus, string>> = {
  created: 'Chờ gửi',
  sending: 'Đang gửi',
  sent: 'Đã gửi',
  delivered: 'Đã đến máy',
  skipped: 'Không gửi',
  superseded: 'Thôi gửi',
  missed: 'Đã lỡ',
  temporary_failure: 'Chưa đến được',
  permanent_failure: 'Không đến được',
  technical_failure: 'Lỗi kỹ thuật',
  uncertain: 'Không rõ',
};

/** Why a notice has its status. A reason that is not in the table is a gateway's own words. */
export function reasonInWords(reason: string): string {
  return BY_REASON.get(reason) ?? reason;
}

type FailedReceipt = `receipt: ${Exclude<ReceiptStatus, 'delivered'>}`;

const REASONS: Readonly<Record<NotSentReason | 'out_of_time' | typeof NO_RECEIPT | FailedReceipt, string>> = {
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
  no_receipt: 'sau 72 giờ nhà mạng vẫn chưa báo tin đã đến máy',
  'receipt: expired': 'máy tắt hoặc ngoài vùng phủ sóng cho đến khi tin hết hạn',
  'receipt: undelivered': 'nhà mạng báo không chuyển được đến máy',
  'receipt: rejected': 'nhà mạng báo từ chối tin',
};
const BY_REASON: ReadonlyMap<string, string> = new Map(Object.entries(REASONS));

import type { NoticeKind } from '../../../domain/notice-key.ts';
import type { SilentReason } from '../../../domain/event-effect.ts';
import type { EventWarning } from '../../../services/record-event.ts';

/** What a form says of the messages that it sends (console §3). */
export const SMS_PREVIEW = {
  heading: 'Tin nhắn sẽ gửi',
  askFirst: 'Chưa ghi gì. Hãy xem “Tin nhắn sẽ gửi” bên dưới',
  thenPress: (submit: string) => `, rồi bấm “${submit}” nếu đúng.`,
  preview: 'Xem trước tin nhắn',
  unknown: 'Điền đủ các ô rồi bấm “Xem trước tin nhắn” để thấy từng chữ của tin sẽ gửi.',
  atOnce: (to: string) => `Ngay sau khi ghi, gửi đến ${to}:`,
  waits: 'Máy chủ này chưa biết đơn vị của hồ sơ, nên tin sẽ chờ. Hãy báo người vận hành.',
  size: (parts: number, cost: string | null) => (cost === null ? `${parts} đoạn tin` : `${parts} đoạn tin, giá ${cost}`),
  apology: (moment: string) => `Lúc ${moment}, nếu khi đó hồ sơ chưa ở bước “Trả kết quả”, gửi tin xin lỗi:`,
  stopped: (moment: string) => `Tin xin lỗi của lúc ${moment} sẽ không gửi nữa.`,
  noApology: 'Sẽ không có tin xin lỗi cho ngày hẹn này.',
  silent: (why: string) => `Không gửi tin nhắn nào ngay khi ghi: ${why}.`,
  skipped: {
    no_phone: (kind: string) =>
      `Không gửi tin nhắn nào: hồ sơ không có số điện thoại dùng được. Tin ${kind} được ghi vào “Chưa báo được”; hãy báo người dân bằng cách khác.`,
    same_day: () => 'Không gửi tin nhắn nào: thủ tục giải quyết ngay trong ngày không có tin nhắn.',
  },
} as const;

/** A kind of notice within a sentence. */
export const KIND_IN_SENTENCE: Readonly<Record<NoticeKind, string>> = {
  result: 'báo kết quả',
  supplement: 'yêu cầu bổ sung',
  apology: 'xin lỗi',
};

export const SILENT_WORDS: Readonly<Record<Exclude<SilentReason, 'not_called_for'>, string>> = {
  ready_already: 'hồ sơ đã ở bước “Trả kết quả”, tin báo kết quả chỉ gửi khi đến bước đó',
  waiting_already: 'hồ sơ đang chờ bổ sung, mỗi đợt bổ sung chỉ có một tin',
  elsewhere: 'tin yêu cầu bổ sung chỉ gửi khi hồ sơ vừa “Chờ bổ sung” vừa ở “Bộ phận Một cửa”',
};

/** What a clerk should know before an event is recorded. */
export const EVENT_WARNING_WORDS: Readonly<Record<EventWarning, string>> = {
  older_than_in_force: 'Lần cập nhật này xảy ra trước lần đang có hiệu lực, nên chỉ được lưu lại và không thay đổi hồ sơ.',
  reappointed_before: 'Hồ sơ này đã được hẹn lại. Quy định chỉ cho hẹn lại một lần; nếu vẫn ghi, lần này được đếm riêng trong thống kê.',
  resembles_fixed_name:
    'Tên vừa gõ chỉ giống “Trả kết quả”, “Bộ phận Một cửa” hoặc “Chờ bổ sung” trong bảng mã cũ (TCVN3, VNI), nên không có tin nhắn nào theo tên đó. Hãy gõ lại bằng Unicode.',
};

/** What a banner says of the message that a form sent. */
export const SENT_WORDS = {
  send: (kind: string, to: string) => `Tin ${kind} đang được gửi đến ${to}.`,
  wait: (kind: string) => `Tin ${kind} đang chờ, vì máy chủ chưa biết đơn vị của hồ sơ.`,
  no_phone: (kind: string) => `Không gửi tin ${kind}, vì hồ sơ không có số điện thoại dùng được. Hãy báo người dân bằng cách khác.`,
  same_day: 'Thủ tục giải quyết ngay trong ngày nên không có tin nhắn.',
  none: 'Không có tin nhắn nào được gửi.',
} as const;

/** How a telephone number was read. */
export const PHONE_READ = {
  usable: (masked: string) => `${masked}, Tin nhắn gửi được`,
  unusable: (problem: string) => `Không gửi được tin nhắn: số này ${problem}. Vẫn ghi được hồ sơ, nhưng sẽ không có tin nào đến người dân.`,
  none: 'Chưa có số: sẽ không có tin nào đến người dân.',
} as const;

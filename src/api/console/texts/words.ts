import type { DossierList } from '../../../domain/dossier-lists.ts';
import type { INFORMED_BY, RESCHEDULE_REASONS } from '../../../domain/dossier.ts';
import type { GatewayState, RefusalKind } from '../../../domain/gateway-state.ts';
import type { InquiryOutcome } from '../../../domain/inquiry-outcome.ts';
import type { ReplyStatus } from '../../../domain/inquiry-reply.ts';
import type { NoticeKind } from '../../../domain/notice-key.ts';
import type { NoticeStatus } from '../../../domain/notice-status.ts';
import { STATUS_NAMES } from '../../../domain/notice-words.ts';
import type { PhoneProblem } from '../../../domain/phone.ts';
import type { Role } from '../../../domain/roles.ts';
import type { TagColour } from '../parts/tag.tsx';

/** What a value is called, what it means in a sentence, and the colour of its tag (console §6). */
export type Word = { readonly text: string; readonly meaning: string; readonly colour: TagColour };

export const STATUS_WORDS: Readonly<Record<NoticeStatus, Word>> = {
  created: { text: STATUS_NAMES.created, meaning: 'đã đến lúc báo, tin đang chờ đến lượt', colour: 'blue' },
  sending: { text: STATUS_NAMES.sending, meaning: 'đang giao cho cổng tin nhắn', colour: 'blue' },
  sent: { text: STATUS_NAMES.sent, meaning: 'cổng tin nhắn đã nhận, chưa có báo phát', colour: 'turquoise' },
  delivered: { text: STATUS_NAMES.delivered, meaning: 'nhà mạng báo tin đã đến máy người nhận', colour: 'green' },
  skipped: { text: STATUS_NAMES.skipped, meaning: 'không có số điện thoại dùng được, hoặc hồ sơ không cần báo', colour: 'orange' },
  superseded: { text: STATUS_NAMES.superseded, meaning: 'trước khi gửi, tin không còn đúng nữa', colour: 'grey' },
  missed: { text: STATUS_NAMES.missed, meaning: 'không gửi được trước khi hết hạn, gửi nữa thì không còn đúng', colour: 'red' },
  temporary_failure: {
    text: STATUS_NAMES.temporary_failure,
    meaning: 'máy tắt hoặc ngoài vùng phủ sóng cho đến khi tin hết hạn',
    colour: 'orange',
  },
  permanent_failure: { text: STATUS_NAMES.permanent_failure, meaning: 'nhà mạng hoặc cổng từ chối số này', colour: 'red' },
  technical_failure: { text: STATUS_NAMES.technical_failure, meaning: 'cổng tin nhắn không nhận được tin vì lỗi kỹ thuật', colour: 'red' },
  uncertain: { text: STATUS_NAMES.uncertain, meaning: 'không biết cổng đã nhận tin hay chưa', colour: 'yellow' },
};

export const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  result: 'Báo kết quả',
  supplement: 'Yêu cầu bổ sung',
  apology: 'Xin lỗi',
};

export const REASON_WORDS: Readonly<Record<(typeof RESCHEDULE_REASONS)[number], { readonly text: string; readonly meaning: string }>> = {
  reappointment: { text: 'Hẹn lại', meaning: 'gia hạn có lý do, chỉ được một lần; đúng hạn hay trễ hạn vẫn xét theo ngày hẹn trước' },
  supplement: { text: 'Bổ sung giấy tờ', meaning: 'ngày hẹn dời theo thời gian chờ bổ sung; đúng hạn xét theo ngày mới' },
  correction: { text: 'Sửa ngày ghi nhầm', meaning: 'ngày hẹn trước đó bị ghi sai; đúng hạn xét theo ngày mới' },
};

export const INFORMED_BY_WORDS: Readonly<Record<(typeof INFORMED_BY)[number], string>> = {
  phone: 'Gọi điện thoại',
  in_person: 'Gặp trực tiếp',
  letter: 'Gửi thư',
};

export const ROLE_WORDS: Readonly<Record<Role, string>> = { clerk: 'Một cửa', operator: 'Vận hành', auditor: 'Kiểm tra' };

/** The work lists in the order of their tabs (console §2). `empty`: what an empty one says. */
export const LIST_WORDS: Readonly<Record<DossierList, { readonly text: string; readonly meaning: string; readonly empty: string }>> = {
  tonight: {
    text: 'Tối nay',
    meaning: 'hồ sơ hẹn trả ngày mai mà chưa có kết quả: 17:30 hôm nay sẽ xin lỗi',
    empty: 'Không có hồ sơ nào sẽ phải xin lỗi tối nay.',
  },
  due_soon: { text: 'Sắp đến hạn', meaning: 'hồ sơ đến hạn trong 3 ngày tới', empty: 'Không có hồ sơ nào đến hạn trong 3 ngày tới.' },
  overdue: { text: 'Quá hạn', meaning: 'hồ sơ đã qua ngày hẹn trả mà chưa có kết quả', empty: 'Không có hồ sơ nào quá hạn.' },
  waiting: { text: 'Chờ bổ sung', meaning: 'hồ sơ đang chờ người dân bổ sung giấy tờ', empty: 'Không có hồ sơ nào đang chờ bổ sung.' },
  ready: {
    text: 'Chờ trả kết quả',
    meaning: 'hồ sơ đã có kết quả, người dân chưa đến nhận',
    empty: 'Không có kết quả nào đang chờ người đến nhận.',
  },
  unreached: { text: 'Chưa báo được', meaning: 'hồ sơ có tin chưa đến được người dân', empty: 'Mọi người đều đã được báo.' },
  all: { text: 'Tất cả', meaning: 'mọi hồ sơ đang mở', empty: 'Không có hồ sơ nào.' },
};

export const GATEWAY_STATE_WORDS: Readonly<Record<GatewayState, Word>> = {
  ok: { text: 'Hoạt động', meaning: 'cổng nhận tin bình thường', colour: 'green' },
  throttled: { text: 'Xin gửi chậm', meaning: 'cổng xin gửi chậm lại; tin chờ đến lượt', colour: 'yellow' },
  unavailable: { text: 'Không trả lời', meaning: 'cổng không trả lời nhiều lần liên tiếp', colour: 'red' },
  misconfigured: { text: 'Sai cấu hình', meaning: 'cổng từ chối tài khoản hoặc cấu hình của ta; việc gửi tạm dừng', colour: 'red' },
  no_balance: { text: 'Hết tiền', meaning: 'tài khoản ở cổng không còn đủ tiền; việc gửi tạm dừng', colour: 'red' },
};

export const REFUSAL_WORDS: Readonly<Record<RefusalKind, string>> = {
  destination: 'Số nhận không được',
  content: 'Nội dung không được nhận',
  throttled: 'Xin gửi chậm lại',
  balance: 'Hết tiền',
  configuration: 'Sai cấu hình',
  unavailable: 'Không trả lời',
  unknown: 'Không rõ kết quả',
};

/** How a citizen's question ended (requirements §7). */
export const INQUIRY_OUTCOME_WORDS: Readonly<Record<InquiryOutcome, Word>> = {
  answered: { text: 'Đã trả lời', meaning: 'tin trả lời nói hồ sơ đang ở bước nào, đúng hạn hay trễ hạn', colour: 'green' },
  syntax: { text: 'Sai cú pháp', meaning: 'tin trả lời chỉ cách soạn tin cho đúng', colour: 'orange' },
  unknown: { text: 'Không có mã này', meaning: 'không hồ sơ nào mang mã số được hỏi', colour: 'orange' },
  busy: { text: 'Hệ thống bận', meaning: 'chưa trả lời được, tin trả lời mời gửi lại', colour: 'red' },
  too_many: { text: 'Hỏi quá nhiều', meaning: 'số này đã hỏi quá nhiều lần trong thời gian ngắn', colour: 'yellow' },
  ignored: { text: 'Không trả lời', meaning: 'tin không phải do người dân hỏi, hoặc số này vẫn hỏi quá nhiều', colour: 'grey' },
};

/** How far a reply is that leaves by a call of its own (requirements §11.5). */
export const REPLY_STATUS_WORDS: Readonly<Record<ReplyStatus, string>> = {
  created: 'Tin trả lời đang chờ gửi',
  sending: 'Tin trả lời đang được giao cho cổng tin nhắn',
  sent: 'Cổng tin nhắn đã nhận tin trả lời',
  failed: 'Tin trả lời không gửi được',
  uncertain: 'Không rõ cổng tin nhắn đã nhận tin trả lời hay chưa',
};

/** Why a number cannot be texted, as the end of a sentence about it (requirements §3.3). */
export const PHONE_PROBLEM_WORDS: Readonly<Record<PhoneProblem, string>> = {
  broken: 'có ký tự không phải chữ số, hoặc có nhiều số',
  short: 'thiếu chữ số',
  long: 'thừa chữ số',
  landline: 'là số máy bàn, không nhận được tin nhắn',
  foreign: 'là số của nước ngoài',
  unassigned: 'có đầu số chưa được cấp cho nhà mạng nào',
};

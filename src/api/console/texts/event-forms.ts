import { RESULT_STEP } from '../../../domain/fixed-names.ts';
import { printDate, type LocalDate } from '../../../domain/calendar.ts';
import type { Refusal } from '../../../domain/refusal.ts';

/** What the forms of one dossier say (console §3). */
export const EVENT_FORMS = {
  back: (code: string) => `Trở về hồ sơ ${code}`,
  title: (heading: string, code: string) => `${heading} · Hồ sơ ${code}`,
  previewTitle: (heading: string, code: string) => `Xem trước: ${heading.toLowerCase()} · Hồ sơ ${code}`,
  refusedTitle: (code: string) => `Không ghi được · Hồ sơ ${code}`,
  changedTitle: (code: string) => `Hồ sơ ${code} vừa thay đổi, chưa ghi gì`,
  step: 'Đang ở bước',
  dueDate: 'Hẹn trả',
  noDueDate: 'Không có hạn',
  note: 'Ghi chú (không bắt buộc)',
  noteHint: 'Vì sao, tối đa 300 ký tự. Không ghi họ tên hay số điện thoại: ghi chú được lưu mãi mãi.',
  closed: (outcome: string) => `Hồ sơ đã kết thúc (${outcome}), không ghi thêm được gì nữa.`,
  changed: 'Từ lúc bạn mở biểu mẫu, hồ sơ đã thay đổi. Chưa ghi gì. Hãy xem những thay đổi dưới đây, rồi gửi lại nếu vẫn đúng.',
} as const;

/** A rule that said no, in words for the top of a form. */
export const REFUSED_EVENT: Readonly<Record<Exclude<Refusal, 'not_resendable' | 'dossier_not_found' | 'dossier_conflict'>, string>> = {
  dossier_closed: 'Hồ sơ đã kết thúc, không ghi thêm được gì nữa.',
  event_conflict:
    'Biểu mẫu này đã được ghi một lần với nội dung khác. Lần gửi này chưa được ghi. Nếu bạn muốn ghi thêm nội dung đang thấy, hãy gửi lần nữa.',
  too_many_events: 'Hồ sơ đã có 2.000 lần cập nhật, không ghi thêm được. Hãy báo người vận hành: có thể một phần mềm đang gửi lặp.',
  changed_meanwhile: EVENT_FORMS.changed,
};

/** What stands beside a field that a rule does not take. */
export const REFUSED_FIELD = {
  telephone_number: 'Ghi chú: không được ghi số điện thoại, vì ghi chú được lưu mãi mãi',
  notice_unknown: 'Tin nhắn: hãy chọn một tin của hồ sơ này',
  due_before_receipt: (receivedOn: LocalDate) => `Ngày hẹn: không được trước ngày tiếp nhận ${printDate(receivedOn)}`,
} as const;

/** What each form is called and says. `silent`: why it sends nothing at once. */
export const MOVE = {
  heading: 'Chuyển bước',
  submit: 'Chuyển bước',
  silent: `tin chỉ gửi khi hồ sơ đến bước “${RESULT_STEP}”, hoặc ở “Bộ phận Một cửa” với trạng thái “Chờ bổ sung”`,
  untyped: `Không gửi tin nhắn nào, trừ khi hồ sơ đến bước “${RESULT_STEP}” (tin báo kết quả), hoặc ở “Bộ phận Một cửa” với trạng thái “Chờ bổ sung” (tin yêu cầu bổ sung). Khi đó từng chữ của tin hiện ra trước khi ghi.`,
  labels: { step: 'Bước mới', state: 'Trạng thái', note: EVENT_FORMS.note },
  stepHint: 'Để trống nếu bước không đổi.',
  stateHint: 'Để trống nếu trạng thái không đổi.',
  stepOrState: 'Bước mới: điền bước, trạng thái, hoặc cả hai',
  done: (step: string | undefined, state: string | undefined) =>
    [
      ...(step === undefined ? [] : [`Đã chuyển hồ sơ đến bước “${step}”`]),
      ...(state === undefined ? [] : [step === undefined ? `Đã ghi trạng thái “${state}”` : `trạng thái “${state}”`]),
    ].join(', ') + '.',
} as const;

export const REQUEST_PAPERS = {
  heading: 'Yêu cầu bổ sung',
  submit: 'Yêu cầu bổ sung',
  intro: 'Hồ sơ chuyển về “Bộ phận Một cửa” với trạng thái “Chờ bổ sung”. Thời hạn tạm dừng cho đến khi người dân bổ sung.',
  introRunning: 'Hồ sơ chuyển về “Bộ phận Một cửa” với trạng thái “Chờ bổ sung”. Theo cài đặt của hồ sơ này, thời hạn vẫn chạy.',
  silent: 'yêu cầu bổ sung chỉ gửi tin khi bắt đầu một đợt mới',
  labels: { note: 'Cần bổ sung gì (không bắt buộc)' },
  waiting: (since: string) => `Hồ sơ đang chờ bổ sung từ ${since}. Mỗi đợt chỉ yêu cầu một lần.`,
  done: 'Đã ghi yêu cầu bổ sung, hồ sơ ở “Bộ phận Một cửa”, trạng thái “Chờ bổ sung”.',
} as const;

export const GIVE_RESULT = {
  heading: 'Trả kết quả',
  submit: 'Chuyển đến “Trả kết quả”',
  intro: 'Hồ sơ đã giải quyết xong và chuyển đến bước “Trả kết quả”. Đúng hạn hay trễ hạn được chốt vào lúc này.',
  silent: 'tin báo kết quả chỉ gửi khi hồ sơ đến bước “Trả kết quả”',
  ready: (since: string) => `Hồ sơ đã ở bước “Trả kết quả” từ ${since}, không cần ghi nữa. Khi người dân đã nhận, hãy dùng “Kết thúc”.`,
  done: `Đã chuyển hồ sơ đến bước “${RESULT_STEP}”.`,
} as const;

export const RESCHEDULE = {
  heading: 'Hẹn lại',
  submit: 'Hẹn lại',
  silent: 'hẹn lại không báo ngay cho người dân',
  untyped:
    'Không gửi tin nhắn nào ngay khi ghi. Hôm trước ngày hẹn mới, nếu hồ sơ chưa có kết quả, hệ thống gửi tin xin lỗi với ngày đó; từng chữ của tin hiện ra trước khi ghi.',
  labels: { dueDate: 'Ngày hẹn mới', reason: 'Lý do', note: EVENT_FORMS.note },
  done: (dueDate: LocalDate) => `Đã hẹn lại hồ sơ đến ngày ${printDate(dueDate)}.`,
} as const;

export const CHANGE_PHONE = {
  heading: 'Sửa số điện thoại',
  submit: 'Ghi số điện thoại',
  silent: 'sửa số không gửi lại tin cũ; tin chưa gửi được vì thiếu số thì người vận hành gửi lại',
  untyped: 'Không gửi tin nhắn nào ngay khi ghi. Tin của những lần sau sẽ đến số mới.',
  labels: { phone: 'Số điện thoại di động' },
  hint: 'Để trống nếu người dân không có số.',
  now: (number: string) => `Số đang ghi: ${number}.`,
  nowNone: 'Hồ sơ chưa có số.',
  nowUnusable: (problem: string) => `Số đang ghi không dùng được: ${problem}.`,
  done: (number: string) => `Đã ghi số điện thoại ${number}.`,
  doneUnusable: 'Đã ghi số điện thoại, nhưng số này không nhận được tin nhắn.',
  doneNone: 'Đã xóa số điện thoại của hồ sơ.',
} as const;

export const MARK_INFORMED = {
  heading: 'Đã báo cách khác',
  submit: 'Ghi đã báo',
  intro: 'Ghi lại rằng người dân đã được báo nội dung của một tin chưa đến được. Tin đó rời danh sách “Chưa báo được”.',
  silent: 'người dân đã được báo bằng cách khác',
  labels: { notice: 'Tin chưa đến được', by: 'Đã báo bằng cách' },
  option: (notice: string, status: string) => `${notice}: ${status}`,
  none: 'Không có tin nào của hồ sơ này chưa đến được, nên không có gì để ghi.',
  done: 'Đã ghi người dân được báo bằng cách khác.',
} as const;

export const CLOSE = {
  heading: 'Kết thúc hồ sơ',
  submit: 'Kết thúc hồ sơ',
  intro: 'Sau khi kết thúc, hồ sơ không nhận thêm cập nhật nào và không mở lại được.',
  silent: 'kết thúc hồ sơ không báo cho người dân',
  labels: { outcome: 'Hồ sơ kết thúc vì', note: EVENT_FORMS.note },
  done: (outcome: string) => `Đã kết thúc hồ sơ: ${outcome}.`,
} as const;

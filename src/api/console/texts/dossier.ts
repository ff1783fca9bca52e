import type { DossierAction } from '../../../domain/dossier-actions.ts';
import type { DossierChange } from '../../../domain/dossier-changes.ts';
import type { InquirySource } from '../../../domain/inquiry-outcome.ts';
import type { NoMessage } from '../../../domain/next-messages.ts';
import type { NoticeKind } from '../../../domain/notice-key.ts';

/** The page of one dossier (console §3). */
export const DOSSIER = {
  title: (answer: string, code: string) => `${answer} · Hồ sơ ${code}`,
  heading: (code: string) => `Hồ sơ ${code}`,
  back: 'Về danh sách hồ sơ',
  neighbours: 'Hồ sơ trước và sau trong danh sách',
  previous: 'Hồ sơ trước',
  following: 'Hồ sơ sau',
  actions: 'Việc có thể làm với hồ sơ này',
  temporal: 'Mở trong Temporal UI',
  newTab: '(mở trong thẻ mới)',

  facts: 'Thông tin hồ sơ',
  procedure: 'Thủ tục',
  sameDay: 'giải quyết ngay trong ngày',
  due: 'Hẹn trả',
  firstDue: (date: string) => `(hẹn lần đầu ${date})`,
  noDue: 'Không có ngày hẹn trả',
  step: 'Đang ở bước',
  lastStep: 'Bước cuối cùng',
  state: 'Trạng thái',
  since: (moment: string) => `từ ${moment}`,
  agency: 'Đơn vị',
  phone: 'Số điện thoại',
  noPhone: 'Không có số điện thoại, nên không gửi tin nhắn được',
  badPhone: (problem: string) => `Không gửi tin nhắn được: số đã ghi ${problem}`,
  received: 'Tiếp nhận',
  closed: 'Kết thúc',
  at: (what: string, moment: string) => `${what}, lúc ${moment}`,

  explain: 'Xem giải thích',
  explainOf: (subject: string) => `: ${subject}`,
  explainOnTime: 'đúng hạn hay trễ hạn',
  explainApology: 'tin xin lỗi',
  rule: (rule: string) => `Quy tắc ${rule}`,
  decidedAt: (moment: string) => `quyết định lúc ${moment}`,
} as const;

/** Who told what the page shows of the dossier; for those who look after the machines. */
export const SOURCE_WORDS: Readonly<Record<InquirySource, string>> = {
  workflow: 'Theo quy trình đang chạy',
  journal: 'Theo sổ ghi',
  archive: 'Theo bản lưu của hồ sơ đã kết thúc',
};

export const ACTION_WORDS: Readonly<Record<DossierAction, { readonly text: string; readonly path: string }>> = {
  result: { text: 'Trả kết quả', path: 'tra-ket-qua' },
  move: { text: 'Chuyển bước', path: 'chuyen-buoc' },
  request_papers: { text: 'Yêu cầu bổ sung', path: 'bo-sung' },
  reschedule: { text: 'Hẹn lại', path: 'hen-lai' },
  contact: { text: 'Sửa số điện thoại', path: 'so-dien-thoai' },
  informed: { text: 'Đã báo cách khác', path: 'da-bao' },
  close: { text: 'Kết thúc', path: 'ket-thuc' },
};

export const NEXT_MESSAGE = {
  heading: 'Tin nhắn tiếp theo',
  atEve: (moment: string) => `${moment}: xin lỗi, nếu khi đó hồ sơ chưa ở bước “Trả kết quả”`,
  savers: 'Sẽ không phải xin lỗi nếu trước lúc đó:',
  underWay: (kind: string) => `Đang được gửi: ${kind}`,
  repeat: (kind: string) => `Sắp gửi lại một lần: ${kind}, nếu nhà mạng chưa báo tin trước đã đến máy`,
  stoppedBy: (what: string) => `Thôi gửi nếu trước khi tin đi, ${what}.`,
  text: 'Xem nội dung tin',
  onArrival: 'Ngay khi hồ sơ đến bước “Trả kết quả”, tin báo kết quả sẽ được gửi.',
} as const;

/** What still keeps a message from leaving that is under way. */
export const STOPPED_BY: Readonly<Record<NoticeKind, string>> = {
  result: 'hồ sơ rời bước “Trả kết quả” hoặc kết thúc',
  supplement: 'hồ sơ không còn chờ bổ sung hoặc kết thúc',
  apology: 'hồ sơ đến bước “Trả kết quả”, có ngày hẹn mới, tạm dừng để bổ sung giấy tờ hoặc kết thúc, hoặc hết ngày hẹn',
};

/** `date`: the due date in force, where there is one. */
export const NO_MESSAGE: Readonly<Record<NoMessage['reason'], (date: string) => string>> = {
  closed: () => 'Không gửi tin nhắn nào nữa: hồ sơ đã kết thúc.',
  same_day: () => 'Không gửi tin nhắn nào: thủ tục giải quyết ngay trong ngày không áp dụng tin nhắn.',
  no_phone: () => 'Không gửi được tin nhắn nào: hồ sơ không có số điện thoại di động dùng được.',
  result_ready: () => 'Không có tin nhắn nào sắp gửi: kết quả đã có, chỉ còn chờ người dân đến nhận.',
  no_due_date: () => 'Không có tin xin lỗi: hồ sơ không có ngày hẹn trả.',
  known_too_late: (date) => `Không có tin xin lỗi: ngày hẹn ${date} được ghi nhận sau giờ xin lỗi của ngày đó.`,
  clock_stopped: () => 'Không có tin nhắn nào được hẹn giờ: thời hạn đang tạm dừng để người dân bổ sung giấy tờ.',
  apology_over: (date) => `Không có tin xin lỗi nào nữa cho ngày hẹn ${date}: đã qua giờ xin lỗi, và mỗi ngày hẹn chỉ xin lỗi một lần.`,
};

/** What sends the apology after all. `moment`: its instant. */
export const NO_MESSAGE_UNLESS: Readonly<Record<'no_phone' | 'result_ready' | 'clock_stopped', (moment: string) => string>> = {
  no_phone: (moment) => `Nếu trước ${moment} có số dùng được thì lúc đó tin xin lỗi được gửi, khi hồ sơ vẫn chưa có kết quả.`,
  result_ready: (moment) => `Nếu hồ sơ rời bước “Trả kết quả” và đến ${moment} chưa trở lại thì lúc đó tin xin lỗi được gửi.`,
  clock_stopped: (moment) => `Nếu trước ${moment} thời hạn chạy lại thì lúc đó tin xin lỗi được gửi, khi hồ sơ vẫn chưa có kết quả.`,
};

export const TIMELINE = {
  heading: 'Diễn biến',
  order: 'Mới nhất ở trên.',
  all: (total: string) => `Xem cả ${total} mục`,
  some: (shown: string, total: string) => `Đang hiện ${shown} mục mới nhất trong ${total} mục.`,

  registered: 'Tiếp nhận hồ sơ',
  arrived: 'Chuyển đến bước “Trả kết quả”',
  moved: 'Chuyển bước',
  newState: 'Đổi trạng thái',
  unchanged: 'Cập nhật, không có gì thay đổi',
  overtaken: 'Cập nhật đến muộn, chỉ lưu lại',
  rescheduled: 'Hẹn lại ngày trả',
  contact: 'Sửa số điện thoại',
  contactGiven: 'Số mới gửi tin nhắn được',
  contactNone: 'Bỏ số điện thoại',
  contactBad: (problem: string) => `Số mới ${problem}`,
  informed: 'Đã báo cách khác',
  closed: 'Kết thúc hồ sơ',

  by: (actor: string) => `Người ghi: ${actor}`,
  happened: (moment: string) => `Xảy ra lúc ${moment}`,
  line: (name: string, value: string) => `${name}: ${value}`,
  nothing: 'không có',
  sentAs: (text: string) => `Được ghi là “${text}”`,
  note: (note: string) => `Ghi chú: ${note}`,
  reason: (reason: string) => `Lý do: ${reason}`,

  notice: (kind: string, which: string) => `Tin ${kind.toLowerCase()}${which}`,
  round: (round: number) => ` lần ${round}`,
  forDate: (date: string) => ` cho ngày hẹn ${date}`,
  parts: (count: string) => `${count} đoạn`,
  cost: (cost: string) => `${cost} đồng`,
  gateway: (gateway: string) => `qua cổng ${gateway}`,
  resent: 'đã gửi lại',
  sentAt: (moment: string) => `gửi lúc ${moment}`,
  settledAt: (moment: string) => `có báo phát lúc ${moment}`,
  resend: 'Gửi lại',

  inquiry: 'Người dân tra cứu',
  asked: (from: string) => `Từ số ${from}`,
  erased: 'Nội dung đã được xóa theo thời hạn lưu',
  unanswered: 'Đang trả lời',
  charged: 'có tính phí',
  notCharged: 'không tính phí',
  answeredAt: (moment: string) => `trả lời lúc ${moment}`,
} as const;

export const CHANGE_WORDS: Readonly<Record<DossierChange['field'], string>> = {
  step: 'Bước',
  state: 'Trạng thái',
  dueDate: 'Ngày hẹn trả',
  judgedDate: 'Ngày dùng để xét đúng hạn',
};

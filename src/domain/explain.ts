import { forecastApology } from './apology-forecast.ts';
import { apologyInstant } from './apology.ts';
import { dateOf, printDate, printTime, type Instant } from './calendar.ts';
import { apply, isOlderThanInForce, register, type Dossier, type DossierEvent, type Registration } from './dossier.ts';
import { noticeKey, type Notice, type NoticeKind } from './notice-key.ts';
import { reasonInWords, STATUS_NAMES } from './notice-words.ts';
import type { NotSentReason } from './due-notices.ts';
import type { LedgerRow } from './ledger-row.ts';
import { onTimeText } from './on-time.ts';
import { whyOnTime } from './why-on-time.ts';

/** One decision in words that an auditor can check: by which rule, when, and on which facts (requirements §8.7). */
export type Explanation = {
  /** A notice's key, `event/` with the number of an event that changed nothing, or `on_time`. */
  readonly about: string;
  /** The section of the requirements, written with its sign. */
  readonly rule: string;
  readonly decidedAt: Instant | null;
  readonly text: string;
};

/** The part of a ledger's row that an explanation needs. */
export type ExplainedRow = Pick<LedgerRow, 'notice' | 'status' | 'reason' | 'decidedAt' | 'sentAt'>;

export type ExplainedDossier = {
  readonly registration: Registration;
  readonly events: readonly DossierEvent[];
  readonly rows: readonly ExplainedRow[];
  readonly hasPhone: boolean;
};

/**
 * Explains each event that changed nothing, each notice in the ledger, why there is none (yet) for the date in force, and why the dossier
 * is late or on time.
 */
export function explain({ registration, events, rows, hasPhone }: ExplainedDossier, now: Instant): readonly Explanation[] {
  const overtaken: Explanation[] = [];
  let dossier = register(registration);
  for (const event of events) {
    overtaken.push(...explainOvertaken(dossier, event));
    dossier = apply(dossier, event);
  }
  const told = rows.map((row) => explainRow(dossier, row));
  return [...overtaken, ...told, ...explainNoApology(dossier, rows, hasPhone, now), explainOnTime(dossier, now)];
}

/** The sections of the requirements that are quoted. */
const SECTIONS = {
  order: '4.4',
  result: '5.1',
  supplement: '5.2',
  apology: '5.3',
  noPhone: '5.4',
  beforeResult: '6.1',
  afterResult: '6.2',
  stoppedOrNoDate: '6.4',
} as const;

function ruleOf(section: keyof typeof SECTIONS): string {
  return `§${SECTIONS[section]}`;
}

const CAUSES: Record<NoticeKind, string> = {
  result: 'hồ sơ chuyển đến bước “Trả kết quả”',
  supplement: 'hồ sơ ở trạng thái “Chờ bổ sung” và ở Bộ phận Một cửa',
  apology: 'đến giờ xin lỗi của ngày liền trước ngày hẹn mà hồ sơ chưa ở bước “Trả kết quả”',
};

/** Requirements §4.4: whoever reads the timeline is told why this event is only there. */
function explainOvertaken(before: Dossier, event: DossierEvent): Explanation[] {
  if (!isOlderThanInForce(before, event) || before.progressAt === null) return [];
  const happened = printMoment(event.occurredAt);
  const text = `Lần cập nhật số ${event.seq}: chỉ lưu lại, không thay đổi hồ sơ; xảy ra lúc ${happened}, trước lần cập nhật đang có hiệu lực (${printMoment(before.progressAt)}).`;
  return [{ about: `event/${event.seq}`, rule: ruleOf('order'), decidedAt: event.recordedAt, text }];
}

function explainRow({ receiptCode }: Dossier, { notice, status, reason, decidedAt, sentAt }: ExplainedRow): Explanation {
  const why = reason === null ? '' : `: ${reasonInWords(reason)}`;
  const when = sentAt === null ? '' : ` lúc ${printMoment(sentAt)}`;
  const text = `${subjectOf(notice)}: ${CAUSES[notice.kind]}; ${STATUS_NAMES[status].toLowerCase()}${when}${why}.`;
  return { about: noticeKey(receiptCode, notice), rule: ruleOf(reason === 'no_phone' ? 'noPhone' : notice.kind), decidedAt, text };
}

function subjectOf(notice: Notice): string {
  switch (notice.kind) {
    case 'result':
      return `Tin báo kết quả lần ${notice.round}`;
    case 'supplement':
      return `Tin yêu cầu bổ sung lần ${notice.round}`;
    case 'apology':
      return `Tin xin lỗi cho ngày hẹn ${printDate(notice.dueDate)}`;
  }
}

/** The ledger has no row for the apology of the date in force. */
function explainNoApology(dossier: Dossier, rows: readonly ExplainedRow[], hasPhone: boolean, now: Instant): Explanation[] {
  const { receiptCode, dueDate } = dossier;
  if (dueDate === null) {
    const text = 'Không có tin xin lỗi: hồ sơ không có ngày hẹn trả kết quả.';
    return [{ about: `${receiptCode}/apology`, rule: ruleOf('apology'), decidedAt: null, text }];
  }
  if (rows.some(({ notice }) => notice.kind === 'apology' && notice.dueDate === dueDate)) return [];
  const notice = { kind: 'apology', dueDate } as const;
  const { reason } = forecastApology(dossier, dueDate, { hasPhone, apologies: [] }, now);
  const why = reason === null ? whenApology(dossier, now) : whyNoApologyYet(dossier, reason, now);
  const rule = ruleOf(reason === 'no_phone' ? 'noPhone' : 'apology');
  return [{ about: noticeKey(receiptCode, notice), rule, decidedAt: null, text: `${subjectOf(notice)}: ${why}.` }];
}

function whenApology(dossier: Dossier, now: Instant): string {
  const instant = apologyInstant(dossier);
  return instant !== null && now < instant ? `chưa đến giờ (${printMoment(instant)})` : 'đang được gửi';
}

/** Before its instant, some of the reasons may still cease. */
function whyNoApologyYet(dossier: Dossier, reason: NotSentReason, now: Instant): string {
  if (reason === 'known_too_late')
    return `không gửi: ngày hẹn được ghi nhận lúc ${printMoment(dossier.dueDateKnownAt)}, sau giờ xin lỗi của ngày đó`;
  const instant = apologyInstant(dossier);
  const mayCease = instant !== null && now < instant && dossier.closed === null;
  const unless = mayCease ? `sẽ không gửi nếu đến ${printMoment(instant)} vẫn như hiện nay` : 'không gửi';
  return `${unless}: ${reasonInWords(reason)}`;
}

function explainOnTime(dossier: Dossier, now: Instant): Explanation {
  const { rule, ...why } = whyOnTime(dossier, dateOf(now));
  const text = `${onTimeText(dossier, dateOf(now))}: ${why.text}.`;
  return { about: 'on_time', rule: ruleOf(rule), decidedAt: why.decidedAt, text };
}

/** Prints `17:30:17 ngày 26/11/2026`, Viet Nam time. */
function printMoment(instant: Instant): string {
  return `${printTime(instant)} ngày ${printDate(dateOf(instant))}`;
}

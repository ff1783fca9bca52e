import { apologyInstant, stoppedSince } from './apology.ts';
import { dateOf, epochMs, printDate, type Instant, type LocalDate } from './calendar.ts';
import { clockOf, type Dossier } from './dossier.ts';
import { noticeKey, type Notice, type NoticeKind } from './notice-key.ts';
import { verdictOn } from './due-notices.ts';
import type { NoticeStatus } from './notice-status.ts';
import { judgingDay, LATE, onTimeText } from './on-time.ts';

/** One decision in words an auditor can check: which rule, when, on which facts (requirements §8). */
export type Explanation = {
  /** A notice's key, or `on_time`. */
  readonly about: string;
  /** Section of the requirements. */
  readonly rule: string;
  readonly decidedAt: Instant | null;
  readonly text: string;
};

/** What the ledger says became of a notice. */
export type Told = {
  readonly notice: Notice;
  readonly status: NoticeStatus;
  readonly reason: string | null;
  readonly decidedAt: Instant;
  readonly sentAt: Instant | null;
};

/** Why each notice was or was not sent, why there is none (yet) for the date in force, and why the dossier is late or on time. */
export function explain(dossier: Dossier, told: readonly Told[], now: Instant): readonly Explanation[] {
  return [...told.map((each) => explainTold(dossier, each)), ...explainNoApology(dossier, told, now), explainOnTime(dossier, now)];
}

const RULES: Record<NoticeKind, string> = { result: '§5.1', supplement: '§5.2', apology: '§5.3' };

const CAUSES: Record<NoticeKind, string> = {
  result: 'hồ sơ chuyển đến bước “Trả kết quả”',
  supplement: 'hồ sơ ở trạng thái “Chờ bổ sung” và ở Bộ phận Một cửa',
  apology: 'đến giờ xin lỗi của ngày liền trước ngày hẹn mà hồ sơ chưa ở bước “Trả kết quả”',
};

const STATUSES: Record<NoticeStatus, string> = {
  created: 'đang chờ chuyển cho cổng tin nhắn',
  sending: 'đang chuyển cho cổng tin nhắn',
  sent: 'cổng tin nhắn đã nhận',
  delivered: 'đã đến máy của người dân',
  skipped: 'không gửi',
  superseded: 'không gửi nữa',
  missed: 'đã lỡ, không gửi',
  temporary_failure: 'không đến được: máy tắt hoặc ngoài vùng phủ sóng',
  permanent_failure: 'không thể đến: bị từ chối',
  technical_failure: 'không gửi được: lỗi kỹ thuật',
  uncertain: 'không rõ: mất câu trả lời của cổng tin nhắn',
};

const REASONS: Readonly<Record<string, string>> = {
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
};

function explainTold({ receiptCode }: Dossier, { notice, status, reason, decidedAt, sentAt }: Told): Explanation {
  const why = reason === null ? '' : `: ${REASONS[reason] ?? reason}`;
  const when = sentAt === null ? '' : ` lúc ${clockText(sentAt)}`;
  const text = `${subject(notice)}: ${CAUSES[notice.kind]}; ${STATUSES[status]}${when}${why}.`;
  return { about: noticeKey(receiptCode, notice), rule: reason === 'no_phone' ? '§5.4' : RULES[notice.kind], decidedAt, text };
}

function subject(notice: Notice): string {
  switch (notice.kind) {
    case 'result':
      return `Tin báo kết quả lần ${notice.round}`;
    case 'supplement':
      return `Tin yêu cầu bổ sung lần ${notice.round}`;
    case 'apology':
      return `Tin xin lỗi cho ngày hẹn ${printDate(notice.dueDate)}`;
  }
}

/** The date in force has no row in the ledger: not yet, or never. */
function explainNoApology(dossier: Dossier, told: readonly Told[], now: Instant): Explanation[] {
  const { dueDate } = dossier;
  if (dueDate === null) return [never(dossier, null, 'Không có tin xin lỗi: hồ sơ không có ngày hẹn trả kết quả.')];
  if (told.some(({ notice }) => notice.kind === 'apology' && notice.dueDate === dueDate)) return [];
  return [never(dossier, dueDate, `${subject({ kind: 'apology', dueDate })}: ${whyNone(dossier, dueDate, now)}.`)];
}

function whyNone(dossier: Dossier, dueDate: LocalDate, now: Instant): string {
  if (dossier.procedure.sameDay) return `không gửi: ${REASONS['same_day']}`;
  const instant = apologyInstant(dossier);
  if (instant === null) return `không gửi: ngày hẹn được ghi nhận lúc ${clockText(dossier.dueDateKnownAt)}, sau giờ xin lỗi của ngày đó`;
  const verdict = verdictOn(dossier, { kind: 'apology', dueDate }, now);
  if ('reason' in verdict) return `không gửi: ${REASONS[verdict.reason] ?? verdict.reason}`;
  if (dossier.closed !== null) return `không gửi: ${REASONS['closed']}`;
  return now < instant ? `chưa đến giờ (${clockText(instant)})` : 'đang được gửi';
}

function never({ receiptCode }: Dossier, dueDate: LocalDate | null, text: string): Explanation {
  return {
    about: dueDate === null ? `${receiptCode}/apology` : noticeKey(receiptCode, { kind: 'apology', dueDate }),
    rule: RULES.apology,
    decidedAt: null,
    text,
  };
}

function explainOnTime(dossier: Dossier, now: Instant): Explanation {
  const today = dateOf(now);
  const verdict = onTimeText(dossier, today);
  const about = 'on_time';
  if (dossier.judgedDate === null)
    return { about, rule: '§6.4', decidedAt: null, text: `${verdict}: hồ sơ không có ngày hẹn trả kết quả.` };
  const held = `ngày hẹn dùng để xét là ${printDate(dossier.judgedDate)}`;
  if (dossier.result.at !== null) {
    const day = printDate(dateOf(dossier.result.at));
    return {
      about,
      rule: '§6.2',
      decidedAt: dossier.result.at,
      text: `${verdict}: hồ sơ đến bước “Trả kết quả” ngày ${day}, ${held}; không thay đổi nữa.`,
    };
  }
  const stopped = stoppedSince(dossier);
  const day = printDate(judgingDay(dossier, today));
  if (stopped !== null && clockOf(dossier) === 'stopped')
    return { about, rule: '§6.4', decidedAt: stopped, text: `${verdict}: thời hạn tạm dừng từ ngày ${day} để bổ sung giấy tờ, ${held}.` };
  const comparison = verdict === LATE ? 'đã qua' : 'chưa qua';
  return { about, rule: '§6.1', decidedAt: null, text: `${verdict}: xét đến ngày ${day}, ${held}, ${comparison} ngày hẹn.` };
}

/** `17:30:17 ngày 26/11/2026`, Viet Nam time. */
function clockText(instant: Instant): string {
  const local = new Date(epochMs(instant) + 7 * 3_600_000).toISOString();
  return `${local.slice(11, 19)} ngày ${printDate(dateOf(instant))}`;
}

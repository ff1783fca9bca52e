import { apologyInstant, whyNoApology } from './apology.ts';
import { dateOf, printDate, printTime } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import type { NotSentReason } from './due-notices.ts';
import { escapeMarkdown } from './markdown.ts';
import { noticeKey, readNoticeKey } from './notice-key.ts';
import type { NoticeStatus } from './notice-status.ts';
import { noticeName, reasonInWords, STATUS_NAMES } from './notice-words.ts';
import { OUTCOME_NAMES } from './outcome-names.ts';
import { judgingDay, LATE, ON_TIME, settledLateness } from './on-time.ts';
import { shorten } from './shorten.ts';

/** What became of a notice, as the dossier's workflow saw it. `reason` is null where it was sent, or where only the ledger knows why not. */
export type Fate = { readonly status: NoticeStatus; readonly reason: NotSentReason | null };
/** By key, in the order of their decisions. */
export type Fates = ReadonlyMap<string, Fate>;

/**
 * A dossier as the Temporal UI shows it (requirements §8.3): Markdown, in words, and without the hour of now, so that it stays true until
 * the next event.
 */
export function currentDetails(dossier: Dossier, fates: Fates): string {
  return [facts(dossier, fates).map(bullet).join('\n'), '**Tin nhắn**', notices(fates), SOURCE].join('\n\n');
}

/** The workflow hears no more of a notice than its status. */
const SOURCE = '*Như lúc giao cho cổng tin nhắn. Lý do, báo phát và lần người vận hành gửi lại: xem diễn biến của hồ sơ.*';

function facts(dossier: Dossier, fates: Fates): readonly string[] {
  const { step, state, receivedAt, closed } = dossier;
  return [
    ...(closed === null ? [] : [fact('Đã kết thúc', `${OUTCOME_NAMES[closed.outcome]}, ngày ${printDate(dateOf(closed.at))}`)]),
    fact('Bước', nameInWords(step)),
    ...(state === null ? [] : [fact('Trạng thái', nameInWords(state))]),
    fact('Tiếp nhận', `ngày ${printDate(dateOf(receivedAt))}`),
    fact('Hẹn trả', dueInWords(dossier)),
    latenessInWords(dossier),
    ...(closed === null ? [fact('Tin xin lỗi tiếp theo', nextApologyInWords(dossier, fates))] : []),
  ];
}

const bullet = (line: string) => `- ${line}`;
const fact = (name: string, text: string) => `**${name}:** ${text}`;

/** Names of steps and states are free text of other software. */
function nameInWords(name: string): string {
  return escapeMarkdown(shorten(name, NAME_MAX));
}
const NAME_MAX = 100;

function dueInWords({ dueDate, originalDueDate }: Dossier): string {
  if (dueDate === null) return 'không có ngày hẹn';
  const first = originalDueDate === null || originalDueDate === dueDate ? '' : ` (hẹn lần đầu ${printDate(originalDueDate)})`;
  return printDate(dueDate) + first;
}

/** Requirements §6. As long as each day may change it, it is said by the date. */
function latenessInWords(dossier: Dossier): string {
  const { judgedDate, result, closed } = dossier;
  const late = settledLateness(dossier);
  if (judgedDate === null && result.at === null) return fact(ON_TIME, 'không có ngày hẹn lần đầu để xét');
  if (judgedDate !== null && late === null) return `**${ON_TIME}** đến hết ngày ${printDate(judgedDate)}, sau đó **${LATE}**`;
  const verdict = late ? LATE : ON_TIME;
  if (result.at !== null) return fact(verdict, `có kết quả ngày ${printDate(dateOf(result.at))}`);
  const day = printDate(judgingDay(dossier, dateOf(dossier.receivedAt)));
  return fact(
    verdict,
    closed === null ? `thời hạn tạm dừng từ ngày ${day} để bổ sung giấy tờ` : `kết thúc ngày ${day} khi chưa có kết quả`,
  );
}

/** Requirements §5.3. */
function nextApologyInWords(dossier: Dossier, fates: Fates): string {
  const { receiptCode, dueDate, procedure } = dossier;
  if (procedure.sameDay) return `không có, vì ${reasonInWords('same_day')}`;
  if (dueDate === null) return 'không có, vì hồ sơ không có ngày hẹn';
  if (fates.has(noticeKey(receiptCode, { kind: 'apology', dueDate }))) return 'chỉ khi có ngày hẹn khác';
  const instant = apologyInstant(dossier);
  if (instant === null) return `không có, vì ${reasonInWords('known_too_late')}`;
  const when = `${printTime(instant)} ${printDate(dateOf(instant))}`;
  const reason = whyNoApology(dossier);
  return reason === null ? `${when}, nếu khi đó chưa có kết quả` : `${when} không gửi, nếu khi đó ${reasonInWords(reason)} như hiện nay`;
}

/** The UI takes the whole text in one address, so that an old dossier with many rounds must not make it long. */
const LAST_NOTICES = 20;

function notices(fates: Fates): string {
  if (fates.size === 0) return 'Chưa có tin nhắn nào.';
  const before = fates.size - LAST_NOTICES;
  const last = [...fates].slice(-LAST_NOTICES).map(([key, fate]) => noticeInWords(key, fate));
  return [...(before > 0 ? [`${before} tin trước đó`] : []), ...last].map(bullet).join('\n');
}

function noticeInWords(key: string, { status, reason }: Fate): string {
  const notice = readNoticeKey(key)?.notice;
  const why = reason === null ? '' : `, ${reasonInWords(reason)}`;
  return `${notice ? noticeName(notice) : escapeMarkdown(key)}: **${STATUS_NAMES[status]}**${why}`;
}

import { stoppedSince, type Policy } from './apology.ts';
import { dateOf, type Instant, type LocalDate } from './calendar.ts';

export const ON_TIME = 'Đúng hạn';
export const LATE = 'Trễ hạn';

/** The part of a dossier that decides whether it is late. */
export type OnTimeFacts = {
  readonly policy: Policy;
  /** The original due date, changed only by a supplement or a correction (requirements §6.3). Null means no date, so never late. */
  readonly judgedDate: LocalDate | null;
  readonly result: { readonly at: Instant | null; readonly late: boolean };
  readonly supplement: { readonly openSince: Instant | null };
  readonly closed: { readonly at: Instant } | null;
};

/** Requirements §6. `today` is the legal day on which it is asked. */
export function isLate(dossier: OnTimeFacts, today: LocalDate): boolean {
  if (dossier.result.at !== null) return dossier.result.late;
  return isAfter(judgingDay(dossier, today), dossier.judgedDate);
}

/** The judgement that no day changes any more by itself: with a result, a stopped clock or a close. Null while each day may change it. */
export function settledLateness(dossier: OnTimeFacts): boolean | null {
  if (dossier.judgedDate === null) return dossier.result.at === null ? false : dossier.result.late;
  const isSettled = dossier.result.at !== null || stoppedSince(dossier) !== null || dossier.closed !== null;
  return isSettled ? isLate(dossier, dossier.judgedDate) : null;
}

/** What the citizen reads (M4). */
export function onTimeText(dossier: OnTimeFacts, today: LocalDate): typeof ON_TIME | typeof LATE {
  return isLate(dossier, today) ? LATE : ON_TIME;
}

/** Whether a result that arrives now is late. The answer never changes afterwards (requirements §6.2). */
export function isLateResult(judgedDate: LocalDate | null, at: Instant): boolean {
  return isAfter(dateOf(at), judgedDate);
}

/**
 * The day that is compared with the judged date: today, or the day when the clock stopped (requirements §6.4) or the dossier was closed.
 */
export function judgingDay(dossier: OnTimeFacts, today: LocalDate): LocalDate {
  const stopped = stoppedSince(dossier) ?? dossier.closed?.at;
  return stopped === undefined ? today : dateOf(stopped);
}

/** The judged date itself is still on time (requirements §6.1). */
function isAfter(day: LocalDate, judgedDate: LocalDate | null): boolean {
  return judgedDate !== null && day > judgedDate;
}

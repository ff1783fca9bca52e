import { dateOf, epochMs, printDate, type Instant } from '../../domain/calendar.ts';

const VIET_NAM_MS = 7 * 3_600_000;

/** `17:30 ngày 26/11/2026`, by the clocks of Viet Nam. */
export function printMinute(instant: Instant): string {
  return `${timeOf(instant).slice(0, 5)} ngày ${printDate(dateOf(instant))}`;
}

/** `17:30:17 ngày 26/11/2026`. */
export function printSecond(instant: Instant): string {
  return `${timeOf(instant)} ngày ${printDate(dateOf(instant))}`;
}

/** `17:30:17`. */
export function timeOf(instant: Instant): string {
  return new Date(epochMs(instant) + VIET_NAM_MS).toISOString().slice(11, 19);
}

import { dateOf, printDate, printTime, type Instant } from '../../domain/calendar.ts';

/** `17:30 ngày 26/11/2026`, by the clocks of Viet Nam. */
export function printMinute(instant: Instant): string {
  return `${printTime(instant).slice(0, 5)} ngày ${printDate(dateOf(instant))}`;
}

/** `17:30:17 ngày 26/11/2026`. */
export function printSecond(instant: Instant): string {
  return `${printTime(instant)} ngày ${printDate(dateOf(instant))}`;
}

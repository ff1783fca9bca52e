/**
 * Legal days and hours of Asia/Ho_Chi_Minh, a fixed +07:00 (requirements §1), and the instants in UTC that meet them only here.
 * Plain arithmetic: nothing reads a clock or a time-zone database, so it means the same in a workflow's replay.
 */

declare const localDate: unique symbol;
declare const instant: unique symbol;

/** A calendar day of Viet Nam, `YYYY-MM-DD`. Compares as text. */
export type LocalDate = string & { readonly [localDate]: true };

/** A moment in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`, so that text compares as time does. */
export type Instant = string & { readonly [instant]: true };

const DAY_MS = 86_400_000;
const OFFSET_MS = 7 * 3_600_000;

/** A day that exists, of the years 1000 to 9999, or null: `2026-02-30` does not. Before year 1 PostgreSQL writes dates in another way. */
export function readLocalDate(text: string): LocalDate | null {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(ms) || dayOf(ms) !== text ? null : (text as LocalDate);
}

/** RFC 3339 with its offset, e.g. `2026-11-23T08:15:00+07:00`; null when it is not one, or names a day that does not exist. */
export function readInstant(text: string): Instant | null {
  const parts = /^(\d{4}-\d{2}-\d{2})[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/.exec(text);
  const ms = Date.parse(text.toUpperCase());
  if (!parts?.[1] || readLocalDate(parts[1]) === null || Number.isNaN(ms)) return null;
  return ms < 0 || ms > Date.UTC(9999, 0) ? null : instantAt(ms);
}

/** @param epochMs milliseconds since 1970 */
export function instantAt(epochMs: number): Instant {
  return new Date(epochMs).toISOString() as Instant;
}

/** Milliseconds since 1970. */
export function epochMs(instant: Instant): number {
  return Date.parse(instant);
}

export function plusMs(instant: Instant, byMs: number): Instant {
  return instantAt(epochMs(instant) + byMs);
}

/** Whether more than `byMs` milliseconds lie between. */
export function isPast(since: Instant, byMs: number, now: Instant): boolean {
  return plusMs(since, byMs) < now;
}

/** The legal day on which this moment falls. */
export function dateOf(instant: Instant): LocalDate {
  return dayOf(epochMs(instant) + OFFSET_MS) as LocalDate;
}

/** The moment at which a clock on the wall in Viet Nam shows this day and this second of it (0 is midnight, 86,400 its end). */
export function instantOf(date: LocalDate, secondOfDay: number): Instant {
  return instantAt(Date.parse(`${date}T00:00:00.000Z`) - OFFSET_MS + secondOfDay * 1000);
}

/** 24:00 of the day. */
export function endOf(date: LocalDate): Instant {
  return instantOf(date, 86_400);
}

export function plusDays(date: LocalDate, days: number): LocalDate {
  return dayOf(Date.parse(`${date}T00:00:00.000Z`) + days * DAY_MS) as LocalDate;
}

/** `dd/MM/yyyy`, as the texts of requirements §2 print it. */
export function printDate(date: LocalDate): string {
  return date.split('-').toReversed().join('/');
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

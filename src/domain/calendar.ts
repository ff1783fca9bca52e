/**
 * Legal days and hours are those of Asia/Ho_Chi_Minh, a fixed +07:00 (requirements §1). Only this file converts between them and instants
 * in UTC. Nothing here reads a clock or a time-zone database, so a workflow's replay computes the same.
 */

declare const localDate: unique symbol;
declare const instant: unique symbol;

/** A calendar day of Viet Nam, `YYYY-MM-DD`. Days compare as text. */
export type LocalDate = string & { readonly [localDate]: true };

/** A moment in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`, so that moments compare as text. */
export type Instant = string & { readonly [instant]: true };

const DAY_MS = 86_400_000;
const OFFSET_MS = 7 * 3_600_000;

/**
 * Null for a day that does not exist, such as `2026-02-30`, or that is outside the years 1000 to 9999, which PostgreSQL writes differently.
 */
export function readLocalDate(text: string): LocalDate | null {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(ms) || dayOf(ms) !== text ? null : (text as LocalDate);
}

/** Reads RFC 3339 with an offset, such as `2026-11-23T08:15:00+07:00`; null for any other text and for a day that does not exist. */
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

export function epochMs(instant: Instant): number {
  return Date.parse(instant);
}

export function plusMs(instant: Instant, byMs: number): Instant {
  return instantAt(epochMs(instant) + byMs);
}

/** Whether `now` is more than `byMs` milliseconds after `since`. */
export function isPast(since: Instant, byMs: number, now: Instant): boolean {
  return plusMs(since, byMs) < now;
}

/** The legal day on which this moment falls. */
export function dateOf(instant: Instant): LocalDate {
  return dayOf(epochMs(instant) + OFFSET_MS) as LocalDate;
}

/** The moment at which a wall clock in Viet Nam shows this second of this day; second 0 is midnight, second 86,400 the end of the day. */
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

/** Calendar days from one day to another; negative when the other is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS;
}

/** The Monday of its week. */
export function mondayOf(date: LocalDate): LocalDate {
  const days = Date.parse(`${date}T00:00:00.000Z`) / DAY_MS + FROM_MONDAY_TO_1970;
  return plusDays(date, -(((days % 7) + 7) % 7));
}

/** 1970 began on a Thursday. */
const FROM_MONDAY_TO_1970 = 3;

/** Prints `dd/MM/yyyy`, as the texts of requirements §2 do. */
export function printDate(date: LocalDate): string {
  return date.split('-').toReversed().join('/');
}

/** Prints `HH:mm:ss`, Viet Nam time. */
export function printTime(instant: Instant): string {
  return new Date(epochMs(instant) + OFFSET_MS).toISOString().slice(11, 19);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

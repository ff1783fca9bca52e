import { setTimeout as sleep } from 'node:timers/promises';

/** Viet Nam's calendar. Its offset has no exceptions. */

const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** `2026-11-27`, so many days from today. */
export function vietnamDate(daysFromToday: number): string {
  return new Date(Date.now() + OFFSET_MS + daysFromToday * DAY_MS).toISOString().slice(0, 10);
}

/** `27/11/2026`, as notices print it. */
export function printDate(date: string): string {
  return date.split('-').toReversed().join('/');
}

/** `17:30:00`. */
export function vietnamClock(epochMs: number): string {
  return new Date(epochMs + OFFSET_MS).toISOString().slice(11, 19);
}

/** Scenarios compare days, and an eve ends at midnight: when today ends too soon, this waits for tomorrow and says so. */
export async function waitUntilTodayIsLongEnough(): Promise<void> {
  const leftMs = DAY_MS - ((Date.now() + OFFSET_MS) % DAY_MS);
  if (leftMs > LONGEST_FILE_MS) return;
  console.log(
    `It is ${vietnamClock(Date.now())} in Viet Nam, too close to midnight for these scenarios: waiting ${Math.ceil(leftMs / 1000)} s.`,
  );
  await sleep(leftMs + 1000);
}

export const LONGEST_FILE_MS = 180_000;

const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** What a calendar and a wall clock in Viet Nam (+07:00 all year) show `aheadMs` from now. */
export function wallClock(aheadMs = 0): { readonly date: string; readonly time: string } {
  const shown = new Date(Date.now() + OFFSET_MS + aheadMs).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 19) };
}

export function tomorrow(): string {
  return wallClock(DAY_MS).date;
}

/** Until midnight in Viet Nam. */
export function untilMidnightMs(): number {
  return DAY_MS - ((Date.now() + OFFSET_MS) % DAY_MS);
}

/** 2026-11-24 → 24/11/2026 */
export function printDate(date: string): string {
  return date.split('-').toReversed().join('/');
}

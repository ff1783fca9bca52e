import type { Happening } from './life.ts';
import { DAY_MS, dayAfter, dayOf, momentOf } from './picture.ts';

export const MINUTE_MS = 60_000;
/** When a dossier is registered, and the minute of most happenings: no rule has an instant near it. Seconds after midnight. */
export const MORNING = 8 * 3600 + 7 * 60;
/** How far from everything that happens by itself the test stops the clock: a slow machine may lag behind by as much. */
const MARGIN_MS = 3 * MINUTE_MS;

/** Where the clock is to stop. */
export function targetOf(to: (Happening & { do: 'pass' })['to'], nowMs: number, eveMs: number | null, dueDate: string | null): number {
  const today = dayOf(new Date(nowMs).toISOString());
  const threeHours = nowMs + 180 * MINUTE_MS;
  const afterDueMs = dueDate === null ? 0 : momentOf(dayAfter(dueDate, 1), MORNING);
  switch (to) {
    case 'three hours':
      return threeHours;
    case 'before the eve':
      return eveMs === null ? threeHours : eveMs - 10 * MINUTE_MS;
    case 'after the eve':
      return eveMs === null ? threeHours : eveMs + 10 * MINUTE_MS;
    case 'next morning':
      return momentOf(dayAfter(today, 1), MORNING);
    case 'after the due date':
      return afterDueMs > nowMs ? afterDueMs : threeHours;
    case 'four days':
      return nowMs + 4 * DAY_MS;
  }
}

/** The first moment from the wanted one on at which nothing happens by itself. */
export function clearOf(busy: readonly (readonly [number, number])[], wantedMs: number): number {
  const hit = busy.find(([from, to]) => wantedMs > from - MARGIN_MS && wantedMs < to + MARGIN_MS);
  return hit === undefined ? wantedMs : clearOf(busy, hit[1] + MARGIN_MS);
}

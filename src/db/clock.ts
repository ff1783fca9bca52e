import { epochMs, instantAt, type Instant } from '../domain/calendar.ts';
import { readNow, type Database } from './open.ts';
import type { Logger } from '../lib/log.ts';
import { repeat, type Repeating } from '../lib/repeat.ts';

/** What time it is by PostgreSQL, the one clock of all processes. */
export type Clock = Repeating & { readonly now: () => Instant };

const ASK_EVERY_MS = 10_000;
/** A machine further away from PostgreSQL's clock is told to its operators, milliseconds. */
const WORTH_A_WORD_MS = 5000;

/**
 * Asks PostgreSQL now and then, and between two answers counts on with the monotonic clock: what the wall clock of this machine says, and how
 * it jumps, changes no answer. Resolves when PostgreSQL has answered once or could not; until then only the wall clock is there.
 */
export async function startClock(database: Database, log: Logger): Promise<Clock> {
  let aheadMs = Date.now() - performance.now();
  let told = false;

  const ask = async () => {
    const asked = performance.now();
    const now = epochMs(await readNow(database));
    const answered = performance.now();
    aheadMs = now - (asked + answered) / 2;
    tell(Math.round(Date.now() - answered - aheadMs));
  };
  const tell = (wrongByMs: number) => {
    const isWrong = Math.abs(wrongByMs) > WORTH_A_WORD_MS;
    if (isWrong && !told) log.warn({ wrongByMs }, 'clock_differs_from_the_database');
    told = isWrong;
  };

  let begun = () => {};
  const first = new Promise<void>((resolve) => void (begun = resolve));
  const asking = repeat(
    ASK_EVERY_MS,
    () => ask().finally(begun),
    () => {}, // PostgreSQL is away: what it said last is counted on
  );
  await first;
  return { now: () => instantAt(performance.now() + aheadMs), stop: asking.stop };
}

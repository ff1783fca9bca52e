import { epochMs, instantAt, type Instant } from '../domain/calendar.ts';
import type { Logger } from '../lib/log.ts';
import { repeat, type Repeating } from '../lib/repeat.ts';
import { readNow, type Database } from './open.ts';

/** PostgreSQL's clock, which all processes share. */
export type Clock = Repeating & { readonly now: () => Instant };

const READ_EVERY_MS = 10_000;
/** A larger difference between the machine's clock and PostgreSQL's is logged as a warning, milliseconds. */
const WARN_ABOVE_MS = 5000;

/**
 * Reads PostgreSQL's clock regularly and adds the time since then by the monotonic clock, so that neither an error nor a jump of this
 * machine's wall clock changes `now`. Resolves when PostgreSQL has answered once or failed to; before its first answer `now` is the wall
 * clock.
 */
export async function startClock(database: Database, log: Logger): Promise<Clock> {
  let offsetMs = Date.now() - performance.now(); // from the monotonic clock to PostgreSQL's
  let warned = false;

  const readClock = async () => {
    const before = performance.now();
    const now = epochMs(await readNow(database));
    const after = performance.now();
    offsetMs = now - (before + after) / 2;
    warnOnce(Math.round(Date.now() - after - offsetMs));
  };
  const warnOnce = (wrongByMs: number) => {
    const isWrong = Math.abs(wrongByMs) > WARN_ABOVE_MS;
    if (isWrong && !warned) log.warn({ wrongByMs }, 'clock_differs_from_the_database');
    warned = isWrong;
  };

  let endFirstRead = () => {};
  const firstRead = new Promise<void>((resolve) => void (endFirstRead = resolve));
  const reading = repeat(
    READ_EVERY_MS,
    () => readClock().finally(endFirstRead),
    () => {}, // PostgreSQL is away: the last offset stays in use
  );
  await firstRead;
  return { now: () => instantAt(performance.now() + offsetMs), stop: reading.stop };
}

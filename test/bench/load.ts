import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds of those that were answered, and what went wrong with the others. */
export type Answers = { readonly latenciesMs: readonly number[]; readonly errors: readonly string[] };

/** Closed loop: so many at a time. @returns how long all of it took, seconds @throws the first error */
export async function inTurns<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<number> {
  const started = performance.now();
  const rest = all[Symbol.iterator]();
  const hand = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
  return (performance.now() - started) / 1000;
}

/**
 * Asks `perSecond` times a second, whatever became of the questions before (an open loop). A latency counts from the intended moment.
 * Ends when `goOn` says false, and waits for all answers.
 */
export async function atARate(perSecond: number, goOn: () => boolean, ask: (nth: number) => Promise<void>): Promise<Answers> {
  const [started, latenciesMs, errors]: [number, number[], string[]] = [performance.now(), [], []];
  const asked: Promise<void>[] = [];
  for (let nth = 0; goOn(); nth++) {
    const intended = started + (nth * 1000) / perSecond;
    const waitMs = intended - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    if (!goOn()) break;
    asked.push(
      ask(nth).then(
        () => void latenciesMs.push(performance.now() - intended),
        (error: unknown) => void errors.push(error instanceof Error ? error.message : String(error)),
      ),
    );
  }
  await Promise.all(asked);
  return { latenciesMs, errors };
}

/** A `goOn` for `atARate`. */
export function forSeconds(seconds: number): () => boolean {
  const until = performance.now() + seconds * 1000;
  return () => performance.now() < until;
}

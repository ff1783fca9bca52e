import fc from 'fast-check';
import { lives, type Life } from './life.ts';
import { play } from './play.ts';
import type { World } from './world.ts';

/**
 * Lives the lives of these seeds, some at a time, until `enough` of them failed. Each failure has its seed and the shortest life that
 * fails.
 */
export async function liveAll(world: World, seeds: readonly number[], { enough = 3, shrinkMs = 60_000 } = {}): Promise<string[]> {
  const failures: string[] = [];
  const waiting = [...seeds];
  const line = async () => {
    for (let seed = waiting.shift(); seed !== undefined && failures.length < enough; seed = waiting.shift()) {
      const failure = await live(world, seed, shrinkMs);
      if (failure !== null) failures.push(failure);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, line));
  return failures;
}

/** More only wait for each other on two cores, until what has a time-out runs into it. */
const AT_A_TIME = 10;

/**
 * Lives a life to its end, and when it fails, looks for a shorter one for `shrinkMs`. A time-out in the first life would hide why it
 * failed.
 */
async function live(world: World, seed: number, shrinkMs: number): Promise<string | null> {
  const property = fc.asyncProperty(lives, (life: Life) => play(world, life));
  const once = { seed, numRuns: 1, unbiased: true } as const;
  const lived = await fc.check(property, { ...once, endOnFailure: true });
  if (!lived.failed) return null;
  const shortened = shrinkMs === 0 ? lived : await fc.check(property, { ...once, interruptAfterTimeLimit: shrinkMs });
  const details = shortened.counterexample === null ? lived : shortened;
  const error = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  return `MODEL_SEED=${seed}, shortened ${details.numShrinks} times:\n${JSON.stringify(details.counterexample?.[0], null, 1)}\n${error}\n`;
}

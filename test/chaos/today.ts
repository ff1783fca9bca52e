import { setTimeout as sleep } from 'node:timers/promises';
import { untilMidnightMs, wallClock } from '../../infra/dev/demo/wall-clock.ts';

/** Longer than a whole run. */
const NEEDED_MS = 20 * 60_000;

/** An eve ends at midnight in Viet Nam: near it, waits for the next day and says so. */
export async function untilTodayIsLongEnough(neededMs = NEEDED_MS): Promise<void> {
  const leftMs = untilMidnightMs();
  if (leftMs > neededMs) return;
  console.log(`It is ${wallClock().time} in Viet Nam, and an eve ends at midnight: waiting ${Math.ceil(leftMs / 1000)} s.`);
  await sleep(leftMs + 1000);
}

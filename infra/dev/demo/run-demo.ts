import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../stack/eventually.ts';
import { onInterrupt, type Interrupt } from '../../stack/interrupt.ts';
import { startStack, type Stack } from '../../stack/stack.ts';
import { findTemporal } from '../../stack/temporal-binary.ts';
import { openOffice } from './office.ts';
import { openPhones } from './phones.ts';
import { playAllScenes, untilMs } from './scenes.ts';
import { openStage } from './stage.ts';
import { untilMidnightMs, wallClock } from './wall-clock.ts';

const DATA_DIR = path.join(import.meta.dirname, '..', '..', '..', '.data', 'demo');
/** Not those of `npm start`, which may run beside it. */
const PORTS = { api: 8180, telco: 8190, temporal: 7333, ui: 8333, postgres: 15_532 };
/** From the start of the stack to its apologies; the second is for slow machines. */
const APOLOGY_AFTER_MS = [50_000, 180_000] as const;
/** The first scene needs at least this long before the apologies. */
const FIRST_SCENE_MS = 10_000;
const PLAY_MS = 180_000;

/** What to do with the stack once the scenes are played. */
type Afterwards = (stack: Stack, interrupt: Interrupt) => Promise<void>;

/** Plays the scenes of the notice against a stack of its own, then ends this process: with 1 when something expected did not come. */
export async function runDemo(afterwards: Afterwards): Promise<never> {
  const interrupt = onInterrupt(console.log);
  try {
    process.exitCode = await playDemo(interrupt, afterwards);
  } catch (error) {
    process.exitCode = interrupt.signal.aborted ? 130 : 1;
    if (!interrupt.signal.aborted) console.error(messageOf(error));
  }
  process.exit();
}

/** @returns the exit code */
async function playDemo(interrupt: Interrupt, afterwards: Afterwards): Promise<number> {
  const { signal } = interrupt;
  await findTemporal({ signal });
  await waitForEnoughOfToday(signal);
  const { stack, apologyTime } = await startInTime(signal);
  try {
    const stage = openStage(openOffice(stack.apiUrl, stack.keys.clerk), openPhones(stack.telcoUrl), apologyTime);
    await Promise.race([playAllScenes(stage), interrupt.happened]);
    if (signal.aborted) return 130;
    const failures = stage.failures();
    stage.say(
      failures === 0
        ? '— Everything came as the notice says.'
        : `— ${failures} things did not come as the notice says (logs: ${stack.logDir}).`,
    );
    await afterwards(stack, interrupt);
    return failures === 0 ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

/** The apology of the demo belongs to the eve of a date, which ends at midnight. */
async function waitForEnoughOfToday(signal: AbortSignal): Promise<void> {
  const leftMs = untilMidnightMs();
  if (leftMs > PLAY_MS) return;
  console.log(
    `It is ${wallClock().time} in Viet Nam, and an eve ends at midnight: waiting ${Math.ceil(leftMs / 1000)} s for the next day.`,
  );
  await sleep(leftMs + 1000, undefined, { signal });
}

async function startInTime(signal: AbortSignal): Promise<{ readonly stack: Stack; readonly apologyTime: string }> {
  for (const afterMs of APOLOGY_AFTER_MS) {
    const apologyTime = wallClock(afterMs).time;
    console.log('Starting PostgreSQL, Temporal, the telephone network and the product …');
    const settings = { APOLOGY_TIME: apologyTime, APOLOGY_SPREAD: '0s' };
    const stack = await startStack({ dataDir: DATA_DIR, fresh: true, ports: PORTS, settings, say: console.log, signal });
    if (untilMs(apologyTime) > FIRST_SCENE_MS) return { stack, apologyTime };
    console.log(`That took so long that the apologies of ${apologyTime} are too near.`);
    await stack.stop();
  }
  throw new Error('this machine is too slow for the demo: the stack was not up within minutes');
}

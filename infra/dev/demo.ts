/** `npm run demo [-- --exit]`: plays the scenarios of the notice against a stack of its own. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openOffice } from './demo/office.ts';
import { openPhones } from './demo/phones.ts';
import { playAll, untilMs } from './demo/scenes.ts';
import { openStage } from './demo/stage.ts';
import { untilMidnightMs, wallClock } from './demo/wall-clock.ts';
import { messageOf } from '../stack/eventually.ts';
import { onInterrupt } from '../stack/interrupt.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { findTemporal } from '../stack/temporal-binary.ts';

const DATA_DIR = path.join(import.meta.dirname, '..', '..', '.data', 'demo');
/** Others than those of `npm start`, which may run beside it. */
const PORTS = { api: 8180, telco: 8190, temporal: 7333, ui: 8333, postgres: 15_532 };
/** From the start of the stack to its apologies; the second is for slow machines. */
const APOLOGY_AFTER_MS = [50_000, 180_000] as const;
/** The least that the first scene needs before the apologies. */
const FIRST_SCENE_MS = 10_000;
const PLAY_MS = 180_000;

const interrupt = onInterrupt(console.log);
try {
  process.exitCode = await demo(interrupt.signal);
} catch (error) {
  process.exitCode = interrupt.signal.aborted ? 130 : 1;
  if (!interrupt.signal.aborted) console.error(messageOf(error));
}
process.exit();

/** @returns the exit code: 1 when something expected did not come */
async function demo(signal: AbortSignal): Promise<number> {
  await findTemporal({ signal });
  await untilThereIsEnoughOfToday(signal);
  const { stack, apologyTime } = await startInTime(signal);
  try {
    const stage = openStage(openOffice(stack.apiUrl, stack.keys.clerk), openPhones(stack.telcoUrl), apologyTime);
    await Promise.race([playAll(stage), interrupt.happened]);
    if (signal.aborted) return 130;
    const failures = stage.failures();
    stage.tell(
      failures === 0 ? '— All came as the notice says.' : `— ${failures} things did not come as the notice says (logs: ${stack.logDir}).`,
    );
    if (!process.argv.includes('--exit')) await stayUp(stack);
    return failures === 0 ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

/** The apology of the demo belongs to the eve, which ends at midnight. */
async function untilThereIsEnoughOfToday(signal: AbortSignal): Promise<void> {
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

async function stayUp({ apiUrl, telcoUrl, uiUrl, keys }: Stack): Promise<void> {
  console.log(`\nStill up. Phones ${telcoUrl} · API ${apiUrl}/docs (clerk key ${keys.clerk}) · Temporal UI ${uiUrl}\nCtrl-C ends it.`);
  await interrupt.happened;
}

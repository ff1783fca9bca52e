import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../infra/stack/eventually.ts';
import type { Arrived, PairOffice } from './pair-office.ts';
import { TIMEOUT_MS, type SimulatedGateway } from './simulated-gateway.ts';

/** With which faults the first gateway of a pair leaves, and is paused. */
export type FirstFails = {
  readonly leaves: Parameters<SimulatedGateway['play']>[0];
  readonly pauses: Parameters<SimulatedGateway['play']>[0];
  readonly pausedState: 'misconfigured' | 'no_balance';
};

/** Slow enough to count against a gateway, and still in time. */
export const SLOW = { kind: 'slow', delayMs: TIMEOUT_MS * 0.7 } as const;

export type PairEnd = {
  /** What was ordered and did not come: `a left`. */
  readonly missed: readonly string[];
  /** Results that arrived while one gateway was dead or paused and the other one well. */
  readonly hadAnother: readonly Arrived[];
};

/** More than ten of them go to the first gateway. */
const UNTIL_IT_LEAVES = 26;
const DRIP_MS = 3000;
const COMES_WITHIN_MS = 60_000;
/** From one trial message to the next, and a bit. */
const TRIAL_WITHIN_MS = 80_000;
const PAUSE_OVER_WITHIN_MS = 60_000;

/** What happens to two gateways from the apologies on, while results arrive. The shares are those of the settings. */
export async function playPair(
  office: PairOffice,
  pair: readonly [SimulatedGateway, SimulatedGateway],
  fails: FirstFails,
): Promise<PairEnd> {
  const [first, second] = pair;
  const missed: string[] = [];
  const hadAnother: Arrived[] = [];
  const comes = async (what: string, ask: () => Promise<boolean>, withinMs = COMES_WITHIN_MS) => {
    await eventually(what, ask, { withinMs, everyMs: 100 }).catch(() => void missed.push(what));
  };
  const arrive = async (count: number) => {
    const arrived = await office.arrive(count);
    if (!(await office.resultsDecided(arrived))) missed.push('all results decided');
    return arrived;
  };
  /** Messages come now and then, without which no gateway is tried. */
  const drip = async (what: string, ask: () => Promise<boolean>, withinMs: number) => {
    const over = new AbortController();
    const dripping = (async () => {
      while (!over.signal.aborted) {
        await office.arrive(1);
        await sleep(DRIP_MS, undefined, { signal: over.signal }).catch(() => undefined);
      }
    })();
    await comes(what, ask, withinMs);
    over.abort();
    await dripping;
  };
  const isAway = async ({ name }: SimulatedGateway) => (await office.rowOf(name)).isAway;

  if (!(await office.apologiesDecided())) missed.push('all apologies decided');

  for (const gateway of pair) gateway.play({ kind: 'cut', times: 2 });
  await arrive(10);

  first.play(fails.leaves);
  const leaving = comes(`${first.name} left`, () => isAway(first));
  await arrive(UNTIL_IT_LEAVES);
  await leaving;

  first.play({ kind: 'none' });
  second.play({ kind: 'none' });
  await drip(`${first.name} came back by a trial`, async () => !(await isAway(first)), TRIAL_WITHIN_MS);

  // It dies while nobody knows what it took: the other gateway is well, and may not have that.
  second.play({ kind: 'never_answer' });
  await office.arrive(10);
  await sleep(1000);
  await second.leave();
  second.play({ kind: 'none' });
  hadAnother.push(...(await arrive(14)));
  await comes(`${second.name} left, because it is dead`, () => isAway(second));

  // What is away is tried when all others are paused.
  await second.return();
  first.play(fails.pauses);
  hadAnother.push(...(await office.arrive(3)));
  await comes(`${first.name} was ${fails.pausedState}`, async () => (await office.rowOf(first.name)).state === fails.pausedState);
  await comes(`${second.name} came back when ${first.name} was paused`, async () => !(await isAway(second)));
  first.play({ kind: 'none' });
  hadAnother.push(...(await arrive(4)));
  await drip(`${first.name} was well again`, async () => (await office.rowOf(first.name)).state === 'ok', PAUSE_OVER_WITHIN_MS);
  return { missed, hadAnother };
}

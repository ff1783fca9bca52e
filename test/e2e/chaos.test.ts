import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playEvening } from '../chaos/evening.ts';
import { shortPlan } from '../chaos/plan.ts';
import { openWorld, type World } from '../chaos/world.ts';
import { HOOK_TIMEOUT_MS, untilTodayIsLongEnough } from '../support/e2e.ts';

/** The same two each time, so that a change is judged by what it changed; `CHAOS_SEED` plays another instead of the second. */
const SEEDS = [8083, Number(process.env.CHAOS_SEED ?? 46_898)];

/** Quality R1 and R4 in short, judged by I1–I6; `npm run chaos` is the whole. */
describe('an evening with kills and lost answers', () => {
  let world: World;

  beforeAll(async () => {
    await untilTodayIsLongEnough();
    world = await openWorld({ name: 'test', settings: { SMS_TPS: '40' } });
  }, HOOK_TIMEOUT_MS);
  afterAll(() => world[Symbol.asyncDispose]());

  test.each(SEEDS.map((seed, index) => [seed, index + 1]))('seed %i: nothing lost, nothing twice, nothing untrue', async (seed, batch) => {
    const plan = shortPlan(seed);
    console.log(
      `chaos seed ${seed} (CHAOS_SEED=${seed} repeats it): ${Object.entries(plan.kills)
        .map(([stage, { victim }]) => `${victim} killed at ${stage}`)
        .join(', ')}`,
    );
    const { evidence, findings } = await playEvening(world, plan, { batch, dossiers: 20, apologiesInMs: 12_000, textEveryMs: 300 });
    expect(findings).toEqual([]);
    expect(evidence.log.filter((entry) => entry.type === 'handover' && entry.outcome === 'accepted').length).toBeGreaterThanOrEqual(25);
    expect(evidence.played.filter(({ damage }) => damage === 'lose_answer').length).toBeGreaterThanOrEqual(5);
  });
});

import { expect, test } from 'vitest';
import { citizensOf } from './citizens.ts';
import { killPlans, lossPlan, shortPlan, STAGES, stopPlan, VICTIMS } from './plan.ts';
import { diceOf } from './random.ts';

test.each([
  ['kills', killPlans],
  ['stops', stopPlan],
  ['losses', lossPlan],
  ['the short form', shortPlan],
  ['the dossiers', (seed: number) => citizensOf(1, 60, diceOf(seed))],
])('%s: the same seed is the same plan, another seed another', (_, planOf) => {
  expect(planOf(7)).toEqual(planOf(7));
  expect(planOf(7)).not.toEqual(planOf(8));
});

test.each([1, 2, 8083])('R1, seed %i: every program is killed once at every stage', (seed) => {
  const pairs = killPlans(seed).flatMap(({ kills }) => Object.entries(kills).map(([stage, { victim }]) => `${stage} ${victim}`));
  expect(pairs.toSorted()).toEqual(STAGES.flatMap((stage) => VICTIMS.map((victim) => `${stage} ${victim}`)).toSorted());
});

test('R3: PostgreSQL stops every 5 to 10 seconds, for up to 2, in both ways', () => {
  const { stops } = stopPlan(1);
  expect(stops.every(({ afterMs, forMs }) => afterMs >= 5000 && afterMs <= 10_000 && forMs >= 0 && forMs <= 2000)).toBe(true);
  expect(new Set(stops.map(({ how }) => how))).toEqual(new Set(['freeze', 'kill']));
});

test('R4: at every port some call is lost, cut and late', () => {
  const all = Object.values(lossPlan(1).sabotage).flat();
  expect(new Set(all.map(({ port, damage }) => `${port} ${damage}`)).size).toBe(12);
});

import { expect, test } from 'vitest';
import { planFor, type Costs } from './capacity-plan.ts';

const COSTS: Costs = {
  from: 'a test',
  cpuMs: { api: 36, worker: 72, temporal: 90, postgres: 54 },
  inquiryCpuMs: { api: 2, worker: 1, temporal: 1, postgres: 0.5 },
  walBytes: { product: 10_000, temporal: 30_000 },
  storedBytes: 5000,
  historyBytes: 8000,
  apologiesPerS: 60,
  cores: 2,
};
const aDemand = (some: object = {}) => ({ dossiersPerDay: 10_000, tps: 20, lateShare: 0.1, spreadS: 60, inquiriesADossier: 0, ...some });

test('a fifth of the day comes in its fullest hour', () => {
  const { busyCores } = planFor(aDemand({ dossiersPerDay: 180_000 }), COSTS); // 10 dossiers a second
  expect(busyCores).toEqual({ api: 0.36, worker: 0.72, temporal: 0.9, postgres: 0.54 });
});

test('inquiries come on top of a life', () => {
  const { busyCores } = planFor(aDemand({ dossiersPerDay: 180_000, inquiriesADossier: 2 }), COSTS);
  expect(busyCores).toEqual({ api: 0.4, worker: 0.74, temporal: 0.92, postgres: 0.55 });
});

test('a small office still has two of each, so that one may fail', () => {
  const { cores, processes } = planFor(aDemand({ dossiersPerDay: 100 }), COSTS);
  expect([cores, processes]).toEqual([
    { api: 2, worker: 2, temporal: 2, postgres: 2 },
    { api: 2, worker: 2 },
  ]);
});

test('twice what is busy is bought, and a process for each core of it', () => {
  const { cores, processes } = planFor(aDemand({ dossiersPerDay: 1_800_000 }), COSTS);
  expect([cores, processes]).toEqual([
    { api: 8, worker: 15, temporal: 18, postgres: 11 },
    { api: 8, worker: 15 },
  ]);
});

test.each([
  ['the spread', { lateShare: 0.01, spreadS: 60 }, { seconds: 60, limit: 'spread' }],
  ['the link', { lateShare: 0.5 }, { seconds: 250, limit: 'link' }],
  ['the machines, 8 cores at 30 apologies/s each', { lateShare: 1, tps: 1000 }, { seconds: 10_000 / 240, limit: 'machine' }],
])('an evening is as long as %s', (_, some, burst) => expect(planFor(aDemand({ spreadS: 0, ...some }), COSTS).burst).toEqual(burst));

test('to fill a link of 600 TPS at 30 apologies/s a core takes 20 cores', () => {
  expect(planFor(aDemand({ tps: 600 }), COSTS).coresToFillTheLink).toBe(20);
});

test('disks: by the day, by the year, and what is open at Temporal', () => {
  const { walBytesADay, storedBytesAYear, temporalBytes, apologies } = planFor(aDemand(), COSTS);
  expect([walBytesADay, storedBytesAYear, temporalBytes, apologies]).toEqual([4e8, 1.25e10, 1.04e9, 1000]);
});

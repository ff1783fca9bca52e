import { expect, test } from 'vitest';
import { judgeFigures } from './figures.ts';
import { useOf } from './link-use.ts';
import { quantile, spreadOf } from './statistics.ts';

test('a quantile lies between its neighbours', () => {
  expect([quantile([4, 1, 3, 2], 0.5), quantile([1, 2, 3], 1), quantile([5], 0.99)]).toEqual([2.5, 3, 5]);
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
});

test.each([
  ['registered', [2, 7, 8], 'goal'],
  ['registered', [3, 3, 9], 'must'],
  ['registered', [2.9], 'past the must'],
  ['lastApology', [1.3], 'must'],
  ['lastApology', [1.31], 'past the must'],
  ['byWorkflow', [0.1], ''],
  ['burst', [Number.NaN], 'past the must'],
] as const)('%s of %j: %s', (name, values, verdict) => {
  expect(judgeFigures({ [name]: values }).map((figure) => figure.verdict)).toEqual([verdict]);
});

test('what was not measured is not judged', () => expect(judgeFigures({ registered: [] })).toEqual([]));

test('a link is used by what left in its time; a second is full when it holds more than the rate', () => {
  const every = (gapMs: number, count: number) => Array.from({ length: count }, (_, nth) => ({ atMs: 5000 + nth * gapMs }));
  expect(useOf(every(100, 20), 10)).toEqual({ use: 1, over: 0 });
  expect(useOf(every(200, 20), 10).use).toBeCloseTo(20 / 39);
  expect(useOf(every(50, 40), 10).over).toBe(10);
});

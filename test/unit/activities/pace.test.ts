import { describe, expect, test } from 'vitest';
import { createPace } from '../../../src/activities/pace.ts';

test.each([0.5, 1, 7, 20, 50])('the slots of a link that takes %f a second are 2.5 % further apart than the rate says', (tps) => {
  expect(createPace(tps).intervalMs * tps).toBeCloseTo(1025, 6);
});

test('messages that leave evenly do not wait for their turn', () => {
  let now = 0;
  const { intervalMs, takeTurn } = createPace(50, () => now);
  for (let nth = 0; nth < 500; nth++, now += intervalMs) expect(takeTurn()).toBe(0);
});

test.each([
  ['all messages of three seconds, which the disk held up,', 150, 0],
  ['a few messages beside the others', 20, 10],
])('%s do not leave in one second with more than the link takes', (_, atOnce, apartMs) => {
  let now = 10_000;
  const { intervalMs, takeTurn } = createPace(50, () => now);
  const left: number[] = [];
  const leave = () => void left.push(now + takeTurn());
  for (let nth = 0; nth < 50; nth++, now += intervalMs) leave();
  for (let nth = 0; nth < atOnce; nth++, now += apartMs) leave();
  for (let nth = 0; nth < 200; nth++, now += intervalMs) leave();
  expect(left).toEqual(left.toSorted((one, other) => one - other));
  expect(Math.min(...left.slice(50).map((at, nth) => at - (left[nth] ?? 0)))).toBeGreaterThan(1010);
});

test('late messages catch up', () => {
  let now = 0;
  const { intervalMs, takeTurn } = createPace(50, () => now);
  for (let nth = 0; nth < 80; nth++) takeTurn();
  const waits = Array.from({ length: 6000 }, () => ((now += intervalMs), takeTurn()));
  expect(waits[0]).toBeGreaterThan(500);
  expect(waits.at(-1)).toBe(0);
});

describe('where the rate counts parts, a message takes as many turns as it has parts', () => {
  test('and no second has more parts than the link takes', () => {
    let now = 0;
    const { takeTurn } = createPace(20, () => now);
    const left: number[] = [];
    for (let nth = 0; nth < 60; nth++, now += 7) {
      const parts = 1 + (nth % 4);
      const leaves = now + takeTurn(parts);
      for (let part = 0; part < parts; part++) left.push(leaves);
    }
    expect(left).toEqual(left.toSorted((one, other) => one - other));
    expect(Math.min(...left.slice(20).map((at, nth) => at - (left[nth] ?? 0)))).toBeGreaterThan(1010);
  });

  test('a message of more parts than the link takes in a second leaves whole, and the next one waits for all of them', () => {
    let now = 0;
    const { takeTurn } = createPace(2, () => now);
    expect(takeTurn(5)).toBe(0);
    expect(takeTurn(1)).toBe(2 * 1015);
    now = 10_000;
    expect(takeTurn(2)).toBe(0);
  });
});

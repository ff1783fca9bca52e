import { expect, test } from 'vitest';
import { linkPace } from '../../../src/activities/pace.ts';

test.each([0.5, 1, 7, 20, 50])('slots at %f a second leave a fortieth of room', (tps) => {
  expect(linkPace(tps).intervalMs * tps).toBeCloseTo(1025, 6);
});

test('what leaves evenly does not wait for its turn', () => {
  let now = 0;
  const { intervalMs, turn } = linkPace(50, () => now);
  for (let nth = 0; nth < 500; nth++, now += intervalMs) expect(turn()).toBe(0);
});

test.each([
  ['all of three seconds, which the disk held up', 150, 0],
  ['a few beside the others', 20, 10],
])('%s do not leave in one second with more than the link takes', (_, atOnce, apartMs) => {
  let now = 10_000;
  const { intervalMs, turn } = linkPace(50, () => now);
  const left: number[] = [];
  const leave = () => void left.push(now + turn());
  for (let nth = 0; nth < 50; nth++, now += intervalMs) leave();
  for (let nth = 0; nth < atOnce; nth++, now += apartMs) leave();
  for (let nth = 0; nth < 200; nth++, now += intervalMs) leave();
  expect(left).toEqual(left.toSorted((one, other) => one - other));
  expect(Math.min(...left.slice(50).map((at, nth) => at - (left[nth] ?? 0)))).toBeGreaterThan(1010);
});

test('who is late catches up', () => {
  let now = 0;
  const { intervalMs, turn } = linkPace(50, () => now);
  for (let nth = 0; nth < 80; nth++) turn();
  const waits = Array.from({ length: 6000 }, () => ((now += intervalMs), turn()));
  expect(waits[0]).toBeGreaterThan(500);
  expect(waits.at(-1)).toBe(0);
});

import { expect, test } from 'vitest';
import { rate } from '../../../src/lib/rate.ts';

test('a rate is high when so many moments lie within so short a time, and no longer than they go on', () => {
  let now = 0;
  const writes = rate({ count: 3, withinMs: 100 }, () => now);
  const note = (...moments: readonly number[]) =>
    moments.forEach((moment) => {
      now = moment;
      writes.note();
    });
  expect(writes.isHigh()).toBe(false);
  note(0, 10);
  expect(writes.isHigh()).toBe(false);
  note(20);
  expect(writes.isHigh()).toBe(true);
  now = 45;
  expect(writes.isHigh()).toBe(true);
  now = 46;
  expect(writes.isHigh()).toBe(false);
  note(110);
  expect(writes.isHigh()).toBe(true);
  note(121);
  expect(writes.isHigh()).toBe(false);
});

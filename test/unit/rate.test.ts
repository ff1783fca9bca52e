import { expect, test } from 'vitest';
import { rate } from '../../src/rate.ts';

test('a rate is high when so many moments lie within so short a time, and no longer', () => {
  let now = 0;
  const writes = rate({ count: 3, withinMs: 100 }, () => now);
  expect(writes.isHigh()).toBe(false);
  for (const moment of [0, 10, 20]) {
    now = moment;
    writes.note();
  }
  expect(writes.isHigh()).toBe(true);
  now = 100;
  expect(writes.isHigh()).toBe(true);
  now = 101;
  expect(writes.isHigh()).toBe(false);
  writes.note();
  expect(writes.isHigh()).toBe(true);
});

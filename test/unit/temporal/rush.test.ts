import { expect, test } from 'vitest';
import { createRush } from '../../../src/temporal/rush.ts';

test('a parcel stands back only in a rush, with many pending, and not for long', () => {
  const rush = createRush();
  for (let nth = 0; nth < 19; nth++) rush.noteWrite();
  expect(rush.holdsBack(100, 0)).toBe(false);
  rush.noteWrite();
  expect([rush.holdsBack(100, 0), rush.holdsBack(8, 0), rush.holdsBack(100, 5000)]).toEqual([true, false, false]);
});

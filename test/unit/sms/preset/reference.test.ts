import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toldReference } from '../../../../src/sms/preset/reference.ts';

const OURS = '0101701234/result/1~1';
const DIGEST = createHash('sha256').update(OURS).digest('hex');

test.each([
  ['no reference travels', undefined, OURS],
  ['it fits', { longest: 50, characters: 'any', also: '' }, OURS],
  ['its other characters are taken', { longest: 50, characters: 'letters_and_digits', also: '/~' }, OURS],
  ['one character is not taken', { longest: 50, characters: 'letters_and_digits', also: '/' }, DIGEST.slice(0, 32)],
  ['it is too long', { longest: 20, characters: 'any', also: '' }, DIGEST.slice(0, 20)],
] as const)('where %s', (_, recipe, told) => {
  expect(toldReference(OURS, recipe)).toBe(told);
});

test('whatever ours is, what is told fits, and is the same each time', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 16, max: 64 }), (ours, longest) => {
      const told = toldReference(ours, { longest, characters: 'letters_and_digits', also: '-' });
      expect(told).toMatch(/^[A-Za-z0-9-]*$/);
      expect(told.length).toBeLessThanOrEqual(longest);
      expect(toldReference(ours, { longest, characters: 'letters_and_digits', also: '-' })).toBe(told);
    }),
  );
});

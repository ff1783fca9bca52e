import { expect, test } from 'vitest';
import { limitVerdict } from '../../../src/domain/inquiry-limits.ts';

test.each([
  ['the first', 30, { count: 0, pending: 0, warned: false }, 'answer'],
  ['the last within', 30, { count: 29, pending: 0, warned: false }, 'answer'],
  ['the last within, of many at once', 30, { count: 29, pending: 29, warned: false }, 'answer'],
  ['the first past it', 30, { count: 30, pending: 0, warned: false }, 'warn'],
  ['the first past it, of many at once', 30, { count: 30, pending: 30, warned: false }, 'warn'],
  ['the second past it, when the first has been told', 30, { count: 30, pending: 0, warned: true }, 'silence'],
  ['the second past it, when the first is being told', 30, { count: 31, pending: 1, warned: false }, 'silence'],
  ['the first after the limit was lowered', 10, { count: 25, pending: 0, warned: false }, 'warn'],
  ['any, when there is no limit', null, { count: 1000, pending: 10, warned: false }, 'answer'],
] as const)('requirements §7.8 %s', (_which, limit, asked, verdict) => {
  expect(limitVerdict(limit, asked)).toBe(verdict);
});

import { expect, test } from 'vitest';
import { readSearchWords } from '../../../src/domain/search-words.ts';

test.each([
  ['0101.70-1234', { part: '0101701234', phone: null }],
  ['cm/2026', { part: 'CM2026', phone: null }],
  ['０１０１', { part: '0101', phone: null }],
  ['0905 123 456', { part: '0905123456', phone: '84905123456' }],
  ['+84 (905) 123.456', { part: null, phone: '84905123456' }],
  ['0120 123 4567', { part: '01201234567', phone: '84701234567' }],
  ['12', { part: null, phone: null }],
  ['%%%', { part: null, phone: null }],
  ['a_b', { part: null, phone: null }],
  ['hồ sơ', { part: null, phone: null }],
  ['1'.repeat(31), { part: null, phone: null }],
  ['9'.repeat(10_000), { part: null, phone: null }],
])('requirements §8.2 %s is searched for as %j', (text, words) => {
  expect(readSearchWords(text)).toEqual(words);
});

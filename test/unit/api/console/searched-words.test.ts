import { expect, test } from 'vitest';
import { searchedWords, searchesNumber } from '../../../../src/api/console/searched-words.ts';

test.each([
  ['0905123456', '0905 *** 456'],
  ['+84 905 123 456', '0905 *** 456'],
  ['905123456', '0905 *** 456'],
  ['0120 1234567', '0701 *** 567'],
  ['024 3825 1234', '024***'],
  ['+81901234567', '+81***'],
])('requirements §9 a number is shown masked: %s', (typed, shown) => {
  expect([searchedWords(typed), searchesNumber(typed)]).toEqual([shown, true]);
});

test.each(['0101701234', '000.00.01.H32-261123-0001', '2611230001', '123456', 'H32', ''])(
  'a code is shown as it was typed: %j',
  (typed) => {
    expect([searchedWords(typed), searchesNumber(typed)]).toEqual([typed, false]);
  },
);

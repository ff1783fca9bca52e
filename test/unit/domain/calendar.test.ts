import { describe, expect, test } from 'vitest';
import { dateOf, endOf, instantOf, mondayOf, plusDays, printDate, readInstant, readLocalDate } from '../../../src/domain/calendar.ts';
import { at, day } from '../../support/dossiers.ts';

describe('requirements §1 legal dates are those of a fixed +07:00', () => {
  test.each([
    ['2026-11-23T16:59:59.999Z', '2026-11-23'],
    ['2026-11-23T17:00:00.000Z', '2026-11-24'],
    ['2026-12-31T17:00:00Z', '2027-01-01'],
    ['2028-02-28T17:00:00Z', '2028-02-29'],
  ])('%s falls on %s', (instant, expected) => {
    const read = readInstant(instant);
    expect(read && dateOf(read)).toBe(expected);
  });

  test('17:30 of a day is 10:30 UTC', () => expect(instantOf(day('2026-11-26'), 17.5 * 3600)).toBe('2026-11-26T10:30:00.000Z'));
  test('a day ends where the next begins', () => expect(endOf(day('2026-02-28'))).toBe(at('2026-03-01 00:00')));
  test('the eve of the first of March is the 29th in a leap year', () => expect(plusDays(day('2028-03-01'), -1)).toBe('2028-02-29'));
  test('it is printed dd/MM/yyyy', () => expect(printDate(day('2017-03-15'))).toBe('15/03/2017'));
});

test.each([
  ['2026-11-29', '2026-11-23'],
  ['2026-11-23', '2026-11-23'],
  ['2026-11-30', '2026-11-30'],
  ['2027-01-03', '2026-12-28'],
  ['1970-01-01', '1969-12-29'],
  ['1969-12-28', '1969-12-22'],
])('the week of %s begins on the Monday %s', (date, monday) => expect(mondayOf(day(date))).toBe(monday));

describe('what is no day or no moment', () => {
  test.each(['2026-02-30', '0000-01-01', '0001-01-01', '2026-13-01', '2026-1-1', '', '2026-11-23T00:00', '20261123'])(
    '%s is no day',
    (text) => expect(readLocalDate(text)).toBeNull(),
  );
  test.each([
    '2026-11-23T08:15:00',
    '2026-02-30T08:15:00Z',
    '2026-11-23T25:00:00Z',
    '2026-11-23',
    'now',
    '1969-12-31T23:59:59Z',
    '2026-11-23 08:15:00Z',
  ])('%s is no moment', (text) => expect(readInstant(text)).toBeNull());
});

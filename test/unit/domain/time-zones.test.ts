import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { apologyInstant } from '../../../src/domain/apology.ts';
import {
  dateOf,
  endOf,
  epochMs,
  instantAt,
  instantOf,
  plusDays,
  printDate,
  readInstant,
  type LocalDate,
} from '../../../src/domain/calendar.ts';
import { register } from '../../../src/domain/dossier.ts';
import { explain } from '../../../src/domain/explain.ts';
import { onTimeText } from '../../../src/domain/on-time.ts';
import { aRegistration, at, day } from '../../support/dossiers.ts';

/** Zones with summer time, a day ahead of ours, a day behind, with half hours, and our own. */
const ZONES = ['Asia/Ho_Chi_Minh', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Niue', 'Asia/Kathmandu', 'Europe/London'];

const home = process.env['TZ'];
let inUtc: unknown;
beforeEach(() => {
  process.env['TZ'] = 'UTC';
  inUtc ??= everything();
});
afterEach(() => {
  if (home === undefined) delete process.env['TZ'];
  else process.env['TZ'] = home;
});

/** Requirements §1: legal dates and hours are those of a fixed +07:00, whatever time zone the process has. */
describe.each(ZONES)('a process with TZ=%s', (zone) => {
  test('a process reads, computes, judges and prints every day of a year and a leap February as one in UTC does', () => {
    expect(clockOnTheWall()).toBe(0);
    process.env['TZ'] = zone;
    expect(clockOnTheWall()).not.toBe(0);
    expect(everything()).toEqual(inUtc);
  });
});

/** The difference of a zone's wall clock to UTC in summer or in winter, minutes. */
function clockOnTheWall(): number {
  return new Date('2027-07-01T00:00:00Z').getTimezoneOffset() || new Date('2027-01-01T00:00:00Z').getTimezoneOffset();
}

function everything(): unknown {
  const days: LocalDate[] = [];
  for (let each = day('2027-02-01'); each < day('2028-03-10'); each = plusDays(each, 1)) days.push(each);
  return days.map((dueDate) => {
    const registration = aRegistration({ dueDate, recordedAt: at('2025-12-01') });
    const dossier = register(registration);
    const ends = endOf(dueDate);
    const moments = [instantOf(dueDate, 0), instantAt(epochMs(ends) - 1), ends];
    return [
      printDate(dueDate),
      apologyInstant(dossier),
      readInstant(`${dueDate}T02:30:00+07:00`),
      readInstant(`${dueDate}T02:30:00-08:00`),
      ...moments.flatMap((moment) => [moment, dateOf(moment), onTimeText(dossier, dateOf(moment))]),
      ...explain({ registration, events: [], rows: [], hasPhone: true }, ends).map(({ text }) => text),
    ];
  });
}

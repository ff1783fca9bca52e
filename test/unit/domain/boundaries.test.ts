import { describe, expect, test } from 'vitest';
import { apologyInstant } from '../../../src/domain/apology.ts';
import { dateOf, endOf, instantAt, plusDays, readLocalDate, type LocalDate } from '../../../src/domain/calendar.ts';
import { register } from '../../../src/domain/dossier.ts';
import { verdictOn } from '../../../src/domain/due-notices.ts';
import { onTimeText } from '../../../src/domain/on-time.ts';
import { noticeText } from '../../../src/domain/texts.ts';
import { aDossier, aRegistration, at, code, day, DUE, type Said } from '../../support/dossiers.ts';

/** The apology's instant for DUE, and the milliseconds before and after it. */
const [BEFORE, INSTANT, AFTER] = ['2026-11-26 17:29:59.999', '2026-11-26 17:30:00.000', '2026-11-26 17:30:00.001'];
const COUNTER = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };
const OTHER_DATE = day('2026-12-25');

describe('requirements §5.3 one millisecond decides what was known at 17:30', () => {
  const arrives: Said = { step: 'Trả kết quả' };
  test.each<[string, Said, string, string]>([
    ['the result', arrives, BEFORE, 'skipped result_ready'],
    ['the result', arrives, INSTANT, 'superseded result_ready'],
    ['the result', arrives, AFTER, 'superseded result_ready'],
    ['a round of missing papers', COUNTER, BEFORE, 'skipped clock_stopped'],
    ['a round of missing papers', COUNTER, INSTANT, 'superseded clock_stopped'],
    ['a round of missing papers', COUNTER, AFTER, 'superseded clock_stopped'],
    ['a close', { close: 'withdrawn' }, BEFORE, 'skipped closed'],
    ['a close', { close: 'withdrawn' }, INSTANT, 'superseded closed'],
    ['a close', { close: 'withdrawn' }, AFTER, 'superseded closed'],
    ['another date', { due: OTHER_DATE }, BEFORE, 'superseded rescheduled'],
    ['another date', { due: OTHER_DATE }, INSTANT, 'superseded rescheduled'],
    ['another date', { due: OTHER_DATE }, AFTER, 'superseded rescheduled'],
    ['nothing new', { contact: true }, BEFORE, 'send'],
    ['nothing new', { contact: true }, INSTANT, 'send'],
    ['nothing new', { contact: true }, AFTER, 'send'],
  ])('%s recorded (%j) at %s: %s', (_, event, recorded, expected) => {
    expect(verdict(aDossier({}, { ...event, recorded }), AFTER)).toBe(expected);
  });

  test.each([BEFORE, INSTANT, AFTER])(
    'when it happened does not count, only when it was recorded: it is said to have been at %s',
    (when) => {
      expect(verdict(aDossier({}, { step: 'Trả kết quả', at: when, recorded: BEFORE }), AFTER)).toBe('skipped result_ready');
      expect(verdict(aDossier({}, { step: 'Trả kết quả', at: when, recorded: INSTANT }), AFTER)).toBe('superseded result_ready');
    },
  );

  test('two events in the same millisecond are judged in the order of the journal', () => {
    const back: Said = { step: 'Thẩm định', recorded: BEFORE };
    expect(verdict(aDossier({}, { step: 'Trả kết quả', recorded: BEFORE }, back), AFTER)).toBe('send');
    const there: Said = { step: 'Trả kết quả', recorded: INSTANT };
    expect(verdict(aDossier({}, { step: 'Thẩm định', recorded: INSTANT }, there), AFTER)).toBe('superseded result_ready');
    expect(verdict(aDossier({}, there, { step: 'Thẩm định', recorded: INSTANT }), AFTER)).toBe('send');
  });

  test.each([
    [BEFORE, 'send'],
    [INSTANT, 'send'],
    [AFTER, 'superseded known_too_late'],
  ])('a date that is recorded at %s, by a registration or a re-appointment: %s', (recorded, expected) => {
    expect(verdict(aDossier({ recordedAt: at(recorded) }), AFTER)).toBe(expected);
    expect(verdict(aDossier({ dueDate: OTHER_DATE }, { due: DUE, recorded }), AFTER)).toBe(expected);
  });

  test.each([
    [BEFORE, 'wait'],
    [INSTANT, 'send'],
    [AFTER, 'send'],
  ])('asked at %s: %s', (now, expected) => expect(verdict(aDossier(), now)).toBe(expected));
});

describe('requirements §5.3 and §6 where a day of Viet Nam ends', () => {
  test.each([
    ['2026-11-27 23:59:59.999', 'send', 'Đúng hạn'],
    ['2026-11-28 00:00:00.000', 'missed due_date_over', 'Trễ hạn'],
  ])('at %s the apology for the 27th: %s; the dossier is %s', (now, expected, onTime) => {
    expect(verdict(aDossier(), now)).toBe(expected);
    expect(onTimeText(aDossier(), dateOf(at(now)))).toBe(onTime);
    expect(onTimeText(aDossier({}, { step: 'Trả kết quả', at: now }), day('2027-06-01'))).toBe(onTime);
    expect(onTimeText(aDossier({}, { close: 'withdrawn', at: now }), day('2027-06-01'))).toBe(onTime);
    expect(onTimeText(aDossier({}, { ...COUNTER, at: now }), day('2027-06-01'))).toBe(onTime);
  });

  test('a dossier that is received in the last millisecond of a day may be due on that day', () => {
    expect(dateOf(at('2026-12-31 23:59:59.999'))).toBe('2026-12-31');
    expect(dateOf(at('2027-01-01 00:00:00.000'))).toBe('2027-01-01');
  });
});

describe('requirements §5.3 the eve is the day before, every day of the year', () => {
  test.each([
    ['2027-01-01', '2026-12-31', '01/01/2027'],
    ['2027-03-01', '2027-02-28', '01/03/2027'],
    ['2028-02-29', '2028-02-28', '29/02/2028'],
    ['2028-03-01', '2028-02-29', '01/03/2028'],
    ['2100-03-01', '2100-02-28', '01/03/2100'],
    ['2027-02-06', '2027-02-05', '06/02/2027'], // Tết Đinh Mùi
    ['2027-02-08', '2027-02-07', '08/02/2027'], // for a Monday, on a Sunday, in Tết
    ['2027-05-01', '2027-04-30', '01/05/2027'], // one holiday for another
    ['2027-09-02', '2027-09-01', '02/09/2027'], // the National Day
  ])('due %s: told at 17:30 of %s, and it reads %s', (dueDate, eve, text) => {
    const due = day(dueDate);
    expect(apologyInstant(aDossier({ dueDate: due, recordedAt: at('2026-01-01') }))).toBe(at(`${eve} 17:30`));
    expect(noticeText({ kind: 'apology', dueDate: due }, code(), 'Sở Tài chính')).toContain(` vào ngày ${text}. `);
    expect([dateOf(instantAt(Date.parse(endOf(due)) - 1)), dateOf(endOf(due))]).toEqual([due, plusDays(due, 1)]);
  });

  test('the eves of four years of days follow each other day by day', () => {
    const gaps = new Set<number>();
    for (let due = day('2026-01-01'); due < day('2030-01-01'); due = plusDays(due, 1)) {
      gaps.add(Date.parse(eveOf(plusDays(due, 1))) - Date.parse(eveOf(due)));
      expect(eveOf(due)).toBe(`${plusDays(due, -1)}T10:30:00.000Z`);
    }
    expect([...gaps]).toEqual([86_400_000]);
  });

  test.each(['2027-02-29', '2026-02-29', '2100-02-29', '2026-04-31', '2026-12-32', '2026-00-10'])('%s is no date', (text) => {
    expect(readLocalDate(text)).toBeNull();
  });
});

function verdict(dossier: ReturnType<typeof aDossier>, now: string): string {
  const { call, ...rest } = verdictOn(dossier, { kind: 'apology', dueDate: DUE }, at(now));
  return 'reason' in rest ? `${call} ${rest.reason}` : call;
}

function eveOf(dueDate: LocalDate): string {
  return apologyInstant(register(aRegistration({ dueDate, recordedAt: at('2020-01-01') }))) ?? '';
}

import { describe, expect, test } from 'vitest';
import { dossierLine } from '../../../src/domain/dossier-line.ts';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import type { Registration } from '../../../src/domain/dossier.ts';
import { SUMS, Tally, type Figures, type Sums } from '../../../src/domain/figures.ts';
import { NOTICE_STATUSES, type NoticeStatus } from '../../../src/domain/notice-status.ts';
import { figuresOf, type LedgerNotice, type StatisticsFacts } from '../../../src/domain/statistics.ts';
import { aRegistration, at, day, DUE, said, type Said } from '../../support/dossiers.ts';

const NO_PAPERS: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-25 09:00' };
const READY = (local: string): Said => ({ step: 'Trả kết quả', at: local });

type Some = Partial<StatisticsFacts> & { readonly said?: readonly Said[]; readonly registered?: Partial<Registration> };

function factsOf({ said: events = [], registered = {}, ...some }: Some): StatisticsFacts {
  const registration = aRegistration(registered);
  return {
    line: dossierLine(registration, said(...events)),
    states: replayStates(registration, said(...events)),
    notices: [],
    reappointedAt: [],
    informed: [],
    answeredAt: [],
    ...some,
  };
}

/** As at the end of `to`, long afterwards. */
function figures(some: Some, to: string, from = '2026-11-20', now = at('2027-12-01 08:00')): Figures {
  const tally = new Tally();
  for (const part of figuresOf(factsOf(some), { from: day(from), to: day(to) }, now)) tally.add(part);
  return tally.figures();
}

const NONE = Object.fromEntries(SUMS.map((name) => [name, 0])) as Sums;
const sumsOf = (all: Figures) => Object.fromEntries(SUMS.map((name) => [name, all[name]]));

describe('requirements §8.6 each dossier is counted once as received and once by what became of it', () => {
  test.each<[string, Some, string, keyof Sums]>([
    ['at work on its due date', {}, '2026-11-27', 'openOnTime'],
    ['at work the day after', {}, '2026-11-28', 'openLate'],
    ['at work without a due date', { registered: { dueDate: null } }, '2027-01-01', 'openOnTime'],
    ['a re-appointment leaves it late', { said: [{ due: '2026-12-10' }] }, '2026-11-28', 'openLate'],
    ['a correction moves the judged date', { said: [{ due: '2026-12-10', reason: 'correction' }] }, '2026-11-28', 'openOnTime'],
    ['waiting for papers', { said: [NO_PAPERS] }, '2026-11-26', 'waitingForSupplement'],
    ['waiting for papers past the due date', { said: [NO_PAPERS] }, '2026-12-26', 'waitingForSupplement'],
    ['the day before it waited', { said: [NO_PAPERS] }, '2026-11-24', 'openOnTime'],
    ['at work after the papers', { said: [NO_PAPERS, { state: 'Đang xử lý', at: '2026-11-26 09:00' }] }, '2026-11-28', 'openLate'],
    [
      'papers that came later',
      { said: [NO_PAPERS, { state: 'Đang xử lý', at: '2026-11-29 09:00' }] },
      '2026-11-28',
      'waitingForSupplement',
    ],
    ['the result a minute before the due date', { said: [READY('2026-11-26 23:59')] }, '2026-12-26', 'resolvedEarly'],
    ['the result in the first minute of the due date', { said: [READY('2026-11-27 00:00')] }, '2026-12-26', 'resolvedOnTime'],
    ['the result in the last minute of the due date', { said: [READY('2026-11-27 23:59')] }, '2026-12-26', 'resolvedOnTime'],
    ['the result the day after', { said: [READY('2026-11-28 00:00')] }, '2026-12-26', 'resolvedLate'],
    ['a result after the period', { said: [READY('2026-11-28 00:00')] }, '2026-11-27', 'openOnTime'],
    ['a late result after the period', { said: [READY('2026-11-30 00:00')] }, '2026-11-29', 'openLate'],
    ['no due date', { registered: { dueDate: null }, said: [READY('2026-11-28 00:00')] }, '2026-12-26', 'resolvedOnTime'],
    [
      'a result that was taken back',
      { said: [READY('2026-11-25 09:00'), { step: 'Thẩm định', at: '2026-11-25 10:00' }] },
      '2026-11-28',
      'openLate',
    ],
    [
      'handed over long after a result in time',
      { said: [READY('2026-11-27 09:00'), { close: 'handed_over', at: '2026-12-20 09:00' }] },
      '2026-12-26',
      'resolvedOnTime',
    ],
    ['handed over early', { said: [{ close: 'handed_over', at: '2026-11-25 09:00' }] }, '2026-12-26', 'resolvedEarly'],
    ['handed over late', { said: [{ close: 'handed_over', at: '2026-11-28 09:00' }] }, '2026-12-26', 'resolvedLate'],
    ['withdrawn', { said: [{ close: 'withdrawn', at: '2026-11-28 09:00' }] }, '2026-12-26', 'withdrawn'],
    ['withdrawn after the period', { said: [{ close: 'withdrawn', at: '2026-11-28 09:00' }] }, '2026-11-27', 'openOnTime'],
    [
      'withdrawn after the result',
      { said: [READY('2026-11-25 09:00'), { close: 'withdrawn', at: '2026-11-26 09:00' }] },
      '2026-12-26',
      'withdrawn',
    ],
    ['rejected', { said: [{ close: 'rejected', at: '2026-11-28 09:00' }] }, '2026-12-26', 'rejected'],
  ])('%s', (_, some, to, outcome) => {
    expect(sumsOf(figures(some, to))).toEqual({ ...NONE, received: 1, [outcome]: 1 });
  });
});

test('requirements §8.6 a dossier is carried over until it is finished, and not received before its day', () => {
  const some = { said: [READY('2026-11-26 09:00')] };
  expect(sumsOf(figures(some, '2026-11-25', '2026-11-21'))).toEqual({ ...NONE, carriedOver: 1, openOnTime: 1 });
  expect(sumsOf(figures(some, '2026-11-26', '2026-11-26'))).toEqual({ ...NONE, carriedOver: 1, resolvedEarly: 1 });
  expect(sumsOf(figures(some, '2026-11-30', '2026-11-27'))).toEqual(NONE);
  expect(sumsOf(figures(some, '2026-11-19', '2026-11-01'))).toEqual(NONE);
});

test('requirements §8.6 days from receipt to result, without the stopped ones', () => {
  expect(figures({ said: [READY('2026-11-27 09:00')] }, '2026-11-30')).toMatchObject({ daysMedian: 7, daysP90: 7 });
  const waited = [NO_PAPERS, { state: 'Đang xử lý', at: '2026-11-28 09:00' }, READY('2026-11-30 09:00')];
  expect(figures({ said: waited }, '2026-11-30')).toMatchObject({ daysMedian: 7, daysP90: 7 });
  expect(figures({}, '2026-11-30')).toMatchObject({ daysMedian: null, daysP90: null });
  const tally = new Tally();
  for (const days of [9, 2, 1, 4, 3, 8, 7, 6, 5, 10]) tally.add({ sums: {}, resolved: { days, dossiers: 1 } });
  expect(tally.figures()).toMatchObject({ daysMedian: 5, daysP90: 9 });
});

test('requirements §8.6, requirements §4.10 re-appointments count on their days, and those after the first once more', () => {
  const reappointedAt = [at('2026-11-25 09:00'), at('2026-11-28 09:00'), at('2026-11-29 09:00')];
  expect(figures({ reappointedAt }, '2026-11-28')).toMatchObject({ reappointments: 2, secondReappointments: 1 });
  expect(figures({ reappointedAt }, '2026-11-30', '2026-11-28')).toMatchObject({ reappointments: 2, secondReappointments: 2 });
});

describe('requirements §8.6 apologies', () => {
  const SENT: readonly NoticeStatus[] = ['sent', 'delivered'];
  test.each(NOTICE_STATUSES)('one that is %s', (status) => {
    const { apologiesSent, apologiesMissed, apologiesFalse } = figures({ notices: [apology(status)] }, '2026-11-26');
    expect([apologiesSent, apologiesMissed, apologiesFalse]).toEqual([SENT.includes(status) ? 1 : 0, status === 'missed' ? 1 : 0, 0]);
  });

  test('count on their eves', () => {
    expect(figures({ notices: [apology('sent')] }, '2026-11-25').apologiesSent).toBe(0);
    expect(figures({ notices: [apology('sent')] }, '2026-11-27', '2026-11-27').apologiesSent).toBe(0);
  });

  test.each([
    ['the result came on the very day', READY('2026-11-27 23:59'), 'sent', 1],
    ['the result came before', READY('2026-11-26 09:00'), 'delivered', 1],
    ['the result came the day after', READY('2026-11-28 00:00'), 'sent', 0],
    ['the result came, but the apology never left', READY('2026-11-27 09:00'), 'missed', 0],
  ] as const)('needless or not: %s', (_, ready, status, needless) => {
    expect(figures({ said: [ready], notices: [apology(status)] }, '2026-11-30').apologiesFalse).toBe(needless);
  });

  test.each([
    ['at its instant it was at the result', READY('2026-11-26 16:00'), 1],
    ['it was called for neither at 15:00', READY('2026-11-26 14:00'), 0],
    ['it was still called for at its instant', READY('2026-11-26 18:00'), 0],
    ['it got another date', { due: '2026-12-04', at: '2026-11-26 17:00' }, 1],
  ] as const)('prevented or not: %s', (_, event, prevented) => {
    expect(figures({ said: [event] }, '2026-11-26').apologiesPrevented).toBe(prevented);
    expect(figures({ said: [event] }, '2026-11-26', '2026-11-20', at('2026-11-26 17:29')).apologiesPrevented).toBe(0);
  });
});

describe('requirements §8.6 told in time', () => {
  const END = '2026-11-27 23:59';
  const told = (some: Some, to = '2026-11-27', now?: Parameters<typeof figures>[3]) => {
    const { toBeTold, toldInTime } = figures(some, to, '2026-11-20', now);
    return [toBeTold, toldInTime];
  };

  test.each<[string, Some, number]>([
    ['an SMS that was delivered', { notices: [apology('delivered', at(END))] }, 1],
    ['an SMS that was delivered too late', { notices: [apology('delivered', at('2026-11-28 00:00'))] }, 0],
    ['an SMS of which nobody knows', { notices: [apology('sent', at(END))] }, 0],
    ['other means', { notices: [apology('missed')], informed: [{ notice: apology('missed').key, at: at(END) }] }, 1],
    ['other means for another notice', { notices: [apology('missed')], informed: [{ notice: '0101701234/result/1', at: at(END) }] }, 0],
    ['an inquiry after the decision', { notices: [apology('missed')], answeredAt: [at(END)] }, 1],
    ['an inquiry before the decision', { notices: [apology('missed')], answeredAt: [at('2026-11-26 17:29')] }, 0],
    ['an inquiry too late', { notices: [apology('missed')], answeredAt: [at('2026-11-28 00:00')] }, 0],
  ])('by %s', (_, some, inTime) => {
    expect(told(some)).toEqual([1, inTime]);
  });

  test('nobody was to be told by what was not to be sent, but for the lack of a number', () => {
    expect(told({ notices: [apology('superseded'), { ...apology('skipped'), reason: 'same_day' }] })).toEqual([0, 0]);
    expect(told({ notices: [{ ...apology('skipped'), reason: 'no_phone' }] })).toEqual([1, 0]);
  });

  test('a result by the end of the next day, counted when that day is over', () => {
    const result = { ...apology('delivered'), key: '0101701234/result/1', notice: { kind: 'result', round: 1 } as const };
    expect(told({ notices: [result] }, '2026-11-26')).toEqual([0, 0]);
    expect(told({ notices: [result] }, '2026-11-27', at(END))).toEqual([0, 0]);
    expect(told({ notices: [result] }, '2026-11-27', at('2026-11-28 00:00'))).toEqual([1, 1]);
  });
});

function apology(status: NoticeStatus, settledAt = at('2026-11-26 17:31')): LedgerNotice {
  const notice = { kind: 'apology', dueDate: DUE } as const;
  return { key: `0101701234/apology/${DUE}`, notice, status, reason: null, decidedAt: at('2026-11-26 17:30'), settledAt };
}

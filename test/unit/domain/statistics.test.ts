import { describe, expect, test } from 'vitest';
import type { Dossier } from '../../../src/domain/dossier.ts';
import { NOTICE_STATUSES, type NoticeStatus } from '../../../src/domain/notice-status.ts';
import { addSms, addToCounts, COUNTS, NO_COUNTS, type Counts, type LedgerApology } from '../../../src/domain/statistics.ts';
import { aDossier, day, DUE, type Said } from '../../support/dossiers.ts';

const NO_PAPERS: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-25 09:00' };
const READY = (local: string): Said => ({ step: 'Trả kết quả', at: local });

describe('requirements §8.6 each dossier is counted once as received and once by what became of it', () => {
  test.each<[string, Dossier, string, keyof Counts]>([
    ['at work on its due date', aDossier(), '2026-11-27', 'openOnTime'],
    ['at work the day after', aDossier(), '2026-11-28', 'openLate'],
    ['at work without a due date', aDossier({ dueDate: null }), '2030-01-01', 'openOnTime'],
    ['a re-appointment leaves it late', aDossier({}, { due: '2026-12-10' }), '2026-11-28', 'openLate'],
    ['a correction moves the judged date', aDossier({}, { due: '2026-12-10', reason: 'correction' }), '2026-11-28', 'openOnTime'],
    ['waiting for papers', aDossier({}, NO_PAPERS), '2026-11-26', 'waitingForSupplement'],
    ['waiting for papers past the due date', aDossier({}, NO_PAPERS), '2026-12-26', 'waitingForSupplement'],
    ['at work again after the papers', aDossier({}, NO_PAPERS, { state: 'Đang xử lý', at: '2026-11-26 09:00' }), '2026-11-28', 'openLate'],
    ['the result a minute before the due date', aDossier({}, READY('2026-11-26 23:59')), '2026-12-26', 'resolvedEarly'],
    ['the result in the first minute of the due date', aDossier({}, READY('2026-11-27 00:00')), '2026-12-26', 'resolvedOnTime'],
    ['the result in the last minute of the due date', aDossier({}, READY('2026-11-27 23:59')), '2026-12-26', 'resolvedOnTime'],
    ['the result the day after', aDossier({}, READY('2026-11-28 00:00')), '2026-12-26', 'resolvedLate'],
    ['the result without a due date', aDossier({ dueDate: null }, READY('2026-11-28 00:00')), '2026-12-26', 'resolvedOnTime'],
    [
      'a result that was taken back',
      aDossier({}, READY('2026-11-25 09:00'), { step: 'Thẩm định', at: '2026-11-25 10:00' }),
      '2026-11-28',
      'openLate',
    ],
    [
      'handed over long after a result in time',
      aDossier({}, READY('2026-11-27 09:00'), { close: 'handed_over', at: '2026-12-20 09:00' }),
      '2026-12-26',
      'resolvedOnTime',
    ],
    ['handed over early without the step', aDossier({}, { close: 'handed_over', at: '2026-11-25 09:00' }), '2026-12-26', 'resolvedEarly'],
    ['handed over late without the step', aDossier({}, { close: 'handed_over', at: '2026-11-28 09:00' }), '2026-12-26', 'resolvedLate'],
    ['withdrawn', aDossier({}, { close: 'withdrawn', at: '2026-11-28 09:00' }), '2026-12-26', 'withdrawn'],
    ['withdrawn after the result', aDossier({}, READY('2026-11-25 09:00'), { close: 'withdrawn' }), '2026-12-26', 'withdrawn'],
    ['rejected', aDossier({}, { close: 'rejected', at: '2026-11-28 09:00' }), '2026-12-26', 'rejected'],
  ])('%s', (_, dossier, today, outcome) => {
    expect(addToCounts(NO_COUNTS, dossier, [], day(today))).toEqual({ ...NO_COUNTS, received: 1, [outcome]: 1 });
  });
});

describe('requirements §8.6 apologies', () => {
  const SENT: readonly NoticeStatus[] = ['sent', 'delivered'];
  test.each(NOTICE_STATUSES)('one that is %s', (status) => {
    const counts = addToCounts(NO_COUNTS, aDossier(), [apology(status)], DUE);
    expect([counts.apologiesSent, counts.apologiesMissed, counts.apologiesFalse]).toEqual([
      SENT.includes(status) ? 1 : 0,
      status === 'missed' ? 1 : 0,
      0,
    ]);
  });

  test.each([
    ['the result came on the very day', READY('2026-11-27 23:59'), 'sent', 1],
    ['the result came before', READY('2026-11-26 09:00'), 'delivered', 1],
    ['the result came the day after', READY('2026-11-28 00:00'), 'sent', 0],
    ['the result came, but the apology never left', READY('2026-11-27 09:00'), 'missed', 0],
  ] as const)('needless or not: %s', (_, ready, status, needless) => {
    expect(addToCounts(NO_COUNTS, aDossier({}, ready), [apology(status)], day('2026-12-01')).apologiesFalse).toBe(needless);
  });

  test('each due date of a dossier counts by itself', () => {
    const dossier = aDossier({}, { due: '2026-12-04' }, READY('2026-12-04 09:00'));
    const apologies = [apology('sent'), { ...apology('delivered'), dueDate: day('2026-12-04') }];
    expect(addToCounts(NO_COUNTS, dossier, apologies, day('2026-12-10'))).toMatchObject({
      received: 1,
      apologiesSent: 2,
      apologiesFalse: 1,
    });
  });
});

test('requirements §8.6 dossiers add up, and those that are not received count nothing', () => {
  const dossiers = [aDossier(), aDossier({}, READY('2026-11-27 09:00')), aDossier({}, { close: 'withdrawn' })];
  const counts = dossiers.reduce<Counts>((sum, dossier) => addToCounts(sum, dossier, [apology('sent')], DUE), NO_COUNTS);
  expect(counts).toEqual({
    ...NO_COUNTS,
    received: 3,
    openOnTime: 1,
    resolvedOnTime: 1,
    withdrawn: 1,
    apologiesSent: 3,
    apologiesFalse: 1,
  });
  expect(Object.keys(NO_COUNTS)).toEqual([...COUNTS]);
});

function apology(status: NoticeStatus): LedgerApology {
  return { dueDate: DUE, status };
}

test('requirements §8.6, requirements §11.6 the figures of SMS add up, each with its own', () => {
  const sms = { messages: 3, segments: 6, cost: 4200, inquiries: 2, inquiriesCharged: 1, refundsDue: 1 };
  const counts = addSms(addSms(addToCounts(NO_COUNTS, aDossier(), [], DUE), sms), { ...sms, cost: 1 });
  expect(counts).toMatchObject({ received: 1, messages: 6, segments: 12, cost: 4201, inquiries: 4, inquiriesCharged: 2, refundsDue: 2 });
});

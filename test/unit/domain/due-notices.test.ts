import { describe, expect, test } from 'vitest';
import { apologyInstant } from '../../../src/domain/apology.ts';
import { endOf } from '../../../src/domain/calendar.ts';
import { noticeKey, type Notice } from '../../../src/domain/notice-key.ts';
import { dueNotices, expiryOf, verdictOn } from '../../../src/domain/due-notices.ts';
import { aDossier, at, code, day, DUE, EVE } from '../../support/dossiers.ts';

const APOLOGY: Notice = { kind: 'apology', dueDate: DUE };
const COUNTER = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };
const BEFORE = '2026-11-26 17:29:59.999';
const AT = '2026-11-26 17:30';

/** `send`, `wait`, or the reason why not. */
function verdict(dossier: ReturnType<typeof aDossier>, now: string, notice: Notice = APOLOGY): string {
  const { call, ...rest } = verdictOn(dossier, notice, at(now));
  return 'reason' in rest ? `${call} ${rest.reason}` : call;
}

describe('requirements §5.3 the apology of 17:30 on the eve', () => {
  test.each([
    ['it waits for its instant', aDossier(), BEFORE, 'wait'],
    ['due tomorrow at Thẩm định', aDossier({}, { step: 'Thẩm định' }), AT, 'send'],
    ['at Trả kết quả', aDossier({}, { step: 'Trả kết quả' }), AT, 'skipped result_ready'],
    ['waiting for papers at the counter', aDossier({}, COUNTER), AT, 'skipped clock_stopped'],
    ['waiting for papers inside the department', aDossier({}, { step: 'Thẩm định', state: 'Chờ bổ sung' }), AT, 'send'],
    ['closed', aDossier({}, { close: 'withdrawn' }), AT, 'skipped closed'],
    ['recorded a moment before 17:30', aDossier({}, { step: 'Trả kết quả', recorded: BEFORE }), AT, 'skipped result_ready'],
    [
      'recorded at 17:30: true on the eve, no longer true',
      aDossier({}, { step: 'Trả kết quả', recorded: AT }),
      AT,
      'superseded result_ready',
    ],
    [
      'happened before, heard after: judged by when it was recorded',
      aDossier({}, { step: 'Trả kết quả', at: BEFORE, recorded: '2026-11-26 18:00' }),
      '2026-11-26 21:00',
      'superseded result_ready',
    ],
    [
      'left Trả kết quả after 17:30',
      aDossier({}, { step: 'Trả kết quả' }, { step: 'Thẩm định', recorded: '2026-11-26 18:00' }),
      '2026-11-26 21:00',
      'skipped result_ready',
    ],
    [
      'papers brought after 17:30',
      aDossier({}, COUNTER, { state: 'Đang xử lý', recorded: '2026-11-26 18:00' }),
      '2026-11-26 21:00',
      'skipped clock_stopped',
    ],
    [
      'an event that changes nothing after 17:30',
      aDossier({}, { contact: true, recorded: '2026-11-26 18:00' }),
      '2026-11-26 21:00',
      'send',
    ],
    ['all down from 17:29 to 21:00', aDossier(), '2026-11-26 21:00', 'send'],
    ['down until the last moment of the due date', aDossier(), '2026-11-27 23:59:59.999', 'send'],
    ['down until after it', aDossier(), '2026-11-28 00:00', 'missed due_date_over'],
    ['registered before that instant on the eve', aDossier({ recordedAt: at(BEFORE) }), AT, 'send'],
    ['registered after it', aDossier({ recordedAt: at('2026-11-26 17:30:00.001') }), '2026-11-26 18:00', 'superseded known_too_late'],
    ['re-dated away before', aDossier({}, { due: '2026-12-01' }), AT, 'superseded rescheduled'],
    [
      're-dated to this date after that instant',
      aDossier({ dueDate: day('2026-12-01') }, { due: '2026-11-27', recorded: '2026-11-26 18:00' }),
      '2026-11-26 18:01',
      'superseded known_too_late',
    ],
    ['same-day procedure', aDossier({ procedure: { code: 'a', name: 'a', sameDay: true } }), AT, 'skipped same_day'],
  ])('%s', (_, dossier, now, expected) => expect(verdict(dossier, now)).toBe(expected));

  test('the apology for a Monday is sent on the Sunday', () => {
    const dossier = aDossier({ dueDate: day('2026-11-30') });
    expect(apologyInstant(dossier)).toBe(at('2026-11-29 17:30'));
  });
  test('the eve of New Year is 31 December, that of 1 March may be 29 February', () => {
    expect(apologyInstant(aDossier({ dueDate: day('2027-01-01') }))).toBe(at('2026-12-31 17:30'));
    expect(apologyInstant(aDossier({ dueDate: day('2028-03-01') }))).toBe(at('2028-02-29 17:30'));
  });
  test('a new date gets its own eve', () => {
    const dossier = aDossier({}, { due: '2026-12-10', recorded: '2026-11-25 09:00' });
    expect(dueNotices(dossier, at('2026-12-09 17:30'))).toEqual([
      { notice: { kind: 'apology', dueDate: '2026-12-10' }, verdict: { call: 'send' } },
    ]);
  });
  test('a date that was replaced after its eve, before anything could run, is recorded as not sent', () => {
    const dossier = aDossier({}, { due: '2026-12-10', recorded: '2026-11-27 09:00' });
    expect(dueNotices(dossier, at('2026-11-27 09:01'))).toEqual([
      { notice: { kind: 'apology', dueDate: '2026-11-27' }, verdict: { call: 'superseded', reason: 'rescheduled' } },
      { notice: { kind: 'apology', dueDate: '2026-12-10' }, verdict: { call: 'wait' } },
    ]);
  });
  test('with SUPPLEMENT_STOPS_CLOCK off the apology is sent even while the citizen has papers to bring', () => {
    const policy = { apologySecond: 63_000, apologySpreadMs: 0, supplementStopsClock: false };
    expect(verdict(aDossier({ policy }, COUNTER), AT)).toBe('send');
  });
  test('each dossier always has the same share of the spread, and all shares are before its end', () => {
    const policy = { apologySecond: 63_000, apologySpreadMs: 60_000, supplementStopsClock: true };
    const instants = Array.from(
      { length: 600 },
      (_, i) => apologyInstant(aDossier({ policy, receiptCode: code(`01017${i + 10_000}`) })) ?? '',
    );
    expect(instants.every((instant) => instant >= EVE && instant < at('2026-11-26 17:31'))).toBe(true);
    const perTenSeconds = instants
      .map((instant) => instant.slice(17, 18))
      .reduce<Record<string, number>>((all, ten) => ({ ...all, [ten]: (all[ten] ?? 0) + 1 }), {});
    expect(Math.min(...Object.values(perTenSeconds))).toBeGreaterThan(60);
    expect(apologyInstant(aDossier({ policy, receiptCode: code('01017-10000') }))).toBe(instants[0]);
  });
});

describe('requirements §5.1 and §5.2 results and supplements', () => {
  const now = '2026-11-25 10:00';
  const result = (round: number): Notice => ({ kind: 'result', round });
  const supplement = (round: number): Notice => ({ kind: 'supplement', round });
  test.each([
    ['at the step', aDossier({}, { step: 'Trả kết quả' }), result(1), 'send'],
    ['late as well', aDossier({ dueDate: day('2026-11-21') }, { step: 'Trả kết quả', at: '2026-11-24 09:00' }), result(1), 'send'],
    ['left before it was sent', aDossier({}, { step: 'Trả kết quả' }, { step: 'Thẩm định' }), result(1), 'superseded left_result_step'],
    [
      'arrived again: the second round',
      aDossier({}, { step: 'Trả kết quả' }, { step: 'Thẩm định' }, { step: 'Trả kết quả' }),
      result(2),
      'send',
    ],
    ['handed over before it was sent', aDossier({}, { step: 'Trả kết quả' }, { close: 'handed_over' }), result(1), 'superseded closed'],
    ['papers wanted', aDossier({}, COUNTER), supplement(1), 'send'],
    ['papers brought before it was sent', aDossier({}, COUNTER, { state: 'Đang xử lý' }), supplement(1), 'superseded supplement_ended'],
    ['withdrawn before it was sent', aDossier({}, COUNTER, { close: 'withdrawn' }), supplement(1), 'superseded closed'],
    ['same-day', aDossier({ procedure: { code: 'a', name: 'a', sameDay: true } }, { step: 'Trả kết quả' }), result(1), 'skipped same_day'],
  ])('%s', (_, dossier, notice, expected) => expect(verdict(dossier, now, notice)).toBe(expected));

  test('every past round is listed once, whatever became of it', () => {
    const dossier = aDossier({ dueDate: null }, COUNTER, { step: 'Trả kết quả' }, { step: 'Thẩm định' }, { step: 'Trả kết quả' });
    expect(dueNotices(dossier, at(now)).map(({ notice }) => noticeKey(dossier.receiptCode, notice))).toEqual([
      '0101701234/result/1',
      '0101701234/result/2',
      '0101701234/supplement/1',
    ]);
  });
});

describe('requirements §5.7 expiry', () => {
  test('an apology may be tried until its due date ends, the others for 72 hours', () => {
    expect(expiryOf(APOLOGY, EVE)).toBe(endOf(DUE));
    expect(expiryOf({ kind: 'result', round: 1 }, at('2026-11-25 10:00'))).toBe(at('2026-11-28 10:00'));
  });
});

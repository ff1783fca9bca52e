import { describe, expect, test } from 'vitest';
import { forecastApology } from '../../../src/domain/apology-forecast.ts';
import type { Dossier } from '../../../src/domain/dossier.ts';
import type { NotSentReason } from '../../../src/domain/due-notices.ts';
import { aDossier, at, DUE, type Said } from '../../support/dossiers.ts';

const READY = (local: string): Said => ({ step: 'Trả kết quả', at: local });
const NO_PAPERS: Said = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: '2026-11-25 09:00' };
const POLICY = { apologySecond: 17.5 * 3600, apologySpreadMs: 0, supplementStopsClock: false };

describe('requirements §5.3, §8.4 whether a citizen will be apologised to, as things stand', () => {
  test.each<[string, Dossier, string, NotSentReason | null]>([
    ['at work, days before', aDossier(), '2026-11-21 09:00', null],
    ['at work, a moment before', aDossier(), '2026-11-26 17:29:59', null],
    ['at work, at its instant', aDossier(), '2026-11-26 17:30', null],
    ['at work, still on the due date', aDossier(), '2026-11-27 23:59', null],
    ['the due date is over', aDossier(), '2026-11-28 00:00', 'due_date_over'],
    ['ready before the eve', aDossier({}, READY('2026-11-25 09:00')), '2026-11-25 10:00', 'result_ready'],
    ['ready after the instant, not yet sent', aDossier({}, READY('2026-11-26 17:40')), '2026-11-26 17:41', 'result_ready'],
    [
      'ready, and taken back before the eve',
      aDossier({}, READY('2026-11-25 09:00'), { step: 'Thẩm định', at: '2026-11-25 10:00' }),
      '2026-11-25 11:00',
      null,
    ],
    [
      'ready at its instant, taken back later',
      aDossier({}, READY('2026-11-25 09:00'), { step: 'Thẩm định', at: '2026-11-26 18:00' }),
      '2026-11-26 18:01',
      'result_ready',
    ],
    ['the citizen has papers to bring', aDossier({}, NO_PAPERS), '2026-11-25 10:00', 'clock_stopped'],
    ['papers to bring, but they do not stop the clock', aDossier({ policy: POLICY }, NO_PAPERS), '2026-11-25 10:00', null],
    ['withdrawn', aDossier({}, { close: 'withdrawn', at: '2026-11-25 09:00' }), '2026-11-25 10:00', 'closed'],
    ['another date is in force', aDossier({}, { due: '2026-12-04', at: '2026-11-25 09:00' }), '2026-11-25 10:00', 'rescheduled'],
    [
      'the date was recorded after its instant',
      aDossier({ dueDate: null }, { due: '2026-11-27', at: '2026-11-26 17:30:01' }),
      '2026-11-26 18:00',
      'known_too_late',
    ],
    ['a same-day procedure', aDossier({ procedure: { code: 'a', name: 'a', sameDay: true } }), '2026-11-25 10:00', 'same_day'],
  ])('%s', (_, dossier, now, reason) => {
    expect(forecastApology(dossier, DUE, true, at(now))).toEqual({ willBeSent: reason === null, reason });
    expect(forecastApology(dossier, DUE, false, at(now))).toEqual({ willBeSent: false, reason: reason ?? 'no_phone' });
  });
});

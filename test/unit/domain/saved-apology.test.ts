import { describe, expect, test } from 'vitest';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import type { Registration } from '../../../src/domain/dossier.ts';
import { saverText, whatSaved, whatWouldSave, type ApologySaver, type SavedBy } from '../../../src/domain/saved-apology.ts';
import { aDossier, aRegistration, at, DUE, said, type Said } from '../../support/dossiers.ts';

const POLICY = { apologySecond: 17.5 * 3600, apologySpreadMs: 0, supplementStopsClock: true };
const GOES_ON = { policy: { ...POLICY, supplementStopsClock: false } };
const SAME_DAY = { procedure: { code: 'a', name: 'a', sameDay: true } };
const on = (hour: string) => `2026-11-26 ${hour}`;

describe('requirements §8.4 what would save an apology', () => {
  const ALL: readonly ApologySaver[] = ['move_to_result', 'reschedule', 'record_supplement'];
  test.each<[what: string, some: Partial<Registration>, events: readonly Said[], now: string, savers: readonly ApologySaver[]]>([
    ['at work', {}, [], on('15:00'), ALL],
    ['a moment before its instant', {}, [], on('17:29:59.999'), ALL],
    ['at its instant', {}, [], on('17:30'), []],
    ['days before', {}, [], '2026-11-21 09:00', ALL],
    ['a supplement does not stop the clock', GOES_ON, [], on('15:00'), ['move_to_result', 'reschedule']],
    ['papers are missing, and the department has not told', {}, [{ state: 'Chờ bổ sung', at: on('09:00') }], on('15:00'), ALL],
    ['the clock is stopped', {}, [{ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: on('09:00') }], on('15:00'), []],
    ['the result is ready', {}, [{ step: 'Trả kết quả', at: on('09:00') }], on('15:00'), []],
    ['another date is in force', {}, [{ due: '2026-12-04', at: on('09:00') }], on('15:00'), []],
    ['closed', {}, [{ close: 'withdrawn', at: on('09:00') }], on('15:00'), []],
    ['a same-day procedure', SAME_DAY, [], on('15:00'), []],
    ['no due date', { dueDate: null }, [], on('15:00'), []],
  ])('%s', (_what, some, events, now, savers) => {
    expect(whatWouldSave(aDossier(some, ...events), DUE, at(now))).toEqual(savers);
  });

  test('is said in the words of the page, with the hour of the dossier', () => {
    expect(ALL.map((saver) => saverText(saver, { policy: POLICY }))).toEqual([
      'chuyển đến Trả kết quả trước 17:30',
      'gia hạn có lý do',
      'ghi nhận bổ sung',
    ]);
    const other = { policy: { ...POLICY, apologySecond: 8 * 3600 + 5 * 60 + 7 } };
    expect(saverText('move_to_result', other)).toBe('chuyển đến Trả kết quả trước 08:05:07');
  });
});

describe('requirements §8.4, §8.6 what saved an apology', () => {
  const READY = 'Trả kết quả';
  test.each<[what: string, some: Partial<Registration>, events: readonly Said[], savedBy: SavedBy | null]>([
    ['nothing', {}, [], null],
    ['nothing, though something was said', {}, [{ contact: true, at: on('16:00') }], null],
    ['the result, in the last minute', {}, [{ step: READY, at: on('17:29:59.999') }], 'result_ready'],
    ['the result, at 15:00', {}, [{ step: READY, at: on('15:00') }], 'result_ready'],
    ['nothing: the result was there before 15:00', {}, [{ step: READY, at: on('14:59:59.999') }], null],
    ['nothing: the result came too late', {}, [{ step: READY, at: on('17:30') }], null],
    [
      'nothing: the result was taken back in time',
      {},
      [
        { step: READY, at: on('16:00') },
        { step: 'Thẩm định', at: on('17:00') },
      ],
      null,
    ],
    [
      'the result, also when it is taken back later',
      {},
      [
        { step: READY, at: on('16:00') },
        { step: 'Thẩm định', at: on('18:00') },
      ],
      'result_ready',
    ],
    ['another date', {}, [{ due: '2026-12-04', at: on('16:00') }], 'rescheduled'],
    [
      'nothing: the date came back in time',
      {},
      [
        { due: '2026-12-04', at: on('16:00') },
        { due: '2026-11-27', at: on('17:00') },
      ],
      null,
    ],
    ['missing papers', {}, [{ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: on('16:00') }], 'clock_stopped'],
    ['nothing: they do not stop the clock', GOES_ON, [{ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', at: on('16:00') }], null],
    ['the close', {}, [{ close: 'withdrawn', at: on('16:00') }], 'closed'],
    [
      'nothing: the date was recorded after 15:00',
      { dueDate: null },
      [
        { due: '2026-11-27', at: on('16:00') },
        { step: READY, at: on('17:00') },
      ],
      null,
    ],
    ['nothing: a same-day procedure', SAME_DAY, [{ step: READY, at: on('16:00') }], null],
  ])('%s', (_what, some, events, savedBy) => {
    const states = replayStates(aRegistration(some), said(...events));
    expect(whatSaved(states, DUE, at(on('17:30')))).toBe(savedBy);
    expect(whatSaved(states, DUE, at(on('17:29:59.999')))).toBeNull();
    expect(whatSaved(states, DUE, at('2026-12-24 09:00'))).toBe(savedBy);
  });
});

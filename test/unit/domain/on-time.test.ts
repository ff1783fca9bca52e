import { describe, expect, test } from 'vitest';
import { onTimeText } from '../../../src/domain/on-time.ts';
import { aDossier, day } from '../../support/dossiers.ts';

const ARRIVES = (moment: string) => ({ step: 'Trả kết quả', at: moment });
const COUNTER = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };

/** Due on 2026-11-27. */
describe('requirements §6 on time or late', () => {
  test.each([
    ['requirements §6.1 before the due date', aDossier(), '2026-11-26', 'Đúng hạn'],
    ['requirements §6.1 the day itself is on time', aDossier(), '2026-11-27', 'Đúng hạn'],
    ['requirements §6.1 the day after is late', aDossier(), '2026-11-28', 'Trễ hạn'],
    ['requirements §6.2 a result in time stays on time', aDossier({}, ARRIVES('2026-11-27 23:59:59')), '2027-06-01', 'Đúng hạn'],
    [
      'requirements §6.2 a result a second after midnight is late for ever',
      aDossier({}, ARRIVES('2026-11-28 00:00:00')),
      '2026-11-28',
      'Trễ hạn',
    ],
    [
      'requirements §6.2 late collection does not matter',
      aDossier({}, ARRIVES('2026-11-27 09:00'), { close: 'handed_over', at: '2026-12-20 09:00' }),
      '2026-12-21',
      'Đúng hạn',
    ],
    [
      'requirements §6.2 leaving and arriving again judges again',
      aDossier({}, ARRIVES('2026-11-27 09:00'), { step: 'Thẩm định', at: '2026-11-27 10:00' }, ARRIVES('2026-11-29 09:00')),
      '2026-11-29',
      'Trễ hạn',
    ],
    [
      'requirements §6.2 what left the step is judged by today',
      aDossier({}, ARRIVES('2026-11-27 09:00'), { step: 'Thẩm định', at: '2026-11-27 10:00' }),
      '2026-11-28',
      'Trễ hạn',
    ],
    [
      'requirements §6.2 frozen also when a date moves after the arrival',
      aDossier({}, ARRIVES('2026-11-28 09:00'), { due: '2026-12-10', reason: 'correction' }),
      '2026-11-29',
      'Trễ hạn',
    ],
    ['requirements §6.3 a re-appointment cures nothing', aDossier({}, { due: '2026-12-10' }), '2026-11-28', 'Trễ hạn'],
    [
      'requirements §6.3 a supplement moves the judged date',
      aDossier({}, { due: '2026-12-10', reason: 'supplement' }),
      '2026-12-10',
      'Đúng hạn',
    ],
    [
      'requirements §6.3 a correction moves it, also backwards',
      aDossier({}, { due: '2026-11-25', reason: 'correction' }),
      '2026-11-26',
      'Trễ hạn',
    ],
    [
      'requirements §6.4 while the clock is stopped: as on the day it stopped',
      aDossier({}, { ...COUNTER, at: '2026-11-27 16:00' }),
      '2026-12-20',
      'Đúng hạn',
    ],
    [
      'requirements §6.4 a clock that stopped when it was late stays late',
      aDossier({}, { ...COUNTER, at: '2026-11-28 08:00' }),
      '2026-12-20',
      'Trễ hạn',
    ],
    [
      'requirements §6.4 waiting inside the department does not stop it',
      aDossier({}, { step: 'Thẩm định', state: 'Chờ bổ sung' }),
      '2026-11-28',
      'Trễ hạn',
    ],
    [
      'requirements §6.4 it runs on when the round ends',
      aDossier({}, { ...COUNTER, at: '2026-11-27 16:00' }, { state: 'Đang xử lý', at: '2026-11-28 08:00' }),
      '2026-11-28',
      'Trễ hạn',
    ],
    ['requirements §6.4 no due date is always on time', aDossier({ dueDate: null }), '2036-01-01', 'Đúng hạn'],
    [
      'a withdrawn dossier is judged by the day it was closed',
      aDossier({}, { close: 'withdrawn', at: '2026-11-27 10:00' }),
      '2026-12-20',
      'Đúng hạn',
    ],
  ])('%s', (_, dossier, today, expected) => expect(onTimeText(dossier, day(today))).toBe(expected));

  test('with SUPPLEMENT_STOPS_CLOCK off a round stops nothing', () => {
    const policy = { apologySecond: 63_000, apologySpreadMs: 0, supplementStopsClock: false };
    expect(onTimeText(aDossier({ policy }, { ...COUNTER, at: '2026-11-27 16:00' }), day('2026-11-28'))).toBe('Trễ hạn');
  });
});

import { expect, test } from 'vitest';
import { remainingOf } from '../../../src/domain/remaining.ts';
import { aDossier, day } from '../../support/dossiers.ts';

const STOPPED = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };

/** Due on 2026-11-27. */
test.each([
  ['in two days', aDossier(), '2026-11-25', { days: 2, text: 'Còn 2 ngày' }],
  ['today', aDossier(), '2026-11-27', { days: 0, text: 'Hôm nay' }],
  ['a day over', aDossier(), '2026-11-28', { days: -1, text: 'Quá 1 ngày' }],
  ['by the date in force', aDossier({}, { due: '2026-12-01' }), '2026-11-28', { days: 3, text: 'Còn 3 ngày' }],
  ['stopped', aDossier({}, STOPPED), '2026-11-28', { days: -1, text: 'Tạm dừng' }],
  ['with a result', aDossier({}, { step: 'Trả kết quả' }), '2026-11-30', { days: -3, text: '' }],
  ['closed', aDossier({}, { close: 'withdrawn' }), '2026-11-25', { days: 2, text: '' }],
  ['without a date', aDossier({ dueDate: null }), '2026-11-25', { days: null, text: '' }],
])('requirements §8.2 beside a line stands how long it has: %s', (_, dossier, today, remaining) => {
  expect(remainingOf(dossier, day(today))).toEqual(remaining);
});

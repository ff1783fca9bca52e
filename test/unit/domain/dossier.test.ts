import { describe, expect, test } from 'vitest';
import { clockOf } from '../../../src/domain/dossier.ts';
import { aDossier, at } from '../../support/dossiers.ts';

describe('requirements §4 what events do', () => {
  test.each([['“Trả kết quả”'], ['  trả   KẾT quả '], ['"Trả kết quả"'], ['Trả kết quả'.normalize('NFD')], ['Trả\u00A0kết\u00A0quả']])(
    'requirements §4.3 %j is the fixed step',
    (step) => {
      const dossier = aDossier({}, { step });
      expect(dossier.step).toBe('Trả kết quả');
      expect(dossier.result.round).toBe(1);
    },
  );

  test('requirements §4.4 a progress older than the one in force changes nothing but seq', () => {
    const dossier = aDossier(
      {},
      { step: 'Trình ký', at: '2026-11-23 10:00' },
      { step: 'Thẩm định', at: '2026-11-23 09:00', recorded: '2026-11-23 10:05' },
    );
    expect([dossier.step, dossier.seq]).toEqual(['Trình ký', 2]);
  });

  test('requirements §4.4 a progress of the same instant takes effect, because the journal says which came last', () => {
    const dossier = aDossier({}, { step: 'Thẩm định', at: '2026-11-23 10:00' }, { step: 'Trình ký', at: '2026-11-23 10:00' });
    expect(dossier.step).toBe('Trình ký');
  });

  test('requirements §4.5 arriving at Trả kết quả clears Chờ bổ sung', () => {
    expect(aDossier({}, { state: 'Chờ bổ sung' }, { step: 'Trả kết quả' }).state).toBeNull();
    expect(aDossier({}, { step: 'Trả kết quả', state: 'Chờ bổ sung' }).state).toBeNull();
  });

  test('requirements §4.5 a step alone keeps the state, a state alone the step', () => {
    const dossier = aDossier({}, { step: 'Thẩm định', state: 'Đang xử lý' }, { step: 'Trình ký' }, { state: 'Chờ ký' });
    expect([dossier.step, dossier.state]).toEqual(['Trình ký', 'Chờ ký']);
  });

  test('free text is kept with one space between words and without quotation marks', () => {
    expect(aDossier({}, { step: ' “Thẩm   định”\n' }).step).toBe('Thẩm định');
  });
});

describe('requirements §5.1 rounds of a result', () => {
  test('repeating the step is no new arrival', () =>
    expect(aDossier({}, { step: 'Trả kết quả' }, { step: 'Trả kết quả' }).result.round).toBe(1));
  test('leaving the step and coming back is a new arrival', () =>
    expect(aDossier({}, { step: 'Trả kết quả' }, { step: 'Thẩm định' }, { step: 'Trả kết quả' }).result.round).toBe(2));
  test('registration at the step is the first arrival', () => expect(aDossier({ step: 'Trả kết quả' }).result.round).toBe(1));
});

describe('requirements §5.2 rounds of a supplement', () => {
  test.each([
    ['state then move', [{ state: 'Chờ bổ sung' }, { step: 'Bộ phận Một cửa' }], 1, true],
    ['move then state', [{ step: 'Bộ phận Một cửa' }, { state: 'Chờ bổ sung' }], 1, true],
    ['only the state', [{ state: 'Chờ bổ sung' }], 0, false],
    ['only the step', [{ step: 'Bộ phận Một cửa' }], 0, false],
    [
      'saying both again',
      [{ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }, { state: 'Chờ bổ sung' }, { step: 'Bộ phận Một cửa' }],
      1,
      true,
    ],
    ['the state ceases', [{ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }, { state: 'Đã bổ sung' }], 1, false],
    ['the step ceases', [{ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }, { step: 'Thẩm định' }], 1, false],
    ['twice', [{ step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' }, { state: 'Đã bổ sung' }, { state: 'Chờ bổ sung' }], 2, true],
  ])('%s', (_, events, round, open) => {
    const { supplement } = aDossier({}, ...events);
    expect([supplement.round, supplement.openSince !== null]).toEqual([round, open]);
  });
});

describe('the clock', () => {
  test.each([
    ['running', aDossier()],
    ['none', aDossier({ dueDate: null })],
    ['stopped', aDossier({}, { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' })],
    ['ended', aDossier({}, { step: 'Trả kết quả' })],
    ['ended', aDossier({}, { close: 'withdrawn' })],
  ])('is %s', (clock, dossier) => expect(clockOf(dossier)).toBe(clock));
});

describe('requirements §6.3 dates', () => {
  test('a re-appointment moves the date in force alone', () => {
    const dossier = aDossier({}, { due: '2026-12-01' });
    expect([dossier.originalDueDate, dossier.dueDate, dossier.judgedDate]).toEqual(['2026-11-27', '2026-12-01', '2026-11-27']);
  });
  test('rescheduling to the same date gives no new date', () => {
    const dossier = aDossier({}, { due: '2026-11-27', recorded: '2026-11-26 18:00' });
    expect(dossier.dueDateKnownAt).toBe(at('2026-11-20 08:00'));
  });
  test('an arrival is judged by when it happened, not by when it was recorded', () => {
    const dossier = aDossier({}, { step: 'Trả kết quả', at: '2026-11-27 16:00', recorded: '2026-11-28 09:00' });
    expect(dossier.result.late).toBe(false);
  });
});

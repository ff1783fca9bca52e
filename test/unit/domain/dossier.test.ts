import { describe, expect, test } from 'vitest';
import { clockOf, roomFor, untilClose, wouldArrive } from '../../../src/domain/dossier.ts';
import { aDossier, at, said, type Said } from '../../support/dossiers.ts';

type Sent = readonly [step: string, given?: string];

describe('requirements §4 what events do', () => {
  test('requirements §4.3 a fixed step is an arrival in any spelling', () => {
    const dossier = aDossier({}, { step: ' “tra ket qua”.' });
    expect([dossier.step, dossier.result.round]).toEqual(['Trả kết quả', 1]);
  });

  /** `given`: the instant that the sender gave; without it, the event has none. Each is recorded a minute after the one before. */
  const inOrder = (events: readonly Sent[]) =>
    aDossier(
      {},
      ...events.map(([step, given], index) => {
        const recorded = `2026-11-23 12:0${index}`;
        return { step, at: given === undefined ? recorded : `2026-11-23 ${given}`, recorded };
      }),
    );

  test.each<readonly [what: string, events: readonly Sent[], step: string]>([
    [
      'an older instant than that in force',
      [
        ['B', '10:00'],
        ['A', '09:00'],
      ],
      'B',
    ],
    [
      'the same instant: the journal says which came last',
      [
        ['A', '10:00'],
        ['B', '10:00'],
      ],
      'B',
    ],
    [
      'a newer one',
      [
        ['A', '10:00'],
        ['B', '10:01'],
      ],
      'B',
    ],
    ['minutes only, after one that gave none', [['A'], ['B', '12:00']], 'B'],
    ['hours older than one that gave none', [['A'], ['B', '08:00']], 'B'],
    ['none, after any instant, even one ahead of us', [['A', '12:04'], ['B']], 'B'],
    ['older than the last given one before one that gave none', [['A', '10:00'], ['B'], ['C', '09:00']], 'B'],
    ['newer than the last given one before one that gave none', [['A', '10:00'], ['B'], ['C', '10:30']], 'C'],
    [
      'older than the one in force, but newer than one that changed nothing',
      [
        ['B', '10:00'],
        ['A', '08:00'],
        ['A', '09:00'],
      ],
      'B',
    ],
  ])('requirements §4.4 %s', (_what, events, step) => {
    const dossier = inOrder(events);
    expect([dossier.step, dossier.seq]).toEqual([step, events.length]);
  });

  test('requirements §4.4 only a progress is overtaken', () => {
    const before: Said = { step: 'Trình ký', at: '2026-11-23 10:00', recorded: '2026-11-23 10:01' };
    const dossier = aDossier({}, before, { close: 'withdrawn', at: '2026-11-23 09:00', recorded: '2026-11-23 10:02' });
    expect(dossier.closed).toEqual({ outcome: 'withdrawn', at: at('2026-11-23 09:00') });
  });

  test.each<readonly [what: string, events: readonly Said[], count: number]>([
    [
      'none',
      [
        { due: '2026-12-01', reason: 'supplement' },
        { due: '2026-12-02', reason: 'correction' },
      ],
      0,
    ],
    ['one', [{ due: '2026-12-01' }, { due: '2026-12-02', reason: 'supplement' }], 1],
    ['two, also to the same date', [{ due: '2026-12-01' }, { due: '2026-12-01' }], 2],
  ])('requirements §4.10 re-appointments are counted: %s', (_what, events, count) => {
    expect(aDossier({}, ...events).reappointments).toBe(count);
  });

  test('requirements §4.9 an `informed` counts as an event and changes nothing else', () => {
    const before = aDossier({}, { step: 'Trả kết quả' });
    const after = aDossier({}, { step: 'Trả kết quả' }, { informed: '0101701234/result/1' });
    expect(after).toEqual({ ...before, seq: 2 });
  });

  test('requirements §4.9 a dossier ends as its close leaves it', () => {
    const events = said({ step: 'Trả kết quả' }, { close: 'handed_over' }, { informed: '0101701234/result/1' });
    expect(untilClose(events)).toEqual(events.slice(0, 2));
    expect(untilClose(events.slice(0, 1))).toEqual(events.slice(0, 1));
  });

  test.each([
    ['close', 2000],
    ['informed', 1999],
    ['contact', 1999],
    ['reschedule', 1999],
    ['arrival', 1999],
    ['progress', 1900],
  ] as const)('requirements §4.7 a %s is taken while there are fewer events than %d', (type, room) => expect(roomFor(type)).toBe(room));

  test.each([
    ['to the step', 'tra ket qua', null, true],
    ['to another step', 'Thẩm định', null, false],
    ['to no step', undefined, null, false],
    ['newer than the one in force', 'Trả kết quả', '2026-11-23 11:00', true],
    ['overtaken', 'Trả kết quả', '2026-11-23 09:00', false],
  ])('requirements §4.7 a progress %s: %s at %s is an arrival: %s', (_what, step, given, arrives) => {
    const before = { step: 'Trình ký', at: '2026-11-23 10:00', recorded: '2026-11-23 10:01' };
    expect(wouldArrive(aDossier({}, before), step, given === null ? null : at(given))).toBe(arrives);
    expect(wouldArrive(aDossier({}, before, { step: 'Trả kết quả' }), step, given === null ? null : at(given))).toBe(false);
  });

  test('requirements §4.5 arriving at Trả kết quả clears Chờ bổ sung', () => {
    expect(aDossier({}, { state: 'Chờ bổ sung' }, { step: 'Trả kết quả' }).state).toBeNull();
    expect(aDossier({}, { step: 'Trả kết quả', state: 'Chờ bổ sung' }).state).toBeNull();
  });

  test('requirements §4.5 a step alone keeps the state, a state alone the step', () => {
    const dossier = aDossier({}, { step: 'Thẩm định', state: 'Đang xử lý' }, { step: 'Trình ký' }, { state: 'Chờ ký' });
    expect([dossier.step, dossier.state]).toEqual(['Trình ký', 'Chờ ký']);
  });

  test('requirements §4.3 free text is kept as it was sent, but for its ends', () => {
    const dossier = aDossier({ step: ' “Tiếp   nhận”\n' }, { state: "Chờ ông Y'Moan\r\n" });
    expect([dossier.step, dossier.state]).toEqual(['“Tiếp   nhận”', "Chờ ông Y'Moan"]);
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

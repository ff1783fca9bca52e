import { describe, expect, test } from 'vitest';
import { dossierLine, type DossierLine } from '../../../src/domain/dossier-line.ts';
import type { Registration } from '../../../src/domain/dossier.ts';
import { isLate } from '../../../src/domain/on-time.ts';
import { aDossier, aRegistration, at, day, said, type Said } from '../../support/dossiers.ts';

const COUNTER = { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };
const RESULT = { step: 'Trả kết quả' };
const MOVED = { step: 'Thẩm định' };

function line(some: Partial<Registration>, ...events: readonly Said[]): DossierLine {
  return dossierLine(aRegistration(some), said(...events));
}

type Case = readonly [title: string, line: DossierLine, Partial<DossierLine>];

/** Received on 2026-11-20 at 08:00, due on 2026-11-27, the apology at 17:30 of the eve. */
const CASES: readonly Case[] = [
  [
    'as it is registered',
    line({}),
    { seq: 0, codeKey: '0101701234' as never, agency: 'default', procedureCode: 'QLG-01', receivedOn: day('2026-11-20'), clock: 'running' },
  ],
  ['its first step, in one text for all spellings', line({ step: 'TRẢ  kết quả.' }), { step: 'Trả kết quả', stepKey: 'tra ket qua' }],
  ['an open dossier is judged by the day', line({}), { late: null, resultOn: null, closed: false, apologyAt: at('2026-11-26 17:30') }],
  ['without a due date it is never late', line({ dueDate: null }), { late: false, clock: 'none', apologyAt: null }],
  [
    'a result in time',
    line({}, { ...RESULT, at: '2026-11-24 09:00' }),
    { late: false, resultOn: day('2026-11-24'), clock: 'ended', apologyAt: null },
  ],
  ['a late result', line({}, { ...RESULT, at: '2026-11-28 00:00' }), { late: true, resultOn: day('2026-11-28') }],
  [
    'it waits for papers',
    line({}, { ...COUNTER, at: '2026-11-23 09:00' }),
    {
      clock: 'stopped',
      late: false,
      waitingSince: at('2026-11-23 09:00'),
      stoppedSince: at('2026-11-23 09:00'),
      daysStopped: 0,
      apologyAt: null,
      stops: [{ from: at('2026-11-23 09:00'), to: null }],
    },
  ],
  [
    'the papers came',
    line({}, { ...COUNTER, at: '2026-11-23 23:00' }, { ...MOVED, at: '2026-11-25 01:00' }),
    {
      clock: 'running',
      late: null,
      waitingSince: null,
      stoppedSince: null,
      daysStopped: 2,
      stops: [{ from: at('2026-11-23 23:00'), to: at('2026-11-25 01:00') }],
    },
  ],
  [
    'two stops add up, and what is said to have ended before it began counts nothing',
    line(
      {},
      { ...COUNTER, at: '2026-11-21 09:00' },
      { ...MOVED, at: '2026-11-22 09:00' },
      { ...COUNTER, at: '2026-11-23 09:00' },
      { ...MOVED, at: '2026-11-25 09:00' },
      { ...COUNTER, at: '2026-11-26 09:00' },
      { ...MOVED, at: '2026-11-25 10:00', recorded: '2026-11-26 10:00' },
    ),
    { daysStopped: 3 },
  ],
  [
    'a setting lets the clock run while it waits',
    line(
      { policy: { apologySecond: 17.5 * 3600, apologySpreadMs: 0, supplementStopsClock: false } },
      { ...COUNTER, at: '2026-11-23 09:00' },
    ),
    { clock: 'running', waitingSince: at('2026-11-23 09:00'), stoppedSince: null, stops: [], apologyAt: at('2026-11-26 17:30') },
  ],
  [
    'withdrawn while it waits',
    line({}, { ...COUNTER, at: '2026-11-23 09:00' }, { close: 'withdrawn', at: '2026-11-24 09:00' }),
    {
      closed: true,
      closedOn: day('2026-11-24'),
      outcome: 'withdrawn',
      waitingSince: null,
      stoppedSince: null,
      daysStopped: 1,
      late: false,
      stops: [{ from: at('2026-11-23 09:00'), to: at('2026-11-24 09:00') }],
    },
  ],
  ['closed late without a result', line({}, { close: 'rejected', at: '2026-11-28 09:00' }), { late: true, outcome: 'rejected' }],
  [
    'two re-appointments move one of the dates',
    line({}, { due: '2026-12-01' }, { due: '2026-12-04' }, { due: '2026-12-05', reason: 'correction' }),
    { reappointments: 2, dueDate: day('2026-12-05'), originalDueDate: day('2026-11-27'), judgedDate: day('2026-12-05') },
  ],
  ['a same-day procedure gets no apology', line({ procedure: { code: 'C', name: 'N', sameDay: true } }), { apologyAt: null, eves: [] }],
];

test.each(CASES)('architecture §2.3 the line of a dossier: %s', (_, actual, expected) => {
  expect(actual).toMatchObject(expected);
});

const EVE = '2026-11-26';
const eve = (calledAtThree: boolean | null, calledAtInstant: boolean | null, dueDate = '2026-11-27') => ({
  dueDate: day(dueDate),
  calledAtThree,
  calledAtInstant,
});

describe('requirements §8.6 an eve: whether the apology was called for at 15:00 and at its instant', () => {
  test.each<readonly [string, readonly Said[], DossierLine['eves']]>([
    ['nothing is judged before 15:00', [{ ...RESULT, at: `${EVE} 14:59` }], []],
    ['what is recorded at 15:00 comes too late for it', [{ ...MOVED, at: `${EVE} 15:00` }], [eve(true, null)]],
    [
      'prevented',
      [
        { ...RESULT, at: `${EVE} 16:00` },
        { contact: true, recorded: '2026-11-27 08:00' },
      ],
      [eve(true, false)],
    ],
    [
      'prevented by a new date',
      [
        { due: '2026-12-01', recorded: `${EVE} 16:00` },
        { contact: true, recorded: `${EVE} 18:00` },
      ],
      [eve(true, false)],
    ],
    ['sent', [{ ...RESULT, at: '2026-11-27 08:00' }], [eve(true, true)]],
    [
      'stopped at both moments',
      [
        { ...COUNTER, at: '2026-11-23 09:00' },
        { ...MOVED, at: `${EVE} 18:00` },
      ],
      [eve(false, false)],
    ],
    [
      'papers that came after 15:00',
      [
        { ...COUNTER, at: '2026-11-23 09:00' },
        { ...MOVED, at: `${EVE} 16:00` },
      ],
      [eve(false, null)],
    ],
    [
      'two due dates, each with its eve',
      [
        { due: '2026-12-01', recorded: '2026-11-28 08:00' },
        { ...RESULT, at: '2026-12-02 08:00' },
      ],
      [eve(true, true), eve(true, true, '2026-12-01')],
    ],
    [
      'a date that was replaced before its eve has none',
      [
        { due: '2026-12-01', recorded: '2026-11-24 08:00' },
        { contact: true, recorded: '2026-11-27 08:00' },
      ],
      [],
    ],
    [
      'a date that was recorded after its instant has none',
      [
        { due: '2026-12-01', recorded: '2026-11-30 18:00' },
        { contact: true, recorded: '2026-12-01 08:00' },
      ],
      [eve(true, true)],
    ],
  ])('%s', (_, events, eves) => {
    expect(line({}, ...events).eves).toEqual(eves);
  });

  test('an eve that was judged otherwise calls for no apology any more', () => {
    expect(line({}, { ...COUNTER, at: '2026-11-23 09:00' }, { ...MOVED, at: `${EVE} 18:00` }).apologyAt).toBeNull();
  });
});

test('requirements §6 the line says the same as the dossier on each day', () => {
  const lives: readonly (readonly Said[])[] = [
    [],
    [{ ...COUNTER, at: '2026-11-28 09:00' }],
    [
      { ...COUNTER, at: '2026-11-28 09:00' },
      { ...MOVED, at: '2026-12-01 09:00' },
    ],
    [
      { ...RESULT, at: '2026-11-27 09:00' },
      { ...MOVED, at: '2026-11-27 10:00' },
    ],
    [{ due: '2026-12-01' }],
    [{ due: '2026-12-01', reason: 'supplement' }],
    [{ close: 'withdrawn', at: '2026-11-27 09:00' }],
  ];
  for (const events of lives)
    for (const today of ['2026-11-26', '2026-11-27', '2026-11-28', '2026-12-02'].map(day)) {
      const { late, judgedDate } = line({}, ...events);
      expect(late ?? (judgedDate !== null && judgedDate < today)).toBe(isLate(aDossier({}, ...events), today));
    }
});

import { expect, test } from 'vitest';
import { epochMs, instantAt } from '../../../src/domain/calendar.ts';
import { copyText } from './copy-rows.ts';
import { detailsOf, failuresOf } from './details.ts';
import { makeDossier } from './make-dossier.ts';
import { spread } from './measure.ts';
import { readOptions } from './options.ts';
import { plansIn } from './plans.ts';
import { randomFrom } from './random.ts';
import { pageRequests } from './requests.ts';

const NOW = instantAt(Date.UTC(2026, 10, 27, 3));

test('cells are written as COPY reads them', () => {
  expect(
    copyText([
      ['a\tb', null, 1],
      ['c\\d\ne', true, ''],
    ]),
  ).toBe('a\\tb\t\\N\t1\nc\\\\d\\ne\ttrue\t\n');
});

test('a seed always gives the same numbers, and another one others', () => {
  const drawn = (seed: number) => Array.from({ length: 3 }, randomFrom(seed).next);
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(7)).not.toEqual(drawn(8));
});

test('the same dossier is made each time, and nothing in it lies ahead', () => {
  const made = Array.from({ length: 400 }, (_, nth) => makeDossier(nth, 400, NOW));
  expect(made[250]).toEqual(makeDossier(250, 400, NOW));
  const moments = made.flatMap(({ entries, notices }) => [
    ...entries.map(({ recordedAt }) => recordedAt),
    ...notices.map(({ decidedAt }) => decidedAt),
  ]);
  expect(moments.filter((moment) => moment > NOW)).toEqual([]);
  expect(new Set(made.map(({ key }) => key)).size).toBe(400);
});

test('a tenth of the dossiers are open, and every list has some', () => {
  const lines = Array.from({ length: 3000 }, (_, nth) => makeDossier(nth, 3000, NOW).line);
  const open = lines.filter(({ closed }) => !closed);
  expect(open.length / lines.length).toBeGreaterThan(0.08);
  expect(open.length / lines.length).toBeLessThan(0.12);
  const today = NOW.slice(0, 10);
  const lists = [
    open.filter(({ apologyAt }) => apologyAt !== null && epochMs(apologyAt) > epochMs(NOW)),
    open.filter(({ clock, dueDate }) => clock === 'running' && dueDate !== null && dueDate < today),
    open.filter(({ waitingSince }) => waitingSince !== null),
    open.filter(({ resultOn }) => resultOn !== null),
  ];
  expect(lists.map((list) => list.length > 0)).toEqual([true, true, true, true]);
});

test('a list is asked for with no filter, each, and each pair, in six orders', () => {
  const requests = pageRequests('ready', randomFrom(1), NOW);
  expect(requests.length).toBe(6 * (1 + 9 + 36));
  expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(requests.length);
});

test('of ninety-nine quick answers and a slow one the p99 is just above the quick ones', () => {
  const { p50, p99, max } = spread('pages', [...Array.from({ length: 99 }, () => 10), 110]);
  expect([p50, max]).toEqual([10, 110]);
  expect(p99).toBeCloseTo(11);
});

test('a list is told by the median of its rounds, and what failed is told with it', () => {
  const timed = (what: string, p99: number, failed: readonly string[] = []) => ({
    what,
    pages: 2,
    rows: 50,
    p50: 1,
    p99,
    max: p99,
    failed,
  });
  const rounds = [5, 9, 7].map((p99) => ({ pages: [timed('ready', p99)], searches: [] }));
  const measured = {
    rounds,
    counts: timed('counts of all lists', 3),
    statistics: timed('statistics of a year', 4, ['too slow']),
    growths: [{ list: 'ready' as const, pages: 12, ratio: 1.5 }],
    console: [timed('console: Hôm nay', 6, ['500'])],
  };
  expect(
    detailsOf(measured, 100)
      .split('\n')
      .slice(0, 2)
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['', 'asked', 'rows', 'p50 ms', 'p99 ms', 'max ms', '÷ 100'],
    ['ready', '6', '150', '1', '7', '7', '1.50'],
  ]);
  expect(failuresOf(measured)).toEqual(['statistics of a year: too slow', 'console: Hôm nay: 500']);
});

test('a plan is told by how it reads its tables', () => {
  const log = [
    '2026-11-27 03:00:00 UTC [1] LOG:  duration: 0.1 ms  plan:',
    '\tQuery Text: select 1',
    '\tLimit  (cost=0.3..1.0 rows=50 width=40)',
    '\t  ->  Index Scan Backward using dossier_states_by_due on dossier_states  (cost=0.3..9 rows=9 width=8)',
    '\t        ->  Seq Scan on notices  (cost=0..1 rows=1 width=8)',
    '2026-11-27 03:00:00 UTC [1] LOG:  checkpoint starting',
    '',
  ].join('\n');
  expect(plansIn(log)).toEqual(['Index Scan Backward dossier_states_by_due, Seq Scan notices']);
});

test.each([
  ['--dossiers', '0'],
  ['--rounds', 'x'],
  ['--small', '1.5'],
])('%s %s is refused with the usage', (...args) => {
  expect(() => readOptions(args)).toThrow('usage: npm run bench:lists');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { splitJournal } from '../../../src/db/dossiers.ts';
import { startLineKeeper } from '../../../src/db/line-keeper.ts';
import { dateOf, mondayOf, plusDays, type LocalDate } from '../../../src/domain/calendar.ts';
import { dossierLine } from '../../../src/domain/dossier-line.ts';
import { replayStates } from '../../../src/domain/dossier-states.ts';
import { SUMS, Tally, type Figures } from '../../../src/domain/figures.ts';
import { figuresOf, STATISTICS_GROUPS, weeksOf, type Period, type StatisticsFacts } from '../../../src/domain/statistics.ts';
import { openLog } from '../../../src/lib/log.ts';
import { countStatistics } from '../../../src/services/count-statistics.ts';
import { countWeeks, type Week } from '../../../src/services/count-weeks.ts';
import { at, day } from '../../support/dossiers.ts';
import { generateRecords, insertRecords, type GeneratedRecord } from '../../support/generated-records.ts';
import { aDatabase } from '../../support/records.ts';

const NOW = at('2017-12-05 17:50');
const ALL = { agencies: null };
const records = generateRecords(24, 2000, NOW);
const facts = records.map(factsOf);

let database: Awaited<ReturnType<typeof aDatabase>>;
let lists: ReturnType<typeof startLineKeeper>;
beforeAll(async () => {
  database = await aDatabase();
  await insertRecords(database, records);
  lists = startLineKeeper({ database, log: openLog('silent', 'test') });
}, 60_000);
afterAll(async () => {
  await lists.stop();
  await database.close();
});

const PERIODS: readonly (readonly [LocalDate, LocalDate])[] = [
  [day('2017-09-01'), day('2017-12-31')],
  [day('2017-10-01'), day('2017-10-31')],
  [day('2017-11-15'), day('2017-12-05')],
  [day('2017-12-04'), day('2017-12-05')],
  [day('2017-11-07'), day('2017-11-07')],
];

test.each(PERIODS)('requirements §8.6 PostgreSQL and the definition give the same from %s to %s', { timeout: 60_000 }, async (from, to) => {
  const period = { from, to: to < dateOf(NOW) ? to : dateOf(NOW) };
  for (const by of STATISTICS_GROUPS) {
    const counted = await countStatistics({ database, lists, now: () => NOW }, ALL, { from, to, by });
    if (counted.kind !== 'counted') throw new Error('expected figures');
    expect(counted.total).toEqual(defined(facts, period));
    expect(Object.fromEntries(counted.groups.map(({ key, counts }) => [key, counts]))).toEqual(definedBy[by](period));
  }
});

test.each(PERIODS)('requirements §8.6 dossiers by week are as the definition gives them, from %s to %s', async (from, to) => {
  const period = { from, to: to < dateOf(NOW) ? to : dateOf(NOW) };
  const weeks = await countWeeks({ database, lists, now: () => NOW }, ALL, { from, to });
  expect(weeks).toEqual(definedWeeks(facts, period));
  expect(weeks.reduce((sum, { received }) => sum + received, 0)).toBe(defined(facts, period).received);
});

test.each([
  [{ agency: 'so-xay-dung' }, ({ line }: StatisticsFacts) => line.agency === 'so-xay-dung'],
  [{ procedure: 'QLG-01' }, ({ line }: StatisticsFacts) => line.procedureCode === 'QLG-01'],
  [
    { agency: 'so-xay-dung', procedure: 'QLG-01' },
    ({ line }: StatisticsFacts) => line.agency === 'so-xay-dung' && line.procedureCode === 'QLG-01',
  ],
])('requirements §8.6 the figures of %j alone', async (chosen, isChosen) => {
  const [from, to] = [day('2017-10-01'), day('2017-11-30')];
  const own = facts.filter(isChosen);
  expect(own.length).toBeGreaterThan(20);
  for (const by of [undefined, ...STATISTICS_GROUPS]) {
    const counted = await countStatistics({ database, lists, now: () => NOW }, ALL, { from, to, by, ...chosen });
    expect(counted).toMatchObject({ total: defined(own, { from, to }) });
  }
  const weeks = await countWeeks({ database, lists, now: () => NOW }, ALL, { from, to, ...chosen });
  expect(weeks).toEqual(definedWeeks(own, { from, to }));
});

test('requirements §8.1 who asks for a foreign agency gets nothing', async () => {
  const [from, to] = [day('2017-10-01'), day('2017-11-30')];
  const scope = { agencies: ['so-xay-dung'] };
  const counted = await countStatistics({ database, lists, now: () => NOW }, scope, { from, to, by: 'agency', agency: 'default' });
  expect(counted).toMatchObject({ total: new Tally().figures(), groups: [] });
});

test('requirements §8.6 the generated dossiers have some of each figure of dossiers and notices', () => {
  const figures = defined(facts, { from: day('2017-09-01'), to: dateOf(NOW) });
  const without = SUMS.filter((name) => figures[name] === 0);
  expect(without).toEqual(['carriedOver', 'messages', 'segments', 'cost', 'inquiries', 'inquiriesCharged', 'refundsDue']);
  expect(defined(facts, { from: day('2017-11-01'), to: dateOf(NOW) }).carriedOver).toBeGreaterThan(100);
});

test('requirements §8.1 figures are of the dossiers of these agencies alone', async () => {
  const [from, to] = [day('2017-10-01'), day('2017-11-30')];
  const counted = await countStatistics({ database, lists, now: () => NOW }, { agencies: ['so-xay-dung'] }, { from, to });
  const own = facts.filter(({ line }) => line.agency === 'so-xay-dung');
  expect(own.length).toBeGreaterThan(100);
  expect(counted).toMatchObject({ total: defined(own, { from, to }) });
});

const definedBy = {
  agency: (period: Period) => definedByValue(period, ({ line }) => line.agency),
  procedure: (period: Period) => definedByValue(period, ({ line }) => line.procedureCode),
  month: (period: Period) => Object.fromEntries(monthsOf(period).map((month) => [month.from.slice(0, 7), defined(facts, month)])),
};

function definedByValue(period: Period, valueOf: (one: StatisticsFacts) => string): Record<string, Figures> {
  const values = [...new Set(facts.map(valueOf))];
  return Object.fromEntries(
    values.map((value) => [
      value,
      defined(
        facts.filter((one) => valueOf(one) === value),
        period,
      ),
    ]),
  );
}

function monthsOf({ from, to }: Period): Period[] {
  const months: Period[] = [];
  for (let first = from; first <= to; first = nextMonth(first)) {
    const last = plusDays(nextMonth(first), -1);
    months.push({ from: first, to: last < to ? last : to });
  }
  return months;
}

function definedWeeks(all: readonly StatisticsFacts[], period: Period): Week[] {
  const dossiers = all.map(({ line }) => weeksOf(line, period));
  const weeks: Week[] = [];
  for (let monday = mondayOf(period.from); monday <= period.to; monday = plusDays(monday, 7)) {
    const resolved = dossiers.filter(({ resolvedIn }) => resolvedIn === monday);
    const tally = new Tally();
    for (const { days } of resolved) tally.add({ sums: {}, resolved: { days: days ?? 0, dossiers: 1 } });
    const { daysMedian, daysP90 } = tally.figures();
    const received = dossiers.filter(({ receivedIn }) => receivedIn === monday).length;
    weeks.push({ monday, received, resolved: resolved.length, daysMedian, daysP90 });
  }
  return weeks;
}

function nextMonth(date: LocalDate): LocalDate {
  return day(`${plusDays(day(`${date.slice(0, 7)}-01`), 31).slice(0, 7)}-01`);
}

function defined(all: readonly StatisticsFacts[], period: Period): Figures {
  const tally = new Tally();
  for (const one of all) for (const part of figuresOf(one, period, NOW)) tally.add(part);
  return tally.figures();
}

function factsOf({ entries, notices, answeredAt }: GeneratedRecord): StatisticsFacts {
  const { registration, events } = splitJournal(entries);
  return {
    line: dossierLine(registration, events),
    states: replayStates(registration, events),
    notices,
    reappointedAt: events.flatMap((event) => (event.type === 'reschedule' && event.reason === 'reappointment' ? [event.occurredAt] : [])),
    informed: entries.flatMap(({ type, body, occurredAt }) =>
      type === 'informed' ? [{ notice: String(body['notice']), at: occurredAt }] : [],
    ),
    answeredAt,
  };
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDossiers, countLists, readPlaces, type DossierFilter } from '../../../src/db/dossier-lists.ts';
import { instantFrom } from '../../../src/db/open.ts';
import { searchCondition } from '../../../src/db/search-codes.ts';
import { readUnlisted } from '../../../src/db/unlisted.ts';
import { readUnreached } from '../../../src/db/unreached.ts';
import { DOSSIER_LISTS, DOSSIER_SORTS } from '../../../src/domain/dossier-lists.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { readSearchWords } from '../../../src/domain/search-words.ts';
import { day } from '../../support/dossiers.ts';
import { aDatabase } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  database = await aDatabase(1);
  await fill();
}, 120_000);
afterAll(() => database.close());

const TODAY = day('2026-11-27');
const ROWS = 30_000;

/**
 * Of three years: one in ten is open, the last ones. Of ten notices one told nobody, half of them for want of a number; one in three of
 * these citizens was told by a person. One citizen in five asked.
 */
async function fill(): Promise<void> {
  const { sql } = database;
  await sql.unsafe(`
    insert into dossiers (code_key, receipt_code, agency, received_on, seq, hash, recorded_at, closed_at)
      select code, code, agency, received_on, 1, '', now(), case when i > ${ROWS / 10} then now() end
      from (select i, 'a' || i % 7 as agency, date '2026-11-27' - i / 30 as received_on,
          'H15' || lpad((i % 7)::text, 2, '0') || to_char(date '2026-11-27' - i / 30, 'YYMMDD') || lpad(i::text, 5, '0') as code
        from generate_series(1, ${ROWS}) i) made order by i desc;
    insert into contacts (code_key, phone) select code_key, '+849' || right(code_key, 8) from dossiers;
    insert into dossier_states (code_key, seq, agency, procedure_code, received_on, step, step_key, state, state_key, due_date,
        original_due_date, judged_date, clock, waiting_since, stopped_since, days_stopped, result_on, late, closed, closed_on, outcome,
        reappointments, apology_at)
      select code_key, 1, agency, 'P' || i % 40, received_on, 'S', 's' || i % 11, null, case when i % 5 = 0 then 'z' || i % 3 end, due, due, due,
        case when closed_at is not null or i % 10 = 1 then 'ended' when i % 10 = 2 then 'stopped' else 'running' end,
        case when closed_at is null and i % 10 = 2 then now() end, null, 0, case when i % 10 = 1 or closed_at is not null then due end,
        case when closed_at is not null then i % 9 = 0 end, closed_at is not null, null, null, 0,
        case when closed_at is null and i % 10 > 2 then now() end
      from (select row_number() over () as i, case when closed_at is null then date '2026-11-27' + (random() * 40)::int - 10
        else received_on + (random() * 60)::int end as due, * from dossiers) d;
    insert into notices (key, code_key, kind, round, status, reason, text, segments, decided_at, due_at)
      select code_key || '/result/1', code_key, 'result', 1,
        (case when fate < 0.05 then 'permanent_failure' when fate < 0.1 then 'skipped' else 'delivered' end)::notice_status,
        case when fate between 0.05 and 0.1 then 'no_phone' end, repeat('TB ', 50), 1, received_on + interval '5 days', now()
      from (select *, random() as fate from dossiers) d order by received_on;
    insert into events (code_key, seq, type, body, occurred_at, recorded_at, actor, digest, hash)
      select code_key, 0, 'register', '{}', now(), now(), '', '', '' from dossiers;
    insert into events (code_key, seq, type, body, occurred_at, recorded_at, actor, digest, hash)
      select code_key, 1, 'informed', jsonb_build_object('notice', key), now(), now(), '', '', '' from notices
        where status <> 'delivered' and random() < 0.33;
    update unlisted set due_at = '-infinity';
    insert into inquiries (gateway, id, sent_at, received_at, code_keys, outcome, answered_at)
      select 'plain', code_key, received_on, received_on, array[code_key], 'answered', received_on from dossiers where random() < 0.2`);
  // Once all tables were vacuumed, PostgreSQL may read their indexes alone, as it does in an office.
  await sql`vacuum analyze`;
}

const filter = (some: Partial<DossierFilter>): DossierFilter => ({ list: 'all', agencies: null, closed: false, today: TODAY, ...some });

const FILTERS: readonly Partial<DossierFilter>[] = [
  {},
  { agency: 'a1' },
  { procedure: 'P7' },
  { step: 'S3', procedure: 'P7' },
  { state: 'Z0' },
  { due: TODAY },
  { dueFrom: day('2026-11-20'), dueTo: TODAY, agency: 'a2' },
  { late: true },
  { problems: ['permanent_failure'] },
];

/** How often each table of many rows was read whole, in whatever part of a plan, and how many entries of indexes were. */
async function readSoFar(): Promise<{ readonly whole: readonly string[]; readonly entries: number }> {
  const { sql } = database;
  await sql`select pg_stat_force_next_flush()`;
  const whole = await sql<{ name: string; scans: number }[]>`
    select relname as name, seq_scan::int as scans from pg_stat_user_tables where n_live_tup > 1000 order by relname`;
  const [row] = await sql<{ entries: number }[]>`select sum(idx_tup_read)::int as entries from pg_stat_user_indexes`;
  return { whole: whole.map(({ name, scans }) => `${name} ${scans}`), entries: row?.entries ?? Number.NaN };
}

/** No table is read whole, and no index either: not more entries than half of the dossiers. */
async function expectFewReads(what: unknown, work: () => Promise<unknown>, entriesMax = ROWS / 2): Promise<void> {
  const before = await readSoFar();
  await work();
  const after = await readSoFar();
  expect([what, after.whole]).toEqual([what, before.whole]);
  expect([what, Math.max(after.entries - before.entries, entriesMax)]).toEqual([what, entriesMax]);
}

test('the tables that lists read have many rows', async () => {
  const { whole } = await readSoFar();
  const names = whole.map((line) => line.split(' ')[0]);
  expect(names).toEqual(expect.arrayContaining(['contacts', 'dossier_states', 'dossiers', 'events', 'inquiries', 'notices', 'unlisted']));
});

test.each(DOSSIER_LISTS)('quality L1 a page of the list %s goes by index, whatever it is filtered and sorted by', async (list) => {
  for (const some of FILTERS)
    for (const sort of DOSSIER_SORTS)
      for (const after of [null, { value: TODAY, key: codeKey('H1503260') }])
        await expectFewReads([some, sort, after], () => readPlaces(database, filter({ ...some, list }), sort, 50, after));
});

test.each(FILTERS)('quality L1 closed dossiers with %j go by index', async (some) => {
  for (const sort of DOSSIER_SORTS)
    await expectFewReads(sort, () => readPlaces(database, filter({ ...some, closed: null }), sort, 50, null), ROWS * 1.25);
});

const SEARCHES = ['H1503261121', '2611', '21023', '0300123', '849261', '0926112100', 'H15', '261'];

test.each(SEARCHES)('quality L1 the search for %s goes by index', async (q) => {
  await expectFewReads('keys', () => searchCondition(database, readSearchWords(q)));
  const found = await searchCondition(database, readSearchWords(q));
  for (const sort of DOSSIER_SORTS)
    await expectFewReads(sort, () => readPlaces(database, filter({ found, closed: null }), sort, 50, null), ROWS * 1.25);
  await expectFewReads('count', () => countDossiers(database, filter({ found, closed: null }), 10_001), ROWS * 1.25);
});

test.each(FILTERS)('quality L2 counts of dossiers with %j go by index', async (some) => {
  for (const list of DOSSIER_LISTS) await expectFewReads(list, () => countDossiers(database, filter({ ...some, list }), 10_001));
  // Late ones are many enough that PostgreSQL finds 10,001 of them soonest in the table, where it stops.
  if (some.late === undefined)
    await expectFewReads('closed', () => countDossiers(database, filter({ ...some, closed: null }), 10_001), ROWS * 1.25);
});

test.each([undefined, 'a1'])('quality L2 the counts of all lists of agency %s go by index', async (agency) => {
  await expectFewReads(agency, () => countLists(database, { agencies: null, agency, today: TODAY }), ROWS);
});

test.each([undefined, 'a1'])('quality L1 who was not reached in agency %s is found by index', async (agency) => {
  const agencies = agency === undefined ? null : [agency];
  await expectFewReads('first', () => readUnreached(database, agency, agencies, 50, null));
  const last = (await readUnreached(database, agency, agencies, 50, null)).at(-1);
  if (!last) throw new Error('expected notices by which nobody was told');
  const place = { at: instantFrom(last.notice.decidedAt), id: last.notice.key };
  await expectFewReads('next', () => readUnreached(database, agency, agencies, 50, place));
});

test('architecture §2.3 to see that nothing is left to fold reads no table', async () => {
  await expectFewReads('unlisted', async () => expect(await readUnlisted(database, 500)).toEqual([]), 10);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDossiers, countLists, readPlaces, type DossierFilter } from '../../../src/db/dossier-lists.ts';
import { searchCondition } from '../../../src/db/search-codes.ts';
import { readUnlisted } from '../../../src/db/unlisted.ts';
import { DOSSIER_LISTS, DOSSIER_SORTS } from '../../../src/domain/dossier-lists.ts';
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

/** One in ten is open; due dates, agencies, procedures and steps as in an office of some years. The journal is not read by a list. */
async function fill(): Promise<void> {
  const { sql } = database;
  await sql.unsafe(`
    insert into dossiers (code_key, receipt_code, agency, received_on, seq, hash, recorded_at, closed_at)
      select 'K' || lpad(i::text, 9, '0'), 'K' || lpad(i::text, 9, '0'), 'a' || i % 7, date '2026-11-27' - i / 30, 0, '', now(),
        case when i > ${ROWS / 10} then now() end
      from generate_series(1, ${ROWS}) i;
    insert into events (code_key, seq, type, body, occurred_at, recorded_at, actor, digest, hash)
      select code_key, 0, 'register', '{}', now(), now(), '', '', '' from dossiers;
    update unlisted set due_at = '-infinity';
    insert into contacts (code_key, phone) select code_key, '849' || right(code_key, 8) from dossiers;
    insert into dossier_states (code_key, seq, agency, procedure_code, received_on, step, step_key, state, state_key, due_date,
        original_due_date, judged_date, clock, waiting_since, stopped_since, days_stopped, result_on, late, closed, closed_on, outcome,
        reappointments, apology_at)
      select code_key, 0, agency, 'P' || i % 40, received_on, 'S', 's' || i % 11, null, case when i % 5 = 0 then 'z' || i % 3 end, due, due, due,
        case when closed_at is not null or i % 10 = 1 then 'ended' when i % 10 = 2 then 'stopped' else 'running' end,
        case when closed_at is null and i % 10 = 2 then now() end, null, 0, case when i % 10 = 1 or closed_at is not null then due end,
        case when closed_at is not null then i % 9 = 0 end, closed_at is not null, null, null, 0,
        case when closed_at is null and i % 10 > 2 then now() end
      from (select row_number() over () as i, date '2026-11-27' + (random() * 40)::int - 10 as due, * from dossiers) d;
    insert into notices (key, code_key, kind, round, status, reason, text, segments, decided_at, due_at)
      select code_key || '/result/1', code_key, 'result', 1, case when random() < 0.02 then 'permanent_failure' else 'delivered' end::notice_status,
        null, '', 1, now(), now() from dossiers;
    analyze`);
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

/** The whole table is read without an index. */
async function readWhole(): Promise<readonly string[]> {
  await database.sql`select pg_stat_force_next_flush()`;
  const rows = await database.sql<{ name: string; scans: number }[]>`
    select relname as name, seq_scan::int as scans from pg_stat_user_tables
    where relname in ('dossier_states', 'dossiers', 'contacts', 'notices', 'events')`;
  return rows.map(({ name, scans }) => `${name} ${scans}`).toSorted();
}

test.each(DOSSIER_LISTS)('quality L1 a page of the list %s goes by index, whatever it is filtered and sorted by', async (list) => {
  const before = await readWhole();
  for (const some of FILTERS)
    for (const sort of DOSSIER_SORTS) {
      const [place] = await readPlaces(database, filter({ ...some, list }), sort, 50, null);
      if (place) await readPlaces(database, filter({ ...some, list }), sort, 50, place);
      expect([some, sort, await readWhole()]).toEqual([some, sort, before]);
    }
});

test.each(FILTERS)('quality L1 closed dossiers with %j go by index', async (some) => {
  const before = await readWhole();
  for (const sort of DOSSIER_SORTS) await readPlaces(database, filter({ ...some, closed: null }), sort, 50, null);
  expect(await readWhole()).toEqual(before);
});

test.each(['K000000123', '0123', '849000', '0900000123', 'K00', '000'])('quality L1 the search for %s goes by index', async (q) => {
  const before = await readWhole();
  const found = await searchCondition(database, readSearchWords(q));
  for (const sort of DOSSIER_SORTS) await readPlaces(database, filter({ found, closed: null }), sort, 50, null);
  expect(await readWhole()).toEqual(before);
});

test('quality L2 the counts of all lists go by index', async () => {
  const before = await readWhole();
  for (const agency of [undefined, 'a1']) await countLists(database, { agencies: null, agency, today: TODAY });
  for (const list of DOSSIER_LISTS) await countDossiers(database, filter({ list }), 10_001);
  expect(await readWhole()).toEqual(before);
});

test('architecture §2.3 to see that nothing is left to fold reads no table', async () => {
  const scans = async () =>
    (await database.sql`select pg_stat_force_next_flush(), seq_scan from pg_stat_user_tables where relname = 'unlisted'`)[0]?.['seq_scan'];
  const before = await scans();
  expect(await readUnlisted(database, 500)).toEqual([]);
  expect(await scans()).toBe(before);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInquiries } from '../../../src/db/inquiry-rows.ts';
import { readNotices, type NoticeRowFilter } from '../../../src/db/notice-rows.ts';
import { endOf, instantOf } from '../../../src/domain/calendar.ts';
import { day } from '../../support/dossiers.ts';
import { aDatabase } from '../../support/records.ts';

const ALL = { agencies: null };
const ROWS = 20_000;
const PAGE = 50;
/** Rows that a page may read: its own, each with a dossier and a contact, and what a page begins with. */
const READ_MAX = 6 * PAGE;

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  database = await aDatabase(1);
  const moment = `timestamptz '2026-11-01 00:00+07' + i * interval '2 minutes'`;
  await database.sql.unsafe(`
    insert into dossiers (code_key, receipt_code, agency, received_on, seq, hash, recorded_at)
      select 'K' || i, 'K' || i, 'default', date '2026-11-01', 0, '', now() from generate_series(1, ${ROWS}) i;
    insert into contacts (code_key, phone) select code_key, '84905123456' from dossiers;
    insert into notices (key, code_key, kind, round, status, reason, text, segments, gateway, decided_at, due_at)
      select 'K' || i || '/result/1', 'K' || i, 'result', 1, case when i % 500 = 0 then 'uncertain' else 'delivered' end::notice_status,
        null, '', 1, case when i % 900 = 0 then 'rare' else 'plain' end, ${moment}, now() from generate_series(1, ${ROWS}) i;
    insert into inquiries (gateway, id, sent_at, received_at) select 'plain', i::text, now(), ${moment} from generate_series(1, ${ROWS}) i;
    analyze`);
}, 120_000);
afterAll(() => database.close());

/** How many rows were read so far. The flush makes this connection report its own at once. */
async function rowsRead(): Promise<number> {
  await database.sql`select pg_stat_force_next_flush()`;
  const [row] = await database.sql<{ rows: number }[]>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::float8 as rows from pg_stat_user_tables
    where relname in ('notices', 'dossiers', 'contacts', 'inquiries')`;
  return row?.rows ?? Number.NaN;
}

const DAY = { from: instantOf(day('2026-11-10'), 0), to: endOf(day('2026-11-10')) };

test.each<[string, NoticeRowFilter]>([
  ['all', {}],
  ['a rare status', { status: 'uncertain' }],
  ['a common status', { status: 'delivered' }],
  ['a rare gateway', { gateway: 'rare' }],
  ['a gateway that has none', { gateway: 'none' }],
  ['a day', DAY],
  ['a day of a rare gateway', { ...DAY, gateway: 'rare' }],
])('quality L1 a page of the notices goes by index: %s', async (_what, filter) => {
  const before = await rowsRead();
  const page = await readNotices(database, { ...ALL, ...filter }, PAGE, null);
  const last = page.at(-1);
  expect((await rowsRead()) - before).toBeLessThan(READ_MAX);
  if (!last) return;
  const between = await rowsRead();
  await readNotices(database, { ...ALL, ...filter }, PAGE, { at: instantOf(day('2026-11-15'), 0), id: last.notice.key });
  expect((await rowsRead()) - between).toBeLessThan(READ_MAX);
});

test.each([
  ['all', {}],
  ['a day', DAY],
])('quality L1 a page of the inquiries goes by index: %s', async (_what, period) => {
  const before = await rowsRead();
  expect(await readInquiries(database, { ...ALL, ...period }, PAGE, null)).toHaveLength(PAGE);
  expect((await rowsRead()) - before).toBeLessThan(READ_MAX);
});

import { expect, test } from 'vitest';
import { writeLinesOf } from '../../../src/db/dossier-lines.ts';
import { instantFrom, type Database } from '../../../src/db/open.ts';
import { readUnreached } from '../../../src/db/unreached.ts';
import { countUnreached } from '../../../src/db/unreached-counts.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { aDatabase, anEvent, aRecordedDossier, record } from '../../support/records.ts';

test('requirements §8.5 those who were not told are found by index among many notices and events', async () => {
  await using database = await aDatabase(1);
  const { sql } = database;
  const [dossier, ...others] = await Promise.all(Array.from({ length: 200 }, () => aRecordedDossier(database)));
  if (dossier === undefined) throw new Error('expected a dossier');
  await sql`
    insert into notices (key, code_key, kind, round, status, reason, text, segments, decided_at, due_at)
    select code_key || '/result/' || n, code_key, 'result', n, (case when n = 1 then 'missed' else 'delivered' end)::notice_status,
      null, 'TB', 1, now() - n * interval '1 minute', now() from dossiers, generate_series(1, 50) n`;
  const notice = `${codeKey(dossier.receiptCode)}/result/1`;
  await record(database, dossier, anEvent({ type: 'informed', body: { notice, by: 'phone' } }));
  await writeLinesOf(
    database,
    [dossier, ...others].map(({ receiptCode }) => codeKey(receiptCode)),
  );
  await sql`analyze`;

  const before = await readWithoutIndex(database);
  const first = await readUnreached(database, undefined, null, 50, null);
  const last = first.at(-1);
  const more = await readUnreached(
    database,
    'default',
    ['default'],
    200,
    last ? { at: instantFrom(last.notice.decidedAt), id: last.notice.key } : null,
  );
  expect([first.length, more.length]).toEqual([50, others.length - 50]);
  expect([...first, ...more].map((row) => row.notice.key)).not.toContain(notice);
  expect((await readWithoutIndex(database)) - before).toBe(0);
});

test('requirements §8.5 with the close, the failed notices of a dossier leave the index; what fails later is not listed either', async () => {
  await using database = await aDatabase(1);
  const { sql } = database;
  const [closed, open] = [await aRecordedDossier(database), await aRecordedDossier(database)];
  const keys = [closed, open].map(({ receiptCode }) => codeKey(receiptCode));
  await sql`
    insert into notices (key, code_key, kind, round, status, text, segments, decided_at, due_at)
    select code_key || '/result/' || n, code_key, 'result', n, (case when n = 1 then 'missed' else 'sent' end)::notice_status, 'TB', 1, now(), now()
    from dossiers, generate_series(1, 2) n`;
  await writeLinesOf(database, keys);
  expect(await listed(database)).toEqual(keys.map((key) => `${key}/result/1`).toSorted());

  await record(database, closed, anEvent({ type: 'close', body: { outcome: 'handed_over' } }));
  await writeLinesOf(database, keys);
  const laidAside = await sql<{ key: string }[]>`select key from notices where of_closed`;
  expect(laidAside.map(({ key }) => key)).toEqual([`${codeKey(closed.receiptCode)}/result/1`]);

  await sql`update notices set status = 'permanent_failure' where status = 'sent'`;
  expect(await listed(database)).toEqual([`${codeKey(open.receiptCode)}/result/1`, `${codeKey(open.receiptCode)}/result/2`]);
  expect(await countUnreached(database, null)).toHaveLength(2);
});

async function listed(database: Database): Promise<string[]> {
  const rows = await readUnreached(database, undefined, null, 50, null);
  return rows.map(({ notice }) => notice.key).toSorted();
}

/** The rows of notices and events that were read without an index so far. */
async function readWithoutIndex({ sql }: Database): Promise<number> {
  await sql`select pg_stat_force_next_flush()`;
  const [row] = await sql<{ rows: number }[]>`
    select sum(seq_tup_read)::int as rows from pg_stat_user_tables where relname in ('notices', 'events')`;
  return row?.rows ?? Number.NaN;
}

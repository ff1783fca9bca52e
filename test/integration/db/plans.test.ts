import { expect, test } from 'vitest';
import { readEntries, readHeads } from '../../../src/db/dossiers.ts';
import { beginInquiry, settleInquiry } from '../../../src/db/inquiries.ts';
import { openEventWriter } from '../../../src/db/journal.ts';
import type { Database } from '../../../src/db/open.ts';
import { readUnlisted, takeUnlisted } from '../../../src/db/unlisted.ts';
import { writeLinesOf } from '../../../src/db/dossier-lines.ts';
import { markDelivered } from '../../../src/db/outbox.ts';
import { claimReply, findReply, replyReference, settleReply, takeOverdueReplies } from '../../../src/db/replies.ts';
import type { Registration } from '../../../src/domain/dossier.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { aBooking, aKeeping, anInquiry } from '../../support/inquiries.ts';
import { aDatabase, aRecordedDossier, PHONE, progress } from '../../support/records.ts';

/** PostgreSQL keeps one plan for a prepared statement from the sixth execution on. */
const TIMES_TO_A_PLAN = 8;

test('statements that were planned while the tables were nearly empty use indexes when the tables have grown', async () => {
  await using database = await aDatabase(1);
  await neverAnalyse(database);
  const live = openLife(database);
  for (let i = 0; i < TIMES_TO_A_PLAN; i++) await live(await Promise.all(Array.from({ length: 3 }, () => aRecordedDossier(database))));
  const many = await Promise.all(Array.from({ length: 500 }, () => aRecordedDossier(database)));

  const before = await readWithoutIndex(database);
  await live(many.slice(0, 100));
  expect((await readWithoutIndex(database)) - before).toBeLessThan(1000);
});

/** Autovacuum visits the tables once a minute. Its statistics would make new plans in the middle of the test. */
async function neverAnalyse({ sql }: Database): Promise<void> {
  const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
  for (const { name } of tables) await sql`alter table ${sql(name)} set (autovacuum_enabled = false)`;
}

/** Runs the most frequent statements of a day for these dossiers. */
function openLife(database: Database) {
  const append = openEventWriter(database);
  return async (dossiers: readonly Registration[]): Promise<void> => {
    const keys = dossiers.map(({ receiptCode }) => codeKey(receiptCode));
    await Promise.all(keys.map((key) => append(key, progress('Thẩm định'))));
    await markDelivered(
      database,
      keys.flatMap((key) => [0, 1].map((seq) => ({ codeKey: key, seq }))),
    );
    for (const key of keys) await writeLinesOf(database, [key]);
    await writeLinesOf(database, keys);
    await readUnlisted(database, 500);
    await takeUnlisted(database, 500, 10);
    for (const key of keys.slice(0, 10)) {
      const begun = await beginInquiry(
        database,
        anInquiry({ phone: PHONE, text: `MCKH ${key}` }),
        aKeeping({ keys: [key], renumbersRepeats: true }),
      );
      const reference = replyReference(begun.key);
      const answer = { outcome: 'answered', reply: 'Hồ sơ', charge: true } as const;
      await settleInquiry(database, begun.key, answer, aBooking({ keys: [key], source: 'journal', byCall: true }));
      await takeOverdueReplies(database);
      await findReply(database, reference);
      await claimReply(database, reference);
      await settleReply(database, reference, 'sent', null);
      await readHeads(database, [key]);
      await readEntries(database, [key]);
    }
  };
}

/** The rows of our tables that were read without an index so far. The flush makes this connection report its own at once. */
async function readWithoutIndex({ sql }: Database): Promise<number> {
  await sql`select pg_stat_force_next_flush()`;
  const [row] = await sql<{ rows: number }[]>`select coalesce(sum(seq_tup_read), 0)::int as rows from pg_stat_user_tables`;
  return row?.rows ?? Number.NaN;
}

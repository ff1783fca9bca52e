import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginInquiry, settleInquiry } from '../../../src/db/inquiries.ts';
import { aBooking, aKeeping, anInquiry } from '../../support/inquiries.ts';
import { aDatabase } from '../../support/records.ts';

/** One connection, so that a statement would show what the one before it left behind. */
let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  database = await aDatabase(1);
  await noteEachWrite();
});
afterAll(() => database.close());

test('a question does not wait for the disk, but its answer does', async () => {
  const { key } = await beginInquiry(database, anInquiry(), aKeeping());
  await settleInquiry(database, key, { outcome: 'unknown', reply: '', charge: false }, aBooking());
  expect(await takeNotes()).toEqual(['off', 'on']);
});

/** Notes which `synchronous_commit` is in force when a statement on inquiries ends. */
async function noteEachWrite(): Promise<void> {
  const { sql } = database;
  await sql`create table notes (nth serial, note text)`;
  await sql`
    create function note_write() returns trigger language plpgsql as $$ begin
      insert into notes (note) values (current_setting('synchronous_commit'));
      return null;
    end $$`;
  await sql`
    create constraint trigger writes after insert or update on inquiries deferrable initially deferred
    for each row execute function note_write()`;
}

async function takeNotes(): Promise<string[]> {
  const rows = await database.sql<{ note: string }[]>`select note from notes order by nth`;
  return rows.map(({ note }) => note);
}

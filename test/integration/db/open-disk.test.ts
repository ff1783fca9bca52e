import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginInquiry, settleInquiry } from '../../../src/db/inquiries.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { anOrder, anSmsRoom } from '../../support/sms-room.ts';

/** One connection, so that a statement would show what the one before it left behind. */
let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  database = await aDatabase(1);
  await noteEachWriteOf('gateways', 'inquiries', 'notices');
});
afterAll(() => database.close());

test('a slot does not wait for the disk: the claim after it does, and brings it along', async () => {
  const room = await anSmsRoom(database);
  const order = anOrder(await aRecordedDossier(database));
  await takeNotes();
  await room.sendNotice(order);
  expect(room.handed).toHaveLength(1);
  expect(await takeNotes()).toEqual(['gateways: off', 'notices: on', 'notices: on']);
});

test('a question does not wait for the disk, but its answer does', async () => {
  const inquiry = { gateway: 'plain', id: 'mo-disk', phone: '84912345670', text: 'MCKH 0101701234', sentAt: instantAt(Date.now()) };
  const { key } = await beginInquiry(database, inquiry, { all: null, unknown: null }, []);
  await settleInquiry(database, key, { outcome: 'unknown', reply: '', charge: false }, { keys: [], source: null, at: inquiry.sentAt });
  expect(await takeNotes()).toEqual(['inquiries: off', 'inquiries: on']);
});

/** Notes which `synchronous_commit` is in force when a statement on these tables ends. */
async function noteEachWriteOf(...tables: readonly string[]): Promise<void> {
  const { sql } = database;
  await sql`create table notes (nth serial, note text)`;
  await sql`
    create function note_write() returns trigger language plpgsql as $$ begin
      insert into notes (note) values (tg_table_name || ': ' || current_setting('synchronous_commit'));
      return null;
    end $$`;
  for (const table of tables)
    await sql`
      create constraint trigger writes after insert or update on ${sql(table)} deferrable initially deferred
      for each row execute function note_write()`;
}

/** The notes since they were last taken. */
async function takeNotes(): Promise<string[]> {
  const rows = await database.sql<{ note: string }[]>`with gone as (delete from notes returning *) select note from gone order by nth`;
  return rows.map(({ note }) => note);
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginInquiry, settleInquiry } from '../../src/db/inquiries.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import { aDatabase, aRecordedDossier } from '../support/records.ts';
import { anOrder, anSmsRoom } from '../support/sms-room.ts';

/** One connection, so that a statement would show what the one before it left behind. */
let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  database = await aDatabase(1);
  await noteAtTheEndOf('gateways', 'inquiries', 'notices');
});
afterAll(() => database.close());

test('a slot does not wait for the disk: the claim after it does, and brings it along', async () => {
  const room = await anSmsRoom(database);
  const order = anOrder(await aRecordedDossier(database));
  await waits();
  await room.sendNotice(order);
  expect(room.handed).toHaveLength(1);
  expect(await waits()).toEqual(['gateways: off', 'notices: on', 'notices: on']);
});

test('a question does not wait for the disk: its answer does', async () => {
  const inquiry = { gateway: 'plain', id: 'mo-disk', phone: '84912345670', text: 'MCKH 0101701234', sentAt: instantAt(Date.now()) };
  await beginInquiry(database, inquiry, { all: null, unknown: null }, []);
  await settleInquiry(database, inquiry, { outcome: 'unknown', reply: '', charge: false }, { keys: [], source: null, at: inquiry.sentAt });
  expect(await waits()).toEqual(['inquiries: off', 'inquiries: on']);
});

/** What PostgreSQL goes by in the moment in which a statement on these tables ends. */
async function noteAtTheEndOf(...tables: readonly string[]): Promise<void> {
  const { sql } = database;
  await sql`create table waits (nth serial, what text)`;
  await sql`
    create function note_wait() returns trigger language plpgsql as $$ begin
      insert into waits (what) values (tg_table_name || ': ' || current_setting('synchronous_commit'));
      return null;
    end $$`;
  for (const table of tables)
    await sql`
      create constraint trigger waits after insert or update on ${sql(table)} deferrable initially deferred
      for each row execute function note_wait()`;
}

/** Since it was last asked. */
async function waits(): Promise<string[]> {
  const rows = await database.sql<{ what: string }[]>`with gone as (delete from waits returning *) select what from gone order by nth`;
  return rows.map(({ what }) => what);
}

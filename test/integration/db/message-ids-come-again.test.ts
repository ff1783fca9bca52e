import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { expect, inject, test } from 'vitest';
import { beginInquiry } from '../../../src/db/inquiries.ts';
import { migrateDatabase, openDatabase } from '../../../src/db/open.ts';
import { instantAt } from '../../../src/domain/calendar.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../src/db/migrations', import.meta.url));
const NO_LIMITS = { all: null, unknown: null };

test('requirements §7.4: inquiries of the build before keep their answers, and that build still works beside this one', async () => {
  const url = await databaseBefore('0005_message_ids_come_again');
  const old = postgres(url, { max: 1, onnotice: () => {} });
  const beginOld = (id: string, phone: string) => old`select outcome from begin_inquiry('plain', ${id}, ${phone}, 'MCKH', now(), 0, 0)`;
  await beginOld('mo-1', '84912345678');
  await old`update inquiries set outcome = 'syntax', reply = 'Tin', charge = false where id = 'mo-1'`;
  await old`insert into inquiries (gateway, id, sent_at, outcome, charge) values ('plain', 'mo-2', now(), 'answered', true)`;

  await migrateDatabase(url);
  await migrateDatabase(url);
  const database = openDatabase(url, { max: 1, name: 'test' });
  const begin = (id: string, phone: string) =>
    beginInquiry(database, { gateway: 'plain', id, phone, text: 'MCKH', sentAt: instantAt(Date.now()) }, NO_LIMITS, []);
  expect(await begin('mo-1', '84912345678')).toMatchObject({
    key: { nth: 1 },
    earlier: { outcome: 'syntax', reply: 'Tin', charge: false },
  });
  expect(await begin('mo-1', '84912345679')).toMatchObject({ key: { nth: 2 }, earlier: null });
  expect(await begin('mo-2', '84912345678')).toMatchObject({ key: { nth: 2 }, earlier: null });

  expect(await beginOld('mo-1', '84912345678')).toMatchObject([{ outcome: 'syntax' }]);
  expect(await beginOld('mo-3', '84912345678')).toMatchObject([{ outcome: null }]);
  expect(await begin('mo-3', '84912345678')).toMatchObject({ key: { nth: 1 }, earlier: null });
  await database.close();
  await old.end();
});

/** A database as the build before a migration left it. */
async function databaseBefore(migration: string): Promise<string> {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/t_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${url.pathname.slice(1)}`);
  await admin.end();

  const folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  await cp(MIGRATIONS, folder, { recursive: true });
  const journalFile = path.join(folder, 'meta/_journal.json');
  const journal: { entries: { tag: string }[] } = JSON.parse(await readFile(journalFile, 'utf8'));
  const at = journal.entries.findIndex(({ tag }) => tag === migration);
  await writeFile(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, at) }));
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  await migrate(drizzle(sql), { migrationsFolder: folder });
  await sql.end();
  await rm(folder, { recursive: true });
  return url.href;
}

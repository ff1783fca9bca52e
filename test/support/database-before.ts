import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { inject } from 'vitest';

const MIGRATIONS = fileURLToPath(new URL('../../src/db/migrations', import.meta.url));

/** A database as the build before a migration left it. */
export async function databaseBefore(migration: string): Promise<string> {
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
  if (at < 0) throw new Error(`expected the migration ${migration} in ${journalFile}, came none`);
  await writeFile(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, at) }));
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  await migrate(drizzle(sql), { migrationsFolder: folder });
  await sql.end();
  await rm(folder, { recursive: true });
  return url.href;
}

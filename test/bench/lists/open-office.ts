import type { PostgresServer } from '../../../infra/stack/postgres-server.ts';
import postgres from 'postgres';
import { startLineKeeper } from '../../../src/db/line-keeper.ts';
import { migrateDatabase, openDatabase, readNow } from '../../../src/db/open.ts';
import type { Instant } from '../../../src/domain/calendar.ts';
import { openLog } from '../../../src/lib/log.ts';
import { fillDatabase } from './fill.ts';
import type { Office } from './measure.ts';

type OpenOffice = Office & AsyncDisposable & { readonly open: number; readonly bytes: string };

/** Opens a database as an api does. One that holds so many dossiers of the moment `at` stays as it is; any other is made and filled anew. */
export async function openOffice(
  server: PostgresServer,
  { name, dossiers, at }: { readonly name: string; readonly dossiers: number; readonly at: Instant | null },
  say: (line: string) => void,
): Promise<OpenOffice> {
  const sql = postgres(server.url(), { max: 1, onnotice: () => {} });
  const made = await readMade(sql, name);
  const isKept = made?.dossiers === dossiers && (at === null || made.at === at);
  const moment = isKept ? made.at : (at ?? (await readNow({ sql })));
  if (isKept) await migrateDatabase(server.url(name));
  else {
    await sql`drop database if exists ${sql(name)}`;
    await sql`create database ${sql(name)}`;
    await migrateDatabase(server.url(name));
    await fillDatabase(server.url(name), dossiers, moment, say);
    await sql.unsafe(`comment on database ${name} is '${JSON.stringify({ dossiers, at: moment })}'`);
  }
  await sql.end();
  await vacuum(server.url(name));
  return open(server.url(name), moment);
}

/** As PostgreSQL does by itself after a while: what an api changed since the filling makes lists read rows instead of an index alone. */
async function vacuum(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`vacuum analyze`;
  await sql.end();
}

/** What the comment on a database says of it; null when it was not filled to its end. */
async function readMade(sql: postgres.Sql, name: string): Promise<{ readonly dossiers: number; readonly at: Instant } | null> {
  const [row] = await sql<{ made: string | null }[]>`
    select shobj_description(oid, 'pg_database') as made from pg_database where datname = ${name}`;
  return row?.made ? JSON.parse(row.made) : null;
}

/** The hour stays that of the filling, so that all databases of a run are judged at one moment. */
export async function open(url: string, at: Instant): Promise<OpenOffice> {
  const database = openDatabase(url, { max: 20, name: 'api' });
  const lists = startLineKeeper({ database, log: openLog('warn', 'bench') });
  const [row] = await database.sql<{ open: number; bytes: string; dossiers: number }[]>`
    select (count(*) filter (where not closed))::int as open, count(*)::int as dossiers,
      pg_size_pretty(pg_database_size(current_database())) as bytes
    from dossier_states`;
  return {
    database,
    lists,
    now: () => at,
    ...(row ?? { open: 0, bytes: '', dossiers: 0 }),
    async [Symbol.asyncDispose]() {
      await lists.stop();
      await database.close();
    },
  };
}

import type { PostgresServer } from '../../../infra/stack/postgres-server.ts';
import postgres from 'postgres';
import { startLineKeeper } from '../../../src/db/line-keeper.ts';
import { migrateDatabase, openDatabase, readNow } from '../../../src/db/open.ts';
import type { Instant } from '../../../src/domain/calendar.ts';
import { openLog } from '../../../src/lib/log.ts';
import { fillDatabase } from './fill.ts';
import type { Office } from './measure.ts';

type OpenOffice = Office & AsyncDisposable & { readonly open: number; readonly bytes: string };

/** The day and hour stay those of the first filling, so that all databases of a run are judged at one moment. */
let now: Instant | null = null;

/** Opens a database as an api does. It is made and filled first, unless `dossiers` is null. */
export async function openOffice(
  server: PostgresServer,
  name: string,
  dossiers: number | null,
  say: (line: string) => void,
): Promise<OpenOffice> {
  const url = server.url(name);
  if (dossiers !== null) await make(server, name);
  const database = openDatabase(url, { max: 20, name: 'api' });
  const at = (now ??= await readNow(database));
  if (dossiers !== null) await fillDatabase(url, dossiers, at, say);
  const lists = startLineKeeper({ database, log: openLog('warn', 'bench') });
  const [row] = await database.sql<{ open: number; bytes: string; all: number }[]>`
    select (count(*) filter (where not closed))::int as open, count(*)::int as all,
      pg_size_pretty(pg_database_size(current_database())) as bytes
    from dossier_states`;
  const { open, bytes, all } = row ?? { open: 0, bytes: '', all: 0 };
  if (dossiers !== null) say(`${all} dossiers, ${open} of them open, ${bytes}`);
  return {
    database,
    lists,
    now: () => at,
    dossiers: all,
    open,
    bytes,
    async [Symbol.asyncDispose]() {
      await lists.stop();
      await database.close();
    },
  };
}

async function make(server: PostgresServer, name: string): Promise<void> {
  const sql = postgres(server.url(), { max: 1, onnotice: () => {} });
  await sql`create database ${sql(name)}`;
  await sql.end();
  await migrateDatabase(server.url(name));
}

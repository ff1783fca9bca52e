import path from 'node:path';
import postgres from 'postgres';
import type { Child, ChildWatch } from './child.ts';
import { startPostgres } from './postgres-server.ts';
import type { StackOptions } from './stack-options.ts';

export type DatabaseOptions = {
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly port: number;
  readonly connectionsMax?: number | undefined;
  readonly logDir: string;
  readonly say: (line: string) => void;
  readonly watch: ChildWatch;
  readonly own?: StackOptions['own'];
};

/** Opens the product's database in the PostgreSQL that `databaseUrl` names, or in one of our own in the data folder. */
export async function openDatabase(options: DatabaseOptions): Promise<Child & { readonly databaseUrl: string }> {
  const { databaseUrl, dataDir, fresh, port, connectionsMax, logDir, say, watch, own = {} } = options;
  if (databaseUrl) return { ...describeForeignServer(), databaseUrl };
  const logFile = path.join(logDir, 'postgres.log');
  const place = { dataDir: path.join(dataDir, 'postgres'), port, connectionsMax, logFile, env: own.postgres };
  const server = await startPostgres({ ...place, persistent: !fresh, say, watch });
  try {
    await createDatabase(server.url(), DATABASE);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, databaseUrl: server.url(DATABASE) };
}

const DATABASE = 'mot_cua_sms';

async function createDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!found) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** A server of someone else, which we neither start nor stop. */
function describeForeignServer(): Child {
  const refuse = async () => {
    throw new Error('this PostgreSQL is not ours (DATABASE_URL): it can be neither killed nor stopped from here');
  };
  return {
    name: 'postgres',
    logFile: '',
    stopSignal: 'SIGINT',
    pid: () => undefined,
    running: () => false,
    start: async () => undefined,
    stop: refuse,
    kill: refuse,
    log: () => '',
    [Symbol.asyncDispose]: async () => undefined,
  };
}

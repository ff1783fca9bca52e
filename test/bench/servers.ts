import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { prepareCluster } from '../../infra/cluster/prepare-cluster.ts';
import type { Child } from '../../infra/stack/child.ts';
import type { Keys } from '../../infra/stack/keys.ts';
import { startStack } from '../../infra/stack/stack.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';
import { cpuMsOf, postgresCpuMs } from './proc.ts';

/** PostgreSQL that waits for its disk, and Temporal; no program of the product. */
export type Servers = AsyncDisposable & {
  readonly kind: ServerKind;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  /** The product's environment but for what a job changes. */
  readonly env: NodeJS.ProcessEnv;
  readonly keys: Keys;
  readonly logDir: string;
  readonly postgres: Child;
  readonly temporal: Child;
  /** Written ahead by PostgreSQL so far, for the product and for Temporal; what Temporal's databases hold. Zero on the dev server. */
  readonly books: () => Promise<Readonly<Record<'walBytes' | 'temporalBytes', number>>>;
  /** Processor time so far, milliseconds. */
  readonly cpuMs: () => Readonly<Record<'temporal' | 'postgresProduct' | 'postgresOthers', number>>;
};

export const SERVER_KINDS = ['cluster', 'dev'] as const;
/** `cluster`: Temporal's server on PostgreSQL with 16 history shards; `dev`: its dev server on SQLite. */
export type ServerKind = (typeof SERVER_KINDS)[number];

/** One set for all rounds: each round brings its own dossiers, queue and processes. */
export async function openServers(kind: ServerKind, say: (line: string) => void): Promise<Servers> {
  const dataDir = path.join(await makeTemporaryFolder('bench', say), 'data');
  mkdirSync(dataDir, { mode: 0o711 });
  const stack = await startStack({ dataDir, fresh: false, ...(kind === 'cluster' ? { prepareTemporal: prepareCluster } : {}), say });
  const { postgres, temporal, api, worker } = stack.children;
  await Promise.all([...api, ...worker].map((child) => child.stop()));
  const database = new URL(stack.databaseUrl).pathname.slice(1);
  return {
    kind,
    temporalAddress: stack.temporalAddress,
    databaseUrl: stack.databaseUrl,
    env: stack.env,
    keys: stack.keys,
    logDir: stack.logDir,
    postgres,
    temporal,
    books: () => booksOf(stack.databaseUrl),
    cpuMs() {
      const { product, others } = postgresCpuMs(postgres.pid(), database);
      return { temporal: cpuMsOf(temporal.pid()), postgresProduct: product, postgresOthers: others };
    },
    async [Symbol.asyncDispose]() {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function booksOf(databaseUrl: string): Promise<{ readonly walBytes: number; readonly temporalBytes: number }> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const [row] = await sql<{ wal: number; temporal: number }[]>`
    select (pg_current_wal_insert_lsn() - '0/0')::float as wal,
      (select coalesce(sum(pg_database_size(oid)), 0) from pg_database
        where datname in ('temporal', 'temporal_visibility'))::float as temporal`;
  await sql.end();
  return { walBytes: row?.wal ?? Number.NaN, temporalBytes: row?.temporal ?? Number.NaN };
}

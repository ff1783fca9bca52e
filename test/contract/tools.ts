import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the lists of the tools and their settings are. */
export const SETTINGS = path.join(import.meta.dirname, '..', '..', 'infra', 'contract-tools');

/** A folder of our cache, or why there is none. */
export type Installed = { readonly folder: string } | { readonly missing: string };

/** Redocly, Spectral, openapi-typescript and openapi-fetch, by npm. */
export async function installNodeTools(): Promise<Installed> {
  return install('contract-tools', 'package-lock.json', async (folder) => {
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(path.join(SETTINGS, file), path.join(folder, file));
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, timeout: INSTALL_WITHIN_MS });
  });
}

/** Schemathesis, by pip, for the Python that is here. */
export async function installSchemathesis(): Promise<Installed> {
  const python = await run('python3', ['-c', 'import pip, sys; print("python%d.%d" % sys.version_info[:2])']).catch(() => undefined);
  if (python === undefined) return { missing: 'there is no python3 with pip' };
  return install(`schemathesis-${python.stdout.trim()}`, 'requirements.txt', async (folder) => {
    const list = path.join(SETTINGS, 'requirements.txt');
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-warn-script-location', '--root-user-action', 'ignore'];
    await run('python3', ['-m', 'pip', 'install', ...quiet, '--target', folder, '-r', list], { timeout: INSTALL_WITHIN_MS });
  });
}

/** How long a first installation may take. */
export const INSTALL_WITHIN_MS = 300_000;

/** Once for each version of the list. A folder appears whole, because another run may look for it at the same time. */
async function install(name: string, list: string, fill: (folder: string) => Promise<void>): Promise<Installed> {
  const version = createHash('sha256')
    .update(readFileSync(path.join(SETTINGS, list)))
    .digest('hex')
    .slice(0, 12);
  const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'mot-cua-sms');
  const folder = path.join(cache, `${name}-${version}`);
  if (existsSync(folder)) return { folder };
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    await fill(unfinished);
    if (!existsSync(folder)) renameSync(unfinished, folder);
    return { folder };
  } catch (error) {
    return { missing: `${name} could not be installed: ${lastLineOf(error)}` };
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function lastLineOf(error: unknown): string {
  const written = error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : String(error);
  return written.trim().split('\n').at(-1) ?? '';
}

import { execFile } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createChild, type Child, type ChildWatch } from './child.ts';

/** What the programs of one stack share. */
export type Surroundings = {
  /** The whole environment of the program. */
  readonly env: NodeJS.ProcessEnv;
  readonly logDir: string;
  readonly watch?: ChildWatch;
};

const ROOT = path.join(import.meta.dirname, '..', '..');
export const MAIN = path.join(ROOT, 'dist', 'main.js');

/** An `api` on the port. It counts as started when `/healthz` answers, not `/readyz`: a test may want it up without its servers. */
export function createApi(name: string, port: number, { env, logDir, watch }: Surroundings): Child {
  return createChild({
    name,
    command: process.execPath,
    args: [MAIN, 'api'],
    cwd: ROOT,
    env: { ...env, HOST: '127.0.0.1', PORT: String(port) },
    logFile: path.join(logDir, `${name}.log`),
    ready: () => isOk(`http://127.0.0.1:${port}/healthz`),
    graceMs: PRODUCT_GRACE_MS,
    watch,
  });
}

export function createWorker(name: string, { env, logDir, watch }: Surroundings): Child {
  const logFile = path.join(logDir, `${name}.log`);
  return createChild({
    name,
    command: process.execPath,
    args: [MAIN, 'worker'],
    cwd: ROOT,
    env,
    logFile,
    graceMs: PRODUCT_GRACE_MS,
    watch,
  });
}

/** More than the worker's own grace, in which a hand-over of 10 s can end. */
const PRODUCT_GRACE_MS = 30_000;

/** The simulated telephone network. */
export function createTelco(port: number, { env, logDir, watch }: Surroundings): Child {
  return createChild({
    name: 'telco',
    command: process.execPath,
    args: ['--import', 'tsx', path.join(ROOT, 'infra', 'dev', 'telco.ts')],
    cwd: ROOT,
    env: { ...env, TELCO_HOST: '127.0.0.1', TELCO_PORT: String(port) },
    logFile: path.join(logDir, 'telco.log'),
    ready: () => isOk(`http://127.0.0.1:${port}/api/handovers`),
    watch,
  });
}

/**
 * Runs `migrate` to its end.
 * @throws with what it wrote when it fails; when there is no build
 */
export async function migrate({ env, logDir }: Surroundings): Promise<void> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: run npm run build first`);
  const run = await new Promise<{ readonly error: Error | null; readonly written: string }>((resolve) => {
    const options = { cwd: ROOT, env, timeout: MIGRATE_WITHIN_MS };
    execFile(process.execPath, [MAIN, 'migrate'], options, (error, stdout, stderr) => resolve({ error, written: stdout + stderr }));
  });
  mkdirSync(logDir, { recursive: true });
  appendFileSync(path.join(logDir, 'migrate.log'), run.written);
  if (run.error) throw new Error(`migrate failed (${run.error.message.split('\n')[0]}):\n${run.written.trimEnd()}`);
}

const MIGRATE_WITHIN_MS = 60_000;

/** Whether a GET answers 2xx within 5 s. */
export async function isOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

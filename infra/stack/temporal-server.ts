import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createChild, type Child, type ChildWatch } from './child.ts';

export type TemporalOptions = {
  readonly binary: string;
  /** The SQLite file that survives restarts. Without it everything is in memory and lost when the server ends. */
  readonly dataFile?: string;
  readonly port: number;
  /** Without it there is no web UI. */
  readonly uiPort?: number;
  readonly logFile: string;
  /** Lets a test skip the time of a workflow (architecture §4). */
  readonly timeSkipping?: boolean;
  readonly watch?: ChildWatch;
};

export type TemporalServer = Child & { readonly address: string };

/**
 * Starts a Temporal dev server on 127.0.0.1, whose namespace `default` answers when this resolves. The product's `migrate` makes the search
 * attributes.
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { binary, dataFile, port, logFile, watch } = options;
  const address = `127.0.0.1:${port}`;
  if (dataFile) mkdirSync(path.dirname(dataFile), { recursive: true });
  const child = createChild({
    name: 'temporal',
    command: binary,
    args: serverArguments(options),
    env: basicEnv(),
    logFile,
    ready: () => answers(binary, address),
    watch,
  });
  await child.start();
  return { ...child, address };
}

function serverArguments({ dataFile, port, uiPort, timeSkipping = false }: TemporalOptions): readonly string[] {
  const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch'];
  const data = dataFile ? ['--db-filename', dataFile, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=full'] : [];
  const skipping = ['frontend.WorkflowTimeSkippingEnabled=true', 'history.timerProcessorMaxTimeShift="50ms"'];
  const dynamic = [...FAIRNESS, ...(timeSkipping ? skipping : [])].flatMap((value) => ['--dynamic-config-value', value]);
  return [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--log-level',
    'error',
    ...ui,
    ...data,
    ...dynamic,
    ...IGNORE_PROFILES,
  ];
}

/**
 * As in production: no agency waits behind the two thousand apologies of another (architecture §5.11). Fairness holds within one partition
 * of a queue, so there is only one.
 */
const FAIRNESS = ['matching.enableFairness=true', 'matching.numTaskqueueReadPartitions=1', 'matching.numTaskqueueWritePartitions=1'];

/** The profiles that a developer has set up for the CLI must not decide which server ours asks. */
const IGNORE_PROFILES = ['--disable-config-file', '--disable-config-env'];

function basicEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC' };
}

/** The frontend's port opens before the namespace is there; this asks through frontend and storage. */
async function answers(binary: string, address: string): Promise<boolean> {
  const args = [
    'operator',
    'namespace',
    'describe',
    '--namespace',
    'default',
    '--address',
    address,
    '--command-timeout',
    '5s',
    ...IGNORE_PROFILES,
  ];
  return new Promise((resolve) => {
    const run = spawn(binary, args, { stdio: 'ignore', env: basicEnv() });
    run.once('error', () => resolve(false));
    run.once('exit', (code) => resolve(code === 0));
  });
}

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createChild, type Child, type ChildWatch } from './child.ts';

export type TemporalOptions = {
  readonly binary: string;
  /** SQLite file that survives restarts; without it everything is in memory and gone when it ends. */
  readonly dataFile?: string;
  readonly port: number;
  /** Without it there is no web UI. */
  readonly uiPort?: number;
  readonly logFile: string;
  /** Lets a test ask for a workflow whose time is skipped (architecture §4). */
  readonly timeSkipping?: boolean;
  readonly watch?: ChildWatch;
};

export type TemporalServer = Child & { readonly address: string };

/** A Temporal dev server on 127.0.0.1 whose namespace `default` answers when this resolves. Its search attributes are the product's `migrate`. */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { binary, dataFile, port, logFile, watch } = options;
  const address = `127.0.0.1:${port}`;
  if (dataFile) mkdirSync(path.dirname(dataFile), { recursive: true });
  const child = createChild({
    name: 'temporal',
    command: binary,
    args: serverArguments(options),
    env: clean(),
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
  const dynamic = [...SHARED, ...(timeSkipping ? skipping : [])].flatMap((value) => ['--dynamic-config-value', value]);
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
    ...UNCONFIGURED,
  ];
}

/** As in production: no agency waits behind another's two thousand apologies (architecture §5.11), which holds within one part of a queue. */
const SHARED = ['matching.enableFairness=true', 'matching.numTaskqueueReadPartitions=1', 'matching.numTaskqueueWritePartitions=1'];

/** The reader's own profiles of the CLI must not decide where ours points to. */
const UNCONFIGURED = ['--disable-config-file', '--disable-config-env'];

function clean(): NodeJS.ProcessEnv {
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
    ...UNCONFIGURED,
  ];
  return new Promise((resolve) => {
    const run = spawn(binary, args, { stdio: 'ignore', env: clean() });
    run.once('error', () => resolve(false));
    run.once('exit', (code) => resolve(code === 0));
  });
}

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onExit } from './at-exit.ts';

export type ChildOptions = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment; nothing is inherited. */
  readonly env?: NodeJS.ProcessEnv;
  /** The system user it runs as; only root can choose one. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly logFile: string;
  /** Asked repeatedly after the start, until it says yes. */
  readonly ready?: () => Promise<boolean>;
  readonly readyWithinMs?: number;
  readonly stopSignal?: 'SIGTERM' | 'SIGINT';
  /** From the stop signal to SIGKILL. */
  readonly graceMs?: number;
  readonly watch?: ChildWatch;
};

export type ChildWatch = {
  readonly spawned?: (child: { readonly name: string; readonly pid: number; readonly stopSignal: 'SIGTERM' | 'SIGINT' }) => void;
  /** `expected`: this program stopped or killed it, or waits for its start, which then fails. */
  readonly exited?: (exit: { readonly name: string; readonly pid: number; readonly how: string; readonly expected: boolean }) => void;
};

/** A program that can be started, stopped and started again. It does not run at first. */
export type Child = AsyncDisposable & {
  readonly name: string;
  readonly logFile: string;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly pid: () => number | undefined;
  readonly running: () => boolean;
  /** Resolves when it is ready. Throws with the end of its log when it exits, or is not ready in time and is killed. */
  readonly start: () => Promise<void>;
  /** Stop signal, grace, SIGKILL. Resolves with the exit code, or with null when a signal ended it. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL. Resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Everything that it has written. */
  readonly log: () => string;
};

export function createChild(options: ChildOptions): Child {
  const { name, logFile, ready, readyWithinMs = 30_000, stopSignal = 'SIGTERM', graceMs = 15_000, watch } = options;
  let life: Life | undefined;
  let order: 'start' | 'stop' | undefined;

  const child: Child = {
    name,
    logFile,
    stopSignal,
    pid: () => (life?.running() ? life.pid : undefined),
    running: () => life?.running() ?? false,
    async start() {
      if (life?.running()) return;
      order = 'start';
      const started = (life = begin(options, stopSignal, (pid, how) => watch?.exited?.({ name, pid, how, expected: order !== undefined })));
      try {
        if (started.pid !== undefined) watch?.spawned?.({ name, pid: started.pid, stopSignal });
        await waitUntilReady(started, ready, readyWithinMs);
      } catch (error) {
        await end(started, 'SIGKILL', graceMs);
        throw new Error(`${name} did not start: ${String(error)}\n${tail(logFile)}`, { cause: error });
      } finally {
        if (order === 'start') order = undefined;
      }
    },
    async stop() {
      order = 'stop';
      return life ? end(life, stopSignal, graceMs) : null;
    },
    async kill() {
      order = 'stop';
      if (life) await end(life, 'SIGKILL', graceMs);
    },
    log: () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''),
    async [Symbol.asyncDispose]() {
      await child.stop();
    },
  };
  return child;
}

/** One run of the program. */
type Life = {
  readonly pid: number | undefined;
  readonly running: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly gone: Promise<{ code: number | null; how: string }>;
};

/** Runs it in a process group of its own: a Ctrl-C in the terminal reaches only us, and we decide the order in which programs stop. */
function begin(
  { command, args, cwd, env = {}, user, logFile }: ChildOptions,
  stopSignal: NodeJS.Signals,
  exited: (pid: number, how: string) => void,
): Life {
  const out = openLog(logFile);
  const run = spawn(command, args, { cwd, env, stdio: ['ignore', out, out], detached: true, ...user });
  closeSync(out);
  let signalled = false;
  // At our exit nobody can wait for it: a program that did not end at a first signal is killed.
  const forget = onExit(() => send(run, signalled ? 'SIGKILL' : stopSignal));
  let running = run.pid !== undefined;
  const gone = new Promise<{ code: number | null; how: string }>((resolve) => {
    const finish = (code: number | null, how: string) => {
      running = false;
      forget();
      resolve({ code, how });
      if (run.pid !== undefined) exited(run.pid, how);
    };
    run.once('error', (error) => (run.pid === undefined ? finish(null, error.message) : undefined));
    run.once('exit', (code, signal) => finish(code, signal ?? `exit code ${code}`));
  });
  const signal = (name: NodeJS.Signals) => {
    signalled = true;
    if (running) send(run, name);
  };
  return { pid: run.pid, running: () => running, signal, gone };
}

async function waitUntilReady(life: Life, ready: ChildOptions['ready'], withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    if (!life.running()) throw new Error((await life.gone).how);
    if (await (ready?.() ?? true)) return;
    if (Date.now() > until) throw new Error(`not ready within ${withinMs / 1000} s`);
    await Promise.race([sleep(50), life.gone]);
  }
}

async function end(life: Life, signal: NodeJS.Signals, graceMs: number): Promise<number | null> {
  life.signal(signal);
  const overdue = setTimeout(() => life.signal('SIGKILL'), graceMs);
  const { code, how } = await life.gone;
  clearTimeout(overdue);
  return how === signal ? 0 : code; // a program without a handler ends by the signal itself, as ordered
}

/** A program handles the stop signal and ends its own children. It cannot handle SIGKILL, which therefore goes to its whole group. */
function send(run: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (signal === 'SIGKILL' && run.pid !== undefined) process.kill(-run.pid, signal);
    else run.kill(signal);
  } catch {
    run.kill(signal);
  }
}

const LOG_BYTES_MAX = 20_000_000;

function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) renameSync(file, `${file}.old`);
  return openSync(file, 'a');
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}

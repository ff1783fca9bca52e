import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './lock.ts';
import { onExit } from './at-exit.ts';

/** A program that infra/temporal or infra/caddy pins; `name` is its file in the cache, before the version. */
export type GoProgram = {
  /** The folder of the Go module within infra, by default `temporal`. */
  readonly module?: string;
  readonly what: string;
  readonly name: string;
  readonly version: string;
  readonly package: string;
  readonly ldflags?: string;
};

/** The Temporal CLI, which is also the dev server. */
export const TEMPORAL_CLI: GoProgram = {
  what: 'the Temporal server',
  name: 'temporal',
  version: '1.9.1',
  package: 'github.com/temporalio/cli/cmd/temporal',
  ldflags: '-X github.com/temporalio/cli/internal/temporalcli.Version=1.9.1',
};

export type BuildOptions = {
  readonly program: GoProgram;
  /** The go program. */
  readonly go: string;
  /** The file to make. It appears whole or not at all. */
  readonly target: string;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
};

/**
 * Builds a program from its module in infra. When another process is building it already, waits for that one instead.
 * @throws when go fails, with the end of what it wrote; when `signal` aborts
 */
export async function buildTemporal(options: BuildOptions): Promise<void> {
  const { program, target, say, signal } = options;
  for (let waits = 0; ; waits++) {
    const lock = takeLock(`${target}.lock`);
    if (lock.taken) {
      try {
        if (!existsSync(target)) await build(options);
        return;
      } finally {
        lock.release();
      }
    }
    if (waits % PROGRESS_EVERY_S === 0) say(`waiting for ${program.what}, which pid ${lock.heldBy} is building (${printDuration(waits)})`);
    await sleep(1000, undefined, { signal });
  }
}

/** Between two lines of progress. */
const PROGRESS_EVERY_S = 10;

async function build({ program, go, target, say, signal }: BuildOptions): Promise<void> {
  say(`Building ${program.what} ${program.version}, as none is installed: once, about 6 minutes on two cores. It is kept as ${target}`);
  mkdirSync(path.dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  const begunAtMs = Date.now();
  let compiled = 0;
  const progress = setInterval(
    () => say(`  still building: ${compiled} packages compiled, ${printDuration((Date.now() - begunAtMs) / 1000)}`),
    PROGRESS_EVERY_S * 1000,
  );
  try {
    await runGo(go, goArguments(unfinished, program), signal, (packages) => (compiled += packages));
    renameSync(unfinished, target);
    say(`  built in ${printDuration((Date.now() - begunAtMs) / 1000)}`);
  } finally {
    clearInterval(progress);
    rmSync(unfinished, { force: true });
  }
}

function goArguments(output: string, program: GoProgram): readonly string[] {
  const ldflags = ['-s -w', ...(program.ldflags ? [program.ldflags] : [])].join(' ');
  const module = path.join(import.meta.dirname, '..', program.module ?? 'temporal');
  return ['build', '-C', module, '-v', '-trimpath', '-ldflags', ldflags, '-o', output, program.package];
}

/** With -v, go writes one line for each package that it has compiled, and then why it failed. */
async function runGo(
  go: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  compiled: (packages: number) => void,
): Promise<void> {
  const run = spawn(go, args, { env: { ...process.env, CGO_ENABLED: '0' }, stdio: ['ignore', 'ignore', 'pipe'], signal });
  const forget = onExit(() => run.kill());
  let written = '';
  run.stderr.setEncoding('utf8').on('data', (text: string) => {
    written = (written + text).slice(-4000);
    compiled(text.split('\n').length - 1);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      run.once('error', reject);
      run.once('close', (code) =>
        code === 0
          ? resolve()
          : reject(new Error(`go build exited with ${code ?? 'a signal'}:\n${written.split('\n').slice(-20).join('\n')}`)),
      );
    });
  } finally {
    forget();
  }
}

function printDuration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

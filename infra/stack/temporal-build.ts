import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './lock.ts';
import { onExit } from './at-exit.ts';

/** A program that infra/temporal pins; `name` is its file in the cache, before the version. */
export type GoProgram = {
  readonly what: string;
  readonly name: string;
  readonly version: string;
  readonly package: string;
  readonly ldflags?: string;
};

/** The CLI, which is also the dev server. */
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
 * Builds a program from the module in infra/temporal. When another process is at it already, waits for that one instead.
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
    if (waits % EVERY_S === 0) say(`waiting for ${program.what}, which pid ${lock.heldBy} is building (${duration(waits)})`);
    await sleep(1000, undefined, { signal });
  }
}

/** Between two lines of progress. */
const EVERY_S = 10;

async function build({ program, go, target, say, signal }: BuildOptions): Promise<void> {
  say(`Building ${program.what} ${program.version}, as none is installed. Once only, some minutes (6 on two cores); kept as ${target}`);
  mkdirSync(path.dirname(target), { recursive: true });
  const half = `${target}.${process.pid}`;
  const begun = Date.now();
  let compiled = 0;
  const progress = setInterval(
    () => say(`  still building: ${compiled} packages compiled, ${duration((Date.now() - begun) / 1000)}`),
    EVERY_S * 1000,
  );
  try {
    await runGo(go, goArguments(half, program), signal, (packages) => (compiled += packages));
    renameSync(half, target);
    say(`  built in ${duration((Date.now() - begun) / 1000)}`);
  } finally {
    clearInterval(progress);
    rmSync(half, { force: true });
  }
}

function goArguments(output: string, program: GoProgram): readonly string[] {
  const ldflags = ['-s -w', ...(program.ldflags ? [program.ldflags] : [])].join(' ');
  const module = path.join(import.meta.dirname, '..', 'temporal');
  return ['build', '-C', module, '-v', '-trimpath', '-ldflags', ldflags, '-o', output, program.package];
}

/** With -v go writes one line for each package it has compiled, or why it cannot. */
async function runGo(
  go: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  compiled: (packages: number) => void,
): Promise<void> {
  const run = spawn(go, args, { env: { ...process.env, CGO_ENABLED: '0' }, stdio: ['ignore', 'ignore', 'pipe'], signal });
  const unhook = onExit(() => run.kill());
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
    unhook();
  }
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

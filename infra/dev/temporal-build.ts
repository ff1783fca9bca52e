import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './lock.ts';
import { atOurEnd } from './our-end.ts';

export type BuildOptions = {
  /** The go program. */
  readonly go: string;
  /** The file to make. It appears whole or not at all. */
  readonly target: string;
  readonly version: string;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
};

/**
 * Builds the Temporal CLI from the module in infra/temporal. When another process is at it already, waits for that one instead.
 * @throws when go fails, with the end of what it wrote; when `signal` aborts
 */
export async function buildTemporal(options: BuildOptions): Promise<void> {
  const { target, say, signal } = options;
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
    if (waits % EVERY_S === 0) say(`waiting for the Temporal server, which pid ${lock.heldBy} is building (${duration(waits)})`);
    await sleep(1000, undefined, { signal });
  }
}

/** Between two lines of progress. */
const EVERY_S = 10;

async function build({ go, target, version, say, signal }: BuildOptions): Promise<void> {
  say(
    `Building the Temporal server ${version}: none is installed, and everything here needs one. Once only, some minutes (6 on two cores); kept as ${target}`,
  );
  mkdirSync(path.dirname(target), { recursive: true });
  const half = `${target}.${process.pid}`;
  const begun = Date.now();
  let compiled = 0;
  const progress = setInterval(
    () => say(`  still building: ${compiled} packages compiled, ${duration((Date.now() - begun) / 1000)}`),
    EVERY_S * 1000,
  );
  try {
    await runGo(go, goArguments(half, version), signal, (packages) => (compiled += packages));
    renameSync(half, target);
    say(`  built in ${duration((Date.now() - begun) / 1000)}`);
  } finally {
    clearInterval(progress);
    rmSync(half, { force: true });
  }
}

function goArguments(output: string, version: string): readonly string[] {
  const ldflags = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${version}`;
  const module = path.join(import.meta.dirname, '..', 'temporal');
  return ['build', '-C', module, '-v', '-trimpath', '-ldflags', ldflags, '-o', output, 'github.com/temporalio/cli/cmd/temporal'];
}

/** With -v go writes one line for each package it has compiled, or why it cannot. */
async function runGo(
  go: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  compiled: (packages: number) => void,
): Promise<void> {
  const run = spawn(go, args, { env: { ...process.env, CGO_ENABLED: '0' }, stdio: ['ignore', 'ignore', 'pipe'], signal });
  const unhook = atOurEnd(() => run.kill());
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

import { existsSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findOnPath, runs } from './executables.ts';
import { buildTemporal, TEMPORAL_CLI, type BuildOptions, type GoProgram } from './temporal-build.ts';
import type { DownloadOptions } from './temporal-download.ts';

/** How to look for a program of Temporal. A test passes its own environment, download and build. */
export type Search = {
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly download?: (options: DownloadOptions) => Promise<void>;
  readonly build?: (options: BuildOptions) => Promise<void>;
};

/** Where our cache keeps a program, whether it is there or not. */
export function placeInCache(program: GoProgram, env: NodeJS.ProcessEnv): string {
  const cache = env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'mot-cua-sms', `${program.name}-${program.version}`);
}

/** Removes a program that does not run, for example one that a full disk has cut off. */
export function findInCache(program: GoProgram, { env = process.env, say = console.log }: Search): string | undefined {
  const file = placeInCache(program, env);
  if (runs(file)) return file;
  if (existsSync(file)) {
    say(`${file} does not run: removing it`);
    rmSync(file);
  }
  return undefined;
}

/** @throws when there is no Go to build it with, or what was built does not run */
export async function buildIntoCache(program: GoProgram, search: Search): Promise<string> {
  const { env = process.env, say = console.log, signal, build = buildTemporal } = search;
  const file = placeInCache(program, env);
  const go = findOnPath('go', env);
  if (go === undefined) throw new Error(explainNoGo(program));
  await build({ program, go, target: file, say, signal });
  if (!runs(file)) throw new Error(`${program.what} was built as ${file}, but does not run`);
  return file;
}

function explainNoGo(program: GoProgram): string {
  return [
    `no ${program.name} ${program.version} on this machine, and no Go to build one. Either`,
    '  - install Go (https://go.dev/dl, 1.21 or newer; it fetches the version it needs), or',
    `  - install the Temporal CLI ${TEMPORAL_CLI.version} (https://docs.temporal.io/cli) so that \`temporal\` is on PATH, or`,
    '  - set TEMPORAL_CLI_PATH to its program.',
  ].join('\n');
}

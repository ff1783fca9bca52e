import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildTemporal, TEMPORAL_CLI, type BuildOptions, type GoProgram } from './temporal-build.ts';

export type Search = {
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly build?: (options: BuildOptions) => Promise<void>;
};

/**
 * The Temporal CLI, which is also the dev server: `TEMPORAL_CLI_PATH` → `temporal` on PATH → our cache → built with Go into the cache.
 * The SDK's own download is left out: only @temporalio/testing reaches it, and it would be one more server version to support.
 * @throws when `TEMPORAL_CLI_PATH` is set but does not run, or when there is nothing and it cannot be built
 */
export async function findTemporal(search: Search = {}): Promise<string> {
  const { env = process.env, say = console.log } = search;
  return given(env) ?? onPath(env, say) ?? (await findInCacheOrBuild(TEMPORAL_CLI, search));
}

/**
 * A program of infra/temporal: from our cache, else built into it.
 * @throws when there is no Go to build it with, or what was built does not run
 */
export async function findInCacheOrBuild(
  program: GoProgram,
  { env = process.env, say = console.log, signal, build = buildTemporal }: Search,
): Promise<string> {
  const file = path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'mot-cua-sms', `${program.name}-${program.version}`);
  if (runs(file)) return file;
  if (existsSync(file)) {
    say(`${file} does not run: removing it`);
    rmSync(file);
  }
  const go = whereOnPath('go', env);
  if (go === undefined) throw new Error(noGo(program));
  await build({ program, go, target: file, say, signal });
  if (!runs(file)) throw new Error(`${program.what} was built as ${file}, but does not run`);
  return file;
}

function given(env: NodeJS.ProcessEnv): string | undefined {
  const file = env.TEMPORAL_CLI_PATH;
  if (!file) return undefined;
  if (versionOf(file) === undefined)
    throw new Error(`TEMPORAL_CLI_PATH is ${file}, which does not run as a Temporal CLI: correct it or unset it`);
  return file;
}

function onPath(env: NodeJS.ProcessEnv, say: (line: string) => void): string | undefined {
  const file = whereOnPath('temporal', env);
  const version = file === undefined ? undefined : versionOf(file);
  if (file === undefined || version === undefined) return undefined;
  if (!isAtLeast(version, TEMPORAL_CLI.version)) {
    say(`${file} is version ${version}, older than the ${TEMPORAL_CLI.version} we need: not using it`);
    return undefined;
  }
  return file;
}

function noGo(program: GoProgram): string {
  return [
    `no ${program.name} ${program.version} on this machine, and no Go to build one. Either`,
    '  - install Go (https://go.dev/dl, 1.21 or newer; it fetches the version it needs), or',
    `  - install the Temporal CLI ${TEMPORAL_CLI.version} (https://docs.temporal.io/cli) so that \`temporal\` is on PATH, or`,
    '  - set TEMPORAL_CLI_PATH to its program.',
  ].join('\n');
}

/** "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)" → "1.9.1"; undefined when it does not run or is something else. */
function versionOf(file: string): string | undefined {
  return /^temporal version v?(\d+\.\d+\.\d+)/.exec(answerOf(file) ?? '')?.[1];
}

function runs(file: string): boolean {
  return answerOf(file) !== undefined;
}

/** What `--version` prints; undefined when it does not run. */
function answerOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout : undefined;
}

function isAtLeast(version: string, wanted: string): boolean {
  return version.localeCompare(wanted, 'en', { numeric: true }) >= 0;
}

function whereOnPath(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const files = (env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder || '.', program));
  return files.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { onExit } from './at-exit.ts';
import { messageOf } from './eventually.ts';
import { askVersion, findOnPath } from './executables.ts';
import { buildIntoCache, findInCache, placeInCache, type Search } from './program-cache.ts';
import { TEMPORAL_CLI } from './temporal-build.ts';
import { downloadTemporal } from './temporal-download.ts';

/**
 * Finds the Temporal CLI, which is also the dev server: `TEMPORAL_CLI_PATH` → `temporal` on PATH → our cache → the SDK's download → a build
 * with Go. The last two put it into the cache. A step that fails says so in one line, and the next one is tried.
 * @throws when none of them brings one
 */
export async function findTemporal(search: Search = {}): Promise<string> {
  return (
    findGiven(search) ??
    findInstalled(search) ??
    findInCache(TEMPORAL_CLI, search) ??
    (await downloadIntoCache(search)) ??
    (await buildIntoCache(TEMPORAL_CLI, search))
  );
}

function findGiven({ env = process.env, say = console.log }: Search): string | undefined {
  const file = env.TEMPORAL_CLI_PATH;
  if (!file) return undefined;
  if (versionOf(file) !== undefined) return file;
  say(`TEMPORAL_CLI_PATH is ${file}, which does not run as a Temporal CLI: looking elsewhere`);
  return undefined;
}

function findInstalled({ env = process.env, say = console.log }: Search): string | undefined {
  const file = findOnPath('temporal', env);
  if (file === undefined) return undefined;
  const version = versionOf(file);
  if (version === undefined) say(`${file} does not run as a Temporal CLI: not using it`);
  else if (!isAtLeast(version, TEMPORAL_CLI.version))
    say(`${file} is version ${version}, older than the ${TEMPORAL_CLI.version} we need: not using it`);
  else return file;
  return undefined;
}

/** Downloads into a folder of its own within the cache and then renames the file: an unfinished download is never taken for the program. */
async function downloadIntoCache(search: Search): Promise<string | undefined> {
  const { env = process.env, say = console.log, signal, download = downloadTemporal } = search;
  const target = placeInCache(TEMPORAL_CLI, env);
  mkdirSync(path.dirname(target), { recursive: true });
  const folder = mkdtempSync(path.join(path.dirname(target), 'download-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const forget = onExit(remove);
  try {
    await download({ folder, version: TEMPORAL_CLI.version, say, signal });
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    const downloaded = files.find((file) => versionOf(file) === TEMPORAL_CLI.version);
    if (downloaded === undefined) throw new Error('what came is not that version, or does not run');
    renameSync(downloaded, target);
    return target;
  } catch (error) {
    signal?.throwIfAborted();
    say(`the Temporal CLI ${TEMPORAL_CLI.version} could not be downloaded (${messageOf(error).split('\n')[0]}): building it instead`);
    return undefined;
  } finally {
    forget();
    remove();
  }
}

/** "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)" → "1.9.1"; undefined when it does not run or is something else. */
function versionOf(file: string): string | undefined {
  return /^temporal version v?(\d+\.\d+\.\d+)/.exec(askVersion(file) ?? '')?.[1];
}

function isAtLeast(version: string, wanted: string): boolean {
  return version.localeCompare(wanted, 'en', { numeric: true }) >= 0;
}

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Search } from '../../../infra/stack/program-cache.ts';
import { findTemporal } from '../../../infra/stack/temporal-binary.ts';
import { buildTemporal, TEMPORAL_CLI } from '../../../infra/stack/temporal-build.ts';
import type { DownloadOptions } from '../../../infra/stack/temporal-download.ts';

let folder = '';
let said: string[] = [];
const say = (line: string) => said.push(line);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dev-test-'));
  said = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('where the Temporal binary is found', () => {
  test('first TEMPORAL_CLI_PATH, then PATH, then the cache', async () => {
    const given = aProgram('elsewhere/cli', TEMPORAL);
    const onPath = aProgram('bin/temporal', TEMPORAL);
    const cached = aProgram(CACHED, TEMPORAL);
    const find = (more: NodeJS.ProcessEnv) => findTemporal({ ...aSearch(), env: { ...anEnv(), ...more } });
    expect(await find({ TEMPORAL_CLI_PATH: given })).toBe(given);
    expect(await find({})).toBe(onPath);
    rmSync(onPath);
    expect(await find({})).toBe(cached);
    expect(said).toEqual([]);
  });

  test('a TEMPORAL_CLI_PATH that does not run is named, and the next place is tried', async () => {
    const env = { ...anEnv(), TEMPORAL_CLI_PATH: aProgram('cli', 'echo hello') };
    const onPath = aProgram('bin/temporal', TEMPORAL);
    expect(await findTemporal({ ...aSearch(), env })).toBe(onPath);
    expect(said).toEqual([`TEMPORAL_CLI_PATH is ${env.TEMPORAL_CLI_PATH}, which does not run as a Temporal CLI: looking elsewhere`]);
  });

  test.for([
    [
      'an older one',
      'echo "temporal version 1.3.0 (Server 1.27.1, UI 2.36.0)"',
      'is version 1.3.0, older than the 1.9.1 we need: not using it',
    ],
    ['one that does not run', 'exit 1', 'does not run as a Temporal CLI: not using it'],
  ])('%s on PATH is named and passed over', async ([, script = '', line = '']) => {
    const onPath = aProgram('bin/temporal', script);
    const cached = aProgram(CACHED, TEMPORAL);
    expect(await findTemporal(aSearch())).toBe(cached);
    expect(said).toEqual([`${onPath} ${line}`]);
  });

  test('one in the cache that does not run is named and removed', async () => {
    const broken = aProgram(CACHED, 'exit 1');
    await expect(findTemporal(aSearch())).rejects.toThrow('no Go to build one');
    expect(said[0]).toBe(`${broken} does not run: removing it`);
    expect(existsSync(broken)).toBe(false);
  });
});

describe("the SDK's download", () => {
  test('ends up in the cache, runs, and is not asked for again', async () => {
    const download = async ({ folder: into, version }: DownloadOptions) => {
      expect(version).toBe('1.9.1');
      aProgram(path.relative(folder, path.join(into, 'temporal-v1.9.1')), TEMPORAL);
    };
    const found = await findTemporal({ ...aSearch(), download });
    expect(found).toBe(path.join(folder, CACHED));
    expect(readdirSync(path.dirname(found))).toEqual(['temporal-1.9.1']);
    expect(spawnSync(found, ['--version'], { encoding: 'utf8' }).stdout).toContain('1.9.1');
    expect(await findTemporal(aSearch())).toBe(found);
    expect(said).toEqual([]);
  });

  test.for([
    ['fails', neverDownload, 'no internet'],
    ['brings nothing', async () => undefined, 'what came is not that version, or does not run'],
    [
      'brings another version',
      async ({ folder: into }: DownloadOptions) =>
        void aProgram(path.relative(folder, path.join(into, 'cli')), 'echo "temporal version 1.3.0"'),
      'what came is not that version, or does not run',
    ],
  ] as const)('one that %s is said in one line, leaves nothing behind, and Go is tried', async ([, download, reason]) => {
    aProgram('bin/go', '');
    const build = async () => void aProgram(CACHED, TEMPORAL);
    expect(await findTemporal({ ...aSearch(), download, build })).toBe(path.join(folder, CACHED));
    expect(said).toEqual([`the Temporal CLI 1.9.1 could not be downloaded (${reason}): building it instead`]);
    expect(readdirSync(path.join(folder, 'cache', 'mot-cua-sms'))).toEqual(['temporal-1.9.1']);
  });

  test('with no Go either, the message says what to install or set', async () => {
    await expect(findTemporal(aSearch())).rejects.toThrow(/install Go[^]*install the Temporal CLI[^]*TEMPORAL_CLI_PATH/);
  });

  test('a search that is interrupted ends there', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(findTemporal({ ...aSearch(), signal })).rejects.toThrow('interrupted');
    expect(said).toEqual([]);
  });
});

describe('building it', () => {
  /** Counts its runs, writes the file after `-o`. */
  const GO = `echo run >> "$0.runs"; sleep 0.5; while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\n' > "$2"; chmod +x "$2"`;

  test('two at once build once, and the second says whom it waits for', async () => {
    const go = aProgram('go', GO);
    const options = { go, target: path.join(folder, 'cache', 'temporal'), program: TEMPORAL_CLI, say };
    await Promise.all([buildTemporal(options), buildTemporal(options)]);
    expect(readFileSync(`${go}.runs`, 'utf8')).toBe('run\n');
    expect(readdirSync(path.dirname(options.target))).toEqual(['temporal']);
    expect(said).toContainEqual(
      expect.stringMatching(new RegExp(`^waiting for the Temporal server, which pid ${process.pid} is building`)),
    );
  });

  test('the lock of a builder that was killed is no obstacle', async () => {
    const target = path.join(folder, 'temporal');
    writeFileSync(`${target}.lock`, JSON.stringify({ pid: process.pid, started: 'another time' }));
    await buildTemporal({ go: aProgram('go', GO), target, program: TEMPORAL_CLI, say });
    expect(existsSync(target)).toBe(true);
  });

  test('a build that fails shows what go said and leaves nothing behind', async () => {
    const go = aProgram('go', 'echo "no space left on device" >&2; exit 1');
    const target = path.join(folder, 'cache', 'temporal');
    await expect(buildTemporal({ go, target, program: TEMPORAL_CLI, say })).rejects.toThrow(/exited with 1:\nno space left on device/);
    expect(readdirSync(path.dirname(target))).toEqual([]);
  });

  test('a build that is interrupted leaves nothing behind', async () => {
    const target = path.join(folder, 'cache', 'temporal');
    const building = buildTemporal({
      go: aProgram('go', 'exec sleep 1000'),
      target,
      program: TEMPORAL_CLI,
      say,
      signal: AbortSignal.timeout(100),
    });
    await expect(building).rejects.toThrow('aborted');
    expect(readdirSync(path.dirname(target))).toEqual([]);
  });
});

const CACHED = 'cache/mot-cua-sms/temporal-1.9.1';
const TEMPORAL = 'echo "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"';

function aProgram(name: string, script: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

function anEnv(): NodeJS.ProcessEnv {
  return { PATH: path.join(folder, 'bin'), XDG_CACHE_HOME: path.join(folder, 'cache') };
}

/** On a machine without internet, whose programs are those of the test. */
function aSearch(): Search {
  return { env: anEnv(), say, download: neverDownload, build: neverBuild };
}

async function neverDownload(): Promise<void> {
  throw new Error('no internet\nand a second line');
}

async function neverBuild(): Promise<void> {
  throw new Error('expected no build');
}

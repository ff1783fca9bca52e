import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findTemporal } from '../../../infra/stack/temporal-binary.ts';
import { buildTemporal, TEMPORAL_CLI } from '../../../infra/stack/temporal-build.ts';

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
    const cached = aProgram('cache/mot-cua-sms/temporal-1.9.1', TEMPORAL);
    const find = (more: NodeJS.ProcessEnv) => findTemporal({ env: { ...anEnv(), ...more }, say, build: neverBuild });
    expect(await find({ TEMPORAL_CLI_PATH: given })).toBe(given);
    expect(await find({})).toBe(onPath);
    rmSync(onPath);
    expect(await find({})).toBe(cached);
  });

  test('a TEMPORAL_CLI_PATH that does not run is an error, not passed over', async () => {
    const env = { ...anEnv(), TEMPORAL_CLI_PATH: aProgram('cli', 'echo hello') };
    await expect(findTemporal({ env, say, build: neverBuild })).rejects.toThrow(
      `TEMPORAL_CLI_PATH is ${env.TEMPORAL_CLI_PATH}, which does not run as a Temporal CLI`,
    );
  });

  test('an older one on PATH is passed over, and named', async () => {
    const old = aProgram('bin/temporal', 'echo "temporal version 1.3.0 (Server 1.27.1, UI 2.36.0)"');
    const cached = aProgram('cache/mot-cua-sms/temporal-1.9.1', TEMPORAL);
    expect(await findTemporal({ env: anEnv(), say, build: neverBuild })).toBe(cached);
    expect(said).toEqual([`${old} is version 1.3.0, older than the 1.9.1 we need: not using it`]);
  });

  test('last it is built into the cache', async () => {
    aProgram('bin/go', '');
    const target = path.join(folder, 'cache/mot-cua-sms/temporal-1.9.1');
    const build = async () => void aProgram('cache/mot-cua-sms/temporal-1.9.1', TEMPORAL);
    expect(await findTemporal({ env: anEnv(), say, build })).toBe(target);
  });

  test('with no Go to build it, the message says what to install or set', async () => {
    await expect(findTemporal({ env: anEnv(), say, build: neverBuild })).rejects.toThrow(
      /install Go[^]*install the Temporal CLI[^]*TEMPORAL_CLI_PATH/,
    );
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

async function neverBuild(): Promise<void> {
  throw new Error('expected no build');
}

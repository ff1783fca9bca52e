import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeLock } from '../../../infra/stack/lock.ts';
import { identify } from '../../../infra/stack/processes.ts';
import { openRun } from '../../../infra/stack/run.ts';

let folder = '';
const sleepers: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dev-test-'));
});

afterEach(() => {
  for (const sleeper of sleepers.splice(0)) sleeper.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('an earlier run that was killed', () => {
  test('its programs are named and stopped', async () => {
    const sleeper = await aSleeper();
    leaveBehind([{ ...identityOf(sleeper), name: 'temporal', stopSignal: 'SIGTERM' }]);
    const said: string[] = [];
    const run = await openRun(folder, (line) => said.push(line));
    expect(said).toEqual([`temporal (pid ${sleeper.pid}) was left behind by an earlier run: stopping it`]);
    expect(identify(pidOf(sleeper))).toBeUndefined();
    run.close();
  });

  test('a process that only has the pid of one of them is left alone', async () => {
    const sleeper = await aSleeper();
    leaveBehind([{ pid: sleeper.pid, started: 'another time', name: 'temporal', stopSignal: 'SIGTERM' }]);
    const said: string[] = [];
    (await openRun(folder, (line) => said.push(line))).close();
    expect(said).toEqual([]);
    expect(identify(pidOf(sleeper))).toBeDefined();
  });

  test('a list cut off by the crash is no obstacle', async () => {
    writeFileSync(path.join(folder, 'run.json'), '[{"pid":');
    (await openRun(folder, () => undefined)).close();
    expect(existsSync(path.join(folder, 'run.json'))).toBe(false);
  });

  test('the list on disk has every running program, and none that has ended', async () => {
    const [one, two] = [await aSleeper(), await aSleeper()];
    const run = await openRun(folder, () => undefined);
    run.add('one', pidOf(one));
    run.add('two', pidOf(two), 'SIGINT');
    run.remove(pidOf(one));
    expect(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'))).toEqual([
      { ...identityOf(two), name: 'two', stopSignal: 'SIGINT' },
    ]);
    run.close();
  });
});

describe('the lock of a data folder', () => {
  test('a second run is refused while the first lives, and hears its pid', async () => {
    const first = await openRun(folder, () => undefined);
    await expect(openRun(folder, () => undefined)).rejects.toThrow(`already running on ${folder} (pid ${process.pid})`);
    first.close();
    (await openRun(folder, () => undefined)).close();
  });

  test('the lock of a dead process is taken over', async () => {
    const sleeper = await aSleeper();
    const file = path.join(folder, 'a.lock');
    writeFileSync(file, JSON.stringify(identityOf(sleeper)));
    expect(takeLock(file)).toEqual({ taken: false, heldBy: sleeper.pid });
    sleeper.kill('SIGKILL');
    await once(sleeper, 'exit');
    expect(takeLock(file)).toMatchObject({ taken: true });
  });

  test.for([
    ['a pid that another process has by now', JSON.stringify({ pid: process.pid, started: 'another time' })],
    ['nothing readable', '{"pid":'],
  ])('a lock with %s is stale', ([, content = '']) => {
    const file = path.join(folder, 'a.lock');
    writeFileSync(file, content);
    const lock = takeLock(file);
    expect(lock.taken).toBe(true);
    if (lock.taken) lock.release();
    expect(existsSync(file)).toBe(false);
  });
});

function leaveBehind(members: readonly unknown[]): void {
  writeFileSync(path.join(folder, 'run.json'), JSON.stringify(members));
}

async function aSleeper(): Promise<ChildProcess> {
  const sleeper = spawn('sleep', ['1000']);
  sleepers.push(sleeper);
  await once(sleeper, 'spawn');
  return sleeper;
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('expected a running process');
  return pid;
}

function identityOf(sleeper: ChildProcess) {
  const identity = identify(pidOf(sleeper));
  if (!identity) throw new Error('expected a running process');
  return identity;
}

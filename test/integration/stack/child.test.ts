import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createChild, type Child, type ChildOptions } from '../../../infra/stack/child.ts';
import { eventually } from '../../../infra/stack/eventually.ts';
import { createSupervisor } from '../../../infra/stack/supervise.ts';

let folder = '';
const children: Child[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dev-test-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  rmSync(folder, { recursive: true });
});

test('a child stops when asked, with its exit code, and starts again', async () => {
  const child = await started(aShell('trap "exit 7" TERM; echo up; while :; do sleep 0.05; done'));
  expect(await child.stop()).toBe(7);
  expect([child.running(), child.pid()]).toEqual([false, undefined]);
  await started(child);
  expect(child.running()).toBe(true);
  expect(child.log()).toBe('up\nup\n');
});

test('one that does not listen is killed after the grace, with what it has started itself', async () => {
  const child = await started(aShell('trap "" TERM; sleep 1000 & echo $!; echo up; wait; wait', { graceMs: 200 }));
  const grandchild = Number(child.log().split('\n')[0]);
  expect(await child.stop()).toBeNull();
  await eventually('the grandchild to be gone', () => !exists(grandchild));
});

test('one that ends at once fails its start with the end of its log', async () => {
  await expect(aShell('echo "port 1 is taken"; exit 3', { ready: async () => false }).start()).rejects.toThrow(
    /shell did not start: .*exit code 3\nport 1 is taken/,
  );
});

test('one that is never ready fails its start and does not stay', async () => {
  const child = aShell('while :; do sleep 0.05; done', { ready: async () => false, readyWithinMs: 200 });
  await expect(child.start()).rejects.toThrow('not ready within 0.2 s');
  expect(child.running()).toBe(false);
});

test('a program that is not there fails its start', async () => {
  await expect(aShell('', { command: path.join(folder, 'nothing') }).start()).rejects.toThrow('ENOENT');
});

test('only an end that nobody asked for is unexpected', async () => {
  const exits: boolean[] = [];
  const child = aShell('echo up; while :; do sleep 0.05; done', { watch: { exited: ({ expected }) => exits.push(expected) } });
  await started(child);
  await child.stop();
  await started(child);
  await child.kill();
  await started(child);
  process.kill(child.pid() ?? 0, 'SIGKILL');
  await eventually('three exits', () => exits.length === 3);
  expect(exits).toEqual([true, true, false]);
});

test('the supervisor says that a program ended, and starts it again', async () => {
  const said: string[] = [];
  const supervisor = createSupervisor((line) => said.push(line));
  const child = aShell('echo up; while :; do sleep 0.05; done', {
    watch: { exited: ({ name, how, expected }) => !expected && supervisor.ended(name, how) },
  });
  supervisor.attach([child]);
  await started(child);
  const first = child.pid() ?? 0;
  process.kill(first, 'SIGKILL');
  await eventually('it to run again', () => said.includes('shell runs again'));
  expect(said[0]).toMatch(/^shell ended unexpectedly \(SIGKILL\): starting it again in 1 s/);
  expect(child.pid()).not.toBe(first);
  supervisor.stop();
});

function aShell(script: string, more: Partial<ChildOptions> = {}): Child {
  const child = createChild({
    name: 'shell',
    command: '/bin/sh',
    args: ['-c', script],
    env: { PATH: process.env.PATH },
    logFile: path.join(folder, 'log'),
    ...more,
  });
  children.push(child);
  return child;
}

/** Past the lines that set its trap. */
async function started(child: Child): Promise<Child> {
  const before = child.log().split('up').length;
  await child.start();
  await eventually('the child to be up', () => child.log().split('up').length > before);
  return child;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

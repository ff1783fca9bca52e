import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../../infra/stack/eventually.ts';
import { COLLECTS_AT_SIGUSR2, collectGarbage } from './garbage.ts';

/** Two threads that each drop some 40 MB and tell what their heap holds, ten times a second. */
const PROGRAM = `
  const { isMainThread, parentPort, Worker } = require('node:worker_threads');
  let dropped = Array.from({ length: 1_000_000 }, (_, nth) => ({ nth }));
  setTimeout(() => (dropped = null), 1000); // not while what it allocates still calls for a collection
  const tell = isMainThread ? (heap) => process.send({ main: heap }) : (heap) => parentPort.postMessage(heap);
  setInterval(() => tell(process.memoryUsage().heapUsed / 1e6), 100);
  if (isMainThread) {
    new Worker(__filename).on('message', (heap) => process.send({ other: heap }));
    process.on('disconnect', () => process.exit());
  }
`;

/** Its other thread runs a file, as the one of workflows does: Node gives a thread that runs a text no `--import`. */
const folder = mkdtempSync(path.join(tmpdir(), 'garbage-'));
const file = path.join(folder, 'program.cjs');
afterAll(() => rmSync(folder, { recursive: true }));

test('a program that was started so collects the garbage of all its threads when it is told', async () => {
  writeFileSync(file, PROGRAM);
  const program = fork(file, { env: { NODE_OPTIONS: COLLECTS_AT_SIGUSR2 }, execArgv: [] });
  const megabytes = { main: 0, other: 0 };
  program.on('message', (told) => Object.assign(megabytes, told));
  const each = () => Object.values(megabytes);

  await eventually('both to have begun', () => each().every((held) => held > 20), { withinMs: 10_000 });
  await sleep(1500);
  expect(each().every((held) => held > 20)).toBe(true); // nobody collects it unasked
  collectGarbage(program.pid);
  await eventually('both to have collected it', () => each().every((held) => held < 15), { withinMs: 10_000 });

  program.disconnect();
  await once(program, 'exit');
});

test('one that does not run cannot be told', () => {
  expect(() => collectGarbage(undefined)).toThrow('does not run');
});

import { getActiveResourcesInfo } from 'node:process';
import { expect, test } from 'vitest';
import { repeat } from '../../../src/lib/repeat.ts';
import { eventually } from '../../support/eventually.ts';

const HOUR_MS = 3_600_000;

test('a job runs at once, again and again, until it is stopped', async () => {
  let runs = 0;
  const job = repeat(1, async () => void (runs += 1), fail);
  expect(runs).toBe(1);
  await eventually(() => expect(runs).toBeGreaterThan(3));
  await job.stop();
  const atStop = runs;
  await pause(20);
  expect(runs).toBe(atStop);
});

test('never two at a time', async () => {
  let [running, most, runs] = [0, 0, 0];
  const job = repeat(
    0,
    async () => {
      most = Math.max(most, (running += 1));
      await pause(5);
      [running, runs] = [running - 1, runs + 1];
    },
    fail,
  );
  await eventually(() => expect(runs).toBeGreaterThan(3));
  await job.stop();
  expect([most, running]).toEqual([1, 0]);
});

test('a failure is told and stops nothing', async () => {
  const failures: unknown[] = [];
  const job = repeat(
    1,
    () => Promise.reject(new Error('away')),
    (error) => failures.push(error),
  );
  await eventually(() => expect(failures.length).toBeGreaterThan(2));
  await job.stop();
  expect(failures[0]).toMatchObject({ message: 'away' });
});

test('a stop waits for the job under way', async () => {
  let ended = false;
  const job = repeat(
    HOUR_MS,
    async () => {
      await pause(30);
      ended = true;
    },
    fail,
  );
  await job.stop();
  expect(ended).toBe(true);
});

test('a stop does not wait for the next turn, and leaves no timer that keeps the process alive', async () => {
  const timers = () => getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const jobs = Array.from({ length: 20 }, () => repeat(HOUR_MS, async () => {}, fail));
  await pause(5);
  await Promise.all(jobs.map((job) => job.stop()));
  expect(timers()).toBeLessThan(before + 20);
});

function fail(error: unknown): never {
  throw error;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

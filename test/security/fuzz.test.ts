import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshDatabase } from '../support/api.ts';
import { readContract } from './fuzz/contract.ts';
import { requestOf } from './fuzz/requests.ts';
import { fuzz } from './fuzz/run.ts';
import { openTarget } from './fuzz/target.ts';

/** Of `npm run fuzz`, which makes a hundred thousand. */
const REQUESTS = 3000;
const seed = Date.now() % 1_000_000;

const logDir = mkdtempSync(path.join(os.tmpdir(), 'fuzz-test-'));
let target: Awaited<ReturnType<typeof openTarget>>;
beforeAll(async () => {
  target = await openTarget({ databaseUrl: await freshDatabase(), temporalAddress: inject('temporalAddress'), logDir });
});
afterAll(async () => {
  await target[Symbol.asyncDispose]();
  rmSync(logDir, { recursive: true });
});

test(`R11: ${REQUESTS} requests that the contract does not expect bring no 5xx, no crash and no hang (seed ${seed})`, async () => {
  console.log(`to repeat: npm run fuzz -- --seed ${seed} --requests ${REQUESTS}`);
  const { findings, statuses, requests } = await fuzz(target.port, { seed, count: REQUESTS });
  expect(findings).toEqual([]);
  expect(requests).toBe(REQUESTS);
  expect(target.api.running()).toBe(true);
  expect(target.api.log()).not.toMatch(/request_failed|database_unavailable/);
  for (const status of ['200', '201', '202', '204', '400', '401', '403', '404', '409', '413', '422'])
    expect(statuses[status], `${status} never came: the requests are too plain or too wild`).toBeGreaterThan(0);
});

test('a seed makes the same requests again, and another seed others', () => {
  const contract = readContract();
  const made = (of: number) =>
    Array.from({ length: 200 }, (_, index) => requestOf(of, index, contract)).map(({ path, body }) => `${path} ${body?.toString()}`);
  expect(made(7).map(withoutNow)).toEqual(made(7).map(withoutNow));
  expect(made(8).map(withoutNow)).not.toEqual(made(7).map(withoutNow));
});

function withoutNow(request: string): string {
  return request.replaceAll(/\d{4}-\d{2}-\d{2}/g, '');
}

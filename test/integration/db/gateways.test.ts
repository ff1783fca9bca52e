import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteHandOver } from '../../../src/db/gateway-health.ts';
import { ensureGateway, readGateways, takeSlot, takeTrial } from '../../../src/db/gateways.ts';
import type { HandOverEnd } from '../../../src/domain/gateway-health.ts';
import { aDatabase } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

test.each([20, 30, 60, 300, 700])('slots at %i a second are as far apart as the rate says', async (tps) => {
  const name = await aGateway();
  await database.sql`update gateways set next_at = now() + interval '500 ms' where name = ${name}`; // a slow test does not matter then
  const before = await nextAt(name);
  for (let nth = 0; nth < 10; nth++) await takeSlot(database, name, 1000 / tps);
  expect((await nextAt(name)) - before).toBeCloseTo(10_000 / tps, 1);
});

test('no slot is given further ahead than a second: the worker comes back later', async () => {
  const name = await aGateway();
  expect(await takeSlot(database, name, 900)).toMatchObject({ taken: true, state: 'ok' });
  expect(await takeSlot(database, name, 60_000)).toMatchObject({ taken: true, state: 'ok' });
  const refused = await takeSlot(database, name, 60_000);
  expect(refused).toMatchObject({ taken: false, state: 'ok' });
  expect(refused.waitMs).toBeGreaterThan(50_000);
});

test('idle time is not saved up', async () => {
  const name = await aGateway();
  await database.sql`update gateways set next_at = now() - interval '1 hour' where name = ${name}`;
  const waits = [await takeSlot(database, name, 500), await takeSlot(database, name, 500)].map(({ waitMs }) => waitMs);
  expect(waits[0]).toBe(0);
  expect(waits[1]).toBeGreaterThan(400);
});

test('a slot given while PostgreSQL’s clock was a day ahead holds nobody up once the clock is right; the longest pause does', async () => {
  const name = await aGateway();
  await database.sql`update gateways set next_at = now() + interval '1 day' where name = ${name}`;
  expect(await takeSlot(database, name, 10)).toMatchObject({ taken: true, waitMs: 0 });
  expect((await nextAt(name)) - Date.now()).toBeLessThan(1000);
  await note(name, 'throttled', 300_000);
  expect(await takeSlot(database, name, 10)).toMatchObject({ taken: false, state: 'throttled' });
});

test('a shorter pause does not shorten a longer one, and `since` stays while the state does', async () => {
  const name = await aGateway();
  await note(name, 'throttled', 60_000);
  const [pausedUntil, before] = [await nextAt(name), await known(name)];
  await note(name, 'throttled', 100);
  expect([await nextAt(name), await known(name)]).toEqual([pausedUntil, { ...before, refusals: { ...before?.refusals, throttled: 2 } }]);
  await note(name, 'accepted', 0);
  expect(await known(name)).toMatchObject({ state: 'ok', lastSuccessAt: expect.any(String) });
});

test('without a row, before `migrate` knows the gateway, nothing is handed over', async () => {
  expect(await takeSlot(database, 'unknown', 10)).toMatchObject({ taken: false, waitMs: 1000, state: 'ok' });
  expect(await known('unknown')).toBeUndefined();
});

test('requirements §11.4: of all workers together one takes the trial of a gateway that is away, and the next a minute later', async () => {
  const name = await aGateway();
  expect(await takeTrial(database, name)).toBe(false);
  await database.sql`update gateways set away_since = now(), trial_at = now() where name = ${name}`;
  const taken = await Promise.all(Array.from({ length: 6 }, () => takeTrial(database, name)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  const again = Date.parse((await known(name))?.trialAt ?? '');
  expect(again - Date.now()).toBeGreaterThan(50_000);
  expect(again - Date.now()).toBeLessThanOrEqual(61_000);
});

test('requirements §11.4: a worker that notes a success beside refusals of others loses none of their counts', async () => {
  const [name, other] = [await aGateway(), await aGateway()];
  const end = { isSlow: false, isTrial: false } as const;
  const notes = Array.from({ length: 8 }, () =>
    noteHandOver(database, { gateway: name, others: [other], end: { ...end, outcome: 'unavailable' }, pauseMs: 0 }),
  );
  const back = noteHandOver(database, { gateway: other, others: [name], end: { ...end, outcome: 'accepted' }, pauseMs: 0 });
  await Promise.all([...notes, back]);
  expect(await known(name)).toMatchObject({ refusals: { unavailable: 8 }, awaySince: expect.any(String) });
  expect(await known(other)).toMatchObject({ state: 'ok', awaySince: null, lastSuccessAt: expect.any(String) });
});

let next = 1;

async function aGateway(): Promise<string> {
  const name = `slots-${next++}`;
  await ensureGateway(database, name);
  return name;
}

async function known(name: string) {
  return (await readGateways(database)).find((row) => row.name === name);
}

function note(gateway: string, outcome: HandOverEnd['outcome'], pauseMs: number): Promise<void> {
  return noteHandOver(database, { gateway, others: [], end: { outcome, isSlow: false, isTrial: false }, pauseMs });
}

async function nextAt(name: string): Promise<number> {
  const [row] = await database.sql<
    { ms: number }[]
  >`select (extract(epoch from next_at) * 1000)::float as ms from gateways where name = ${name}`;
  return row?.ms ?? 0;
}

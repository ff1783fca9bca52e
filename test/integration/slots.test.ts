import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkPace } from '../../src/activities/pace.ts';
import { ensureGateway, noteGateway, readGateway, takeSlot } from '../../src/db/gateways.ts';
import { forEachAtOnce } from '../support/at-once.ts';
import { eventually } from '../support/eventually.ts';
import { aDatabase, aRecordedDossier } from '../support/records.ts';
import { anOrder, anSmsRoom, slotsEvery } from '../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

test('parallel sends at 100 a second leave one by one, in no second more than that but for what this process is late (architecture §5.12)', async () => {
  const room = await anSmsRoom(database, { pace: linkPace(100) });
  const dossiers = await Promise.all(Array.from({ length: 120 }, () => aRecordedDossier(database)));
  await forEachAtOnce(dossiers, 80, (dossier) => room.sendNotice(anOrder(dossier))); // fewer than a second's worth
  const times = room.handed.map(({ atMs }) => atMs).toSorted((left, right) => left - right);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  expect((last - first) / (times.length - 1)).toBeGreaterThanOrEqual(9);
  const busiest = Math.max(...times.map((begin) => times.filter((time) => time >= begin && time < begin + 1000).length));
  expect(busiest).toBeLessThanOrEqual(110);
});

test('a message is claimed before its turn, and leaves with it', async () => {
  const room = await anSmsRoom(database, { pace: { ...slotsEvery(1), turn: () => 800 } });
  const order = anOrder(await aRecordedDossier(database));
  const began = performance.now();
  const sent = room.sendNotice(order);
  await eventually(async () => expect(await room.row(order)).toMatchObject({ status: 'sending' }));
  expect(room.handed).toHaveLength(0);
  expect(await sent).toEqual({ status: 'sent' });
  expect((room.handed[0]?.atMs ?? 0) - began).toBeGreaterThan(790);
});

test.each([20, 30, 60, 300, 700])('slots at %i a second are as far apart as the rate says', async (tps) => {
  const name = await aGateway();
  await database.sql`update gateways set next_at = now() + interval '500 ms' where name = ${name}`; // ahead, so that how slow we are does not matter
  const before = await nextAt(name);
  for (let turn = 0; turn < 10; turn++) await takeSlot(database, name, 1000 / tps);
  expect((await nextAt(name)) - before).toBeCloseTo(10_000 / tps, 1);
});

test('nobody is sent further ahead than a second: he comes back then', async () => {
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

test('a slot that was handed out by a clock a day ahead holds nobody up once PostgreSQL’s clock is right again; the longest pause does', async () => {
  const name = await aGateway();
  await database.sql`update gateways set next_at = now() + interval '1 day' where name = ${name}`;
  expect(await takeSlot(database, name, 10)).toMatchObject({ taken: true, waitMs: 0 });
  expect((await nextAt(name)) - Date.now()).toBeLessThan(1000);
  await noteGateway(database, name, 'throttled', 300_000);
  expect(await takeSlot(database, name, 10)).toMatchObject({ taken: false, state: 'throttled' });
});

test('a shorter pause does not shorten a longer one, and `since` stays while the state does', async () => {
  const name = await aGateway();
  await noteGateway(database, name, 'throttled', 60_000);
  const [pausedUntil, told] = [await nextAt(name), await readGateway(database, name)];
  await noteGateway(database, name, 'throttled', 100);
  expect([await nextAt(name), await readGateway(database, name)]).toEqual([pausedUntil, told]);
  await noteGateway(database, name, 'ok', 0);
  expect((await readGateway(database, name))?.state).toBe('ok');
});

test('without a row, before `migrate` knows the gateway, nothing is handed over', async () => {
  expect(await takeSlot(database, 'unknown', 10)).toEqual({ taken: false, waitMs: 1000, state: 'ok' });
  expect(await readGateway(database, 'unknown')).toBeNull();
});

let next = 1;

async function aGateway(): Promise<string> {
  const name = `slots-${next++}`;
  await ensureGateway(database, name);
  return name;
}

async function nextAt(name: string): Promise<number> {
  const [row] = await database.sql<
    { ms: number }[]
  >`select (extract(epoch from next_at) * 1000)::float as ms from gateways where name = ${name}`;
  return row?.ms ?? 0;
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { plusDays, dateOf, instantAt } from '../../../src/domain/calendar.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { anOrder, anSmsRoom, aSend, slotsEvery } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

const SENT = { outcome: 'accepted', messageId: 'm' } as const;

test('on a free link the notice is handed over as from the queue, and the order comes back with the result', async () => {
  const { room, order } = await aSend(database);
  expect(await room.sendNoticeAtOnce(order)).toEqual({ status: 'sent', order });
  expect(await room.row(order)).toMatchObject({ status: 'sent', attempts: 1 });
});

test('a notice waits for a slot that is near', async () => {
  const room = await anSmsRoom(database, { pace: slotsEvery(300) });
  const orders = [anOrder(await aRecordedDossier(database)), anOrder(await aRecordedDossier(database))];
  const ends = await Promise.all(orders.map((order) => room.sendNoticeAtOnce(order)));
  expect(ends.map((end) => end?.status)).toEqual(['sent', 'sent']);
  const [first = 0, second = 0] = room.handed.map(({ atMs }) => atMs);
  expect(second - first).toBeGreaterThan(200);
});

test('while the next slot is more than a second away, a notice is left to the queue and nothing is claimed', async () => {
  const room = await anSmsRoom(database, { pace: slotsEvery(60_000) });
  const [first, second] = [anOrder(await aRecordedDossier(database)), anOrder(await aRecordedDossier(database))];
  expect(await room.sendNoticeAtOnce(first)).toMatchObject({ status: 'sent' });
  expect(await room.sendNoticeAtOnce(second)).toBeNull();
  expect(room.handed).toHaveLength(1);
  expect(await room.row(second)).toBeUndefined();
  await room.pauseOver();
  expect(await room.sendNoticeAtOnce(second)).toMatchObject({ status: 'sent' });
});

test('of many notices at the same moment only one leaves when the link takes no more', async () => {
  const room = await anSmsRoom(database, { pace: slotsEvery(60_000) });
  const orders = await Promise.all(Array.from({ length: 8 }, async () => anOrder(await aRecordedDossier(database))));
  const ends = await Promise.all(orders.map((order) => room.sendNoticeAtOnce(order)));
  expect(ends.filter((end) => end !== null)).toHaveLength(1);
  expect(room.handed).toHaveLength(1);
});

test('a gateway that is slow to answer holds up 32 notices of a worker, and the others are left to the queue', async () => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => void (answer = resolve));
  const room = await anSmsRoom(database, { pace: slotsEvery(0) });
  const handOver = room.gateway.handOver.bind(room.gateway);
  Object.assign(room.gateway, { handOver: async (message: Parameters<typeof handOver>[0]) => (await answered, handOver(message)) });
  const orders = await Promise.all(Array.from({ length: 36 }, async () => anOrder(await aRecordedDossier(database))));
  const ends = orders.map((order) => room.sendNoticeAtOnce(order));
  expect(await Promise.all(ends.slice(32))).toEqual([null, null, null, null]);
  answer();
  expect((await Promise.all(ends.slice(0, 32))).map((end) => end?.status)).toEqual(Array.from({ length: 32 }, () => 'sent'));
  expect(await Promise.all(orders.slice(32).map((order) => room.sendNoticeAtOnce(order)))).not.toContain(null);
});

test('for a gateway that does not deduplicate every notice is left to the queue (requirements §5.6)', async () => {
  const { room, order } = await aSend(database, { deduplicates: false });
  expect(await room.sendNoticeAtOnce(order)).toBeNull();
  expect(await room.row(order)).toBeUndefined();
});

test('a notice that the gateway did not take is put back, and one whose answer was lost keeps its reference', async () => {
  const { room, order } = await aSend(database);
  room.answer({ outcome: 'unavailable', detail: '503' }, { outcome: 'unknown', detail: 'timeout' }, SENT);
  await expect(room.sendNoticeAtOnce(order)).rejects.toMatchObject({ type: 'TryLater' });
  expect(await room.row(order)).toMatchObject({ status: 'created' });
  await expect(room.sendNoticeAtOnce(order)).rejects.toMatchObject({ type: 'TryLater' });
  expect(await room.row(order)).toMatchObject({ status: 'sending' });
  expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
  expect(new Set(room.handed.map(({ reference }) => reference)).size).toBe(1);
});

test('a notice that was sent is not sent again, at once or from the queue', async () => {
  const { room, order } = await aSend(database);
  await room.sendNoticeAtOnce(order);
  expect(await room.sendNoticeAtOnce(order)).toMatchObject({ status: 'sent' });
  expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
  expect(room.handed).toHaveLength(1);
});

test('an apology whose instant has not come by the database’s clock is not handed over (requirements §5.3)', async () => {
  const inAMinute = instantAt(Date.now() + 60_000);
  const apology = { kind: 'apology', dueDate: plusDays(dateOf(inAMinute), 1) } as const;
  const { room, order } = await aSend(database, {}, apology, { dueAt: inAMinute });
  await expect(room.sendNoticeAtOnce(order)).rejects.toMatchObject({ type: 'TryLater' });
  expect(room.handed).toHaveLength(0);
});

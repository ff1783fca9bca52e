import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPace } from '../../../src/activities/pace.ts';
import { forEachAtOnce } from '../../support/at-once.ts';
import { eventually } from '../../support/eventually.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { anOrder, anSmsRoom, slotsEvery } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

test('parallel sends at 100 a second leave one by one, and no second has more, but for late ones (architecture §5.12)', async () => {
  const room = await anSmsRoom(database, { pace: createPace(100) });
  const dossiers = await Promise.all(Array.from({ length: 120 }, () => aRecordedDossier(database)));
  await forEachAtOnce(dossiers, 80, (dossier) => room.sendNotice(anOrder(dossier))); // fewer than a second's worth
  const times = room.handed.map(({ atMs }) => atMs).toSorted((left, right) => left - right);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  expect((last - first) / (times.length - 1)).toBeGreaterThanOrEqual(9);
  const busiest = Math.max(...times.map((begin) => times.filter((time) => time >= begin && time < begin + 1000).length));
  expect(busiest).toBeLessThanOrEqual(110);
});

test('a message is claimed before its turn, and leaves in its turn', async () => {
  const room = await anSmsRoom(database, { pace: { ...slotsEvery(1), takeTurn: () => 800 } });
  const order = anOrder(await aRecordedDossier(database));
  const began = performance.now();
  const sent = room.sendNotice(order);
  await eventually(async () => expect(await room.row(order)).toMatchObject({ status: 'sending' }));
  expect(room.handed).toHaveLength(0);
  expect(await sent).toEqual({ status: 'sent' });
  expect((room.handed[0]?.atMs ?? 0) - began).toBeGreaterThan(790);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { dateOf, instantAt, plusDays } from '../../../src/domain/calendar.ts';
import { aDatabase, aRecordedDossier, eveAt, progress, record } from '../../support/records.ts';
import { anOrder, anSmsRoom } from '../../support/sms-room.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far the worker's own clock is from PostgreSQL's and Temporal's. */
const WRONG_BY_MS = [-2 * DAY_MS, -DAY_MS, -HOUR_MS, HOUR_MS, DAY_MS, 2 * DAY_MS];

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());
afterEach(() => void vi.useRealTimers());

/** Requirements §5.3, §5.7: PostgreSQL's clock decides what is due, and until when, for all workers. */
describe.each(WRONG_BY_MS)('a worker whose clock is wrong by %i ms', (wrongByMs) => {
  test('sends the apology whose due date is not over', async () => {
    expect(await sentBy(wrongByMs, await anApology(dateOf(rightNow())))).toMatchObject({ handed: 1, status: 'sent' });
  });

  test('records an apology whose due date is over as missed', async () => {
    const order = await anApology(plusDays(dateOf(rightNow()), -1));
    expect(await sentBy(wrongByMs, order)).toMatchObject({ handed: 0, status: 'missed', reason: 'due_date_over' });
  });

  test('sends no apology before its instant, and tries again then', async () => {
    const order = await anApology(plusDays(dateOf(rightNow()), 1), 20_000);
    const room = await anSmsRoom(database);
    jump(wrongByMs);
    const refused = await room.sendNotice(order).catch((error: unknown) => error);
    expect(refused).toMatchObject({ type: 'TryLater', message: expect.stringContaining('is not due before') });
    const { nextRetryDelay } = refused as { nextRetryDelay: number };
    expect(nextRetryDelay).toBeGreaterThan(10_000);
    expect(nextRetryDelay).toBeLessThanOrEqual(20_000);
    expect([room.handed.length, await room.row(order)]).toEqual([0, undefined]);
  });

  test('also when the journal knows more than the workflow did', async () => {
    const dossier = await aRecordedDossier(database, eveAt(instantAt(Date.now() + 150)));
    const order = anOrder(dossier, { kind: 'apology', dueDate: dossier.dueDate ?? plusDays(dateOf(rightNow()), 1) });
    await record(database, dossier, progress('Phê duyệt'));
    await sleep(200);
    expect(await sentBy(wrongByMs, order)).toMatchObject({ handed: 1, status: 'sent' });
  });
});

test('an apology that is more than a minute early is tried again after a minute: a wrong clock may be set right meanwhile', async () => {
  const order = await anApology(plusDays(dateOf(rightNow()), 1), HOUR_MS);
  const room = await anSmsRoom(database);
  await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater', nextRetryDelay: 60_000 });
});

/** The order that a workflow gives for a due date, `dueInMs` before the apology's instant. */
async function anApology(dueDate: ReturnType<typeof dateOf>, dueInMs = -1000) {
  const dossier = await aRecordedDossier(database, { dueDate });
  return anOrder(dossier, { kind: 'apology', dueDate }, { dueAt: instantAt(Date.now() + dueInMs) });
}

async function sentBy(wrongByMs: number, order: Awaited<ReturnType<typeof anApology>>) {
  const room = await anSmsRoom(database);
  jump(wrongByMs);
  await room.sendNotice(order);
  return { handed: room.handed.length, ...(await room.row(order)) };
}

/** Moves the wall clock of this process. Timers are not affected. */
function jump(byMs: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + byMs });
}

function rightNow() {
  return instantAt(Date.now());
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setShare } from '../../../src/db/gateways.ts';
import { claimNotice } from '../../../src/db/notices.ts';
import { ledgerEntryFor } from '../../../src/domain/ledger-entry.ts';
import { noticeKey } from '../../../src/domain/notice-key.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { aGateway, anOrder, theActivities } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

const LOST = { outcome: 'unknown', detail: 'ECONNRESET' } as const;
const AWAY = { outcome: 'unavailable', detail: '503' } as const;
const SENT = { outcome: 'accepted', messageId: 'm' } as const;
const TRY_LATER = { type: 'TryLater' };
const BY_POLICY = { nth: 1, by: 'policy' } as const;

/** A notice whose first hand-over, through `a`, had no answer; then the operator gives all shares to `b`. */
async function aLostAnswer(deduplicates: boolean) {
  const [a, b] = [await aGateway(database, { share: 100, deduplicates }), await aGateway(database, { share: 0, deduplicates })];
  const room = theActivities(database, [a, b]);
  const order = anOrder(await aRecordedDossier(database));
  a.answer(LOST);
  await room.sendNotice(order).catch(() => undefined);
  await setShare(database, a.name, { share: 0, reason: 'thử', by: 'lan' });
  await setShare(database, b.name, { share: 100, reason: 'thử', by: 'lan' });
  return { a, b, room, order, key: noticeKey(order.receiptCode, order.notice) };
}

describe('requirements §11.4: a message whose hand-over is uncertain never goes to another gateway by itself', () => {
  test('while the gateway that deduplicates may have it, each try goes there, whatever it answers between', async () => {
    const { a, b, room, order } = await aLostAnswer(true);
    a.answer(AWAY, { outcome: 'balance', detail: '103' }, { outcome: 'duplicate', messageId: 'm' });
    expect((await room.row(order))?.status).toBe('sending');
    for (let tries = 0; tries < 2; tries++) await expect(room.sendNotice(order)).rejects.toMatchObject(TRY_LATER);
    expect(await room.row(order)).toMatchObject({ status: 'created', perhapsSent: true });
    await expect(room.sendNotice(order)).rejects.toMatchObject(TRY_LATER); // it is paused
    await a.pauseOver();
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([4, 0]);
  });

  test('neither does the second sending (requirements §5.6)', async () => {
    const { a, b, room, order, key } = await aLostAnswer(false);
    expect(await room.row(order)).toMatchObject({ status: 'uncertain', gateway: a.name });
    a.answer(AWAY, SENT);
    await expect(room.sendNotice({ ...order, again: BY_POLICY })).rejects.toMatchObject(TRY_LATER);
    expect(await room.sendNotice({ ...order, again: BY_POLICY })).toEqual({ status: 'sent' });
    expect(a.handed.map(({ reference }) => reference)).toEqual([key, `${key}~1`, `${key}~1`]);
    expect(b.handed).toEqual([]);
  });

  test.each(['sending', 'uncertain'] as const)('the claim itself refuses another gateway while the notice is %s', async (status) => {
    const order = anOrder(await aRecordedDossier(database));
    const entry = ledgerEntryFor(order, 'Sở Tài chính', { encoding: 'unicode', prices: null });
    await claimNotice(database, entry, 'one', null);
    await database.sql`update notices set status = ${status} where key = ${noticeKey(order.receiptCode, order.notice)}`;
    expect(await claimNotice(database, entry, 'other', BY_POLICY)).toMatchObject({ claimed: false, status, heldBy: 'one' });
    expect(await claimNotice(database, entry, 'one', BY_POLICY)).toMatchObject({ claimed: true, before: status });
  });

  test('of two workers that chose different gateways at the same moment, only one hands it over', async () => {
    const [a, b] = [await aGateway(database), await aGateway(database)];
    const [first, second] = [theActivities(database, [a]), theActivities(database, [b])];
    for (let nth = 0; nth < 10; nth++) {
      const order = anOrder(await aRecordedDossier(database));
      await Promise.allSettled([first.sendNotice(order), second.sendNotice(order)]);
    }
    expect(a.handed.length + b.handed.length).toBe(10);
  });

  test('one that the settings no longer name leaves its notices uncertain', async () => {
    const { b, order } = await aLostAnswer(true);
    const after = theActivities(database, [b]);
    expect(await after.sendNotice(order)).toEqual({ status: 'uncertain', sendAgainAfterMs: 900_000 });
    expect(await after.sendNotice({ ...order, again: BY_POLICY })).toEqual({ status: 'uncertain' });
    expect(await after.row(order)).toMatchObject({ status: 'uncertain', reason: expect.stringContaining('settings do not name it') });
    expect(b.handed).toEqual([]);
  });

  test('what was certainly not taken may go to another', async () => {
    const [a, b] = [await aGateway(database, { share: 100 }), await aGateway(database, { share: 0 })];
    const room = theActivities(database, [a, b]);
    const order = anOrder(await aRecordedDossier(database));
    a.answer({ outcome: 'balance', detail: '103' });
    await room.sendNotice(order).catch(() => undefined);
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(await room.row(order)).toMatchObject({ gateway: b.name, perhapsSent: false });
  });
});

describe('requirements §11.4: only an operator’s resend may name another gateway', () => {
  test('of an uncertain notice; without a name it goes where it went before', async () => {
    const [unnamed, named] = [await aLostAnswer(false), await aLostAnswer(false)];
    unnamed.a.answer(SENT);
    expect(await unnamed.room.sendNotice({ ...unnamed.order, again: { nth: 1, by: 'operator' } })).toEqual({ status: 'sent' });
    expect([unnamed.a.handed.length, unnamed.b.handed.length]).toEqual([2, 0]);

    const { a, b, room, order, key } = named;
    b.answer(AWAY, SENT);
    const again = { nth: 1, by: 'operator', gateway: b.name } as const;
    await expect(room.sendNotice({ ...order, again })).rejects.toMatchObject(TRY_LATER);
    expect(await room.sendNotice({ ...order, again })).toEqual({ status: 'sent' });
    expect(b.handed.map(({ reference }) => reference)).toEqual([`${key}~1`, `${key}~1`]);
    expect([a.handed.length, (await room.row(order))?.gateway]).toEqual([1, b.name]);
  });

  test('of a failed notice, which without a name follows the shares', async () => {
    const [a, b] = [await aGateway(database, { share: 100 }), await aGateway(database, { share: 0 })];
    const room = theActivities(database, [a, b]);
    const orders = [anOrder(await aRecordedDossier(database)), anOrder(await aRecordedDossier(database))] as const;
    a.answer({ outcome: 'content', detail: '146' });
    for (const order of orders) expect(await room.sendNotice(order)).toEqual({ status: 'permanent_failure' });
    a.answer(SENT);
    expect(await room.sendNotice({ ...orders[0], again: { nth: 1, by: 'operator', gateway: b.name } })).toEqual({ status: 'sent' });
    expect(await room.sendNotice({ ...orders[1], again: { nth: 1, by: 'operator' } })).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([3, 1]);
  });

  test('but not while a hand-over is under way elsewhere', async () => {
    const { b, room, order } = await aLostAnswer(true);
    const again = { nth: 1, by: 'operator', gateway: b.name } as const;
    await expect(room.sendNotice({ ...order, again })).rejects.toMatchObject(TRY_LATER);
    expect(b.handed).toEqual([]);
  });
});

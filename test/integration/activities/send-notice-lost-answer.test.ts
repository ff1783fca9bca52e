import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice } from '../../../src/db/notices.ts';
import { ledgerEntryFor } from '../../../src/domain/ledger-entry.ts';
import type { Notice } from '../../../src/domain/notice-key.ts';
import type { NoticeOrder } from '../../../src/workflows/contract.ts';
import { day } from '../../support/dossiers.ts';
import { receipt } from '../../support/ledger.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { anOrder, aSend, RESULT, SUPPLEMENT } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

const APOLOGY: Notice = { kind: 'apology', dueDate: day('2999-01-01') };

describe('an answer that was lost (requirements §5.6)', () => {
  test('with a gateway that deduplicates the notice stays sending, and the next try uses the same reference', async () => {
    const { room, order } = await aSend(database);
    room.answer({ outcome: 'unknown', detail: 'ECONNRESET' }, { outcome: 'accepted', messageId: 'm-1' });
    await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater', nonRetryable: false });
    expect((await room.row(order))?.status).toBe('sending');
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(room.handed.map(({ reference }) => reference)).toEqual([`${order.receiptCode}/result/1`, `${order.receiptCode}/result/1`]);
  });

  const LOST = [
    ['a result', RESULT, {}, { status: 'uncertain', sendAgainAfterMs: 900_000 }],
    ['a supplement', SUPPLEMENT, {}, { status: 'uncertain', sendAgainAfterMs: 900_000 }],
    ['an apology', APOLOGY, {}, { status: 'uncertain' }],
    ['a result handed over again', RESULT, { again: { nth: 1, by: 'policy' } }, { status: 'uncertain' }],
  ] as const satisfies readonly (readonly [string, Notice, Partial<NoticeOrder>, object])[];

  test.each(LOST)('with a gateway that does not deduplicate, %s is uncertain', async (_, notice, some, result) => {
    const { room, order } = await aSend(database, { deduplicates: false }, notice, some);
    room.answer({ outcome: 'unknown', detail: 'ECONNRESET' });
    expect(await room.sendNotice(order)).toEqual(result);
    expect(await room.row(order)).toMatchObject({ status: 'uncertain', reason: 'ECONNRESET' });
  });

  test.each(LOST)(
    'a crash between claim and answer, with a gateway that does not deduplicate, leaves %s uncertain',
    async (_, notice, some, result) => {
      const { room, order } = await aSend(database, { deduplicates: false }, notice, some);
      await crashAfterClaim(order, room.gateway.name);
      expect(await room.sendNotice(order)).toEqual(result);
      expect(room.handed).toEqual([]);
    },
  );

  test('the end of a worker in the middle of its hand-overs is not held against the gateway', async () => {
    const { room } = await aSend(database, { deduplicates: false });
    for (let nth = 0; nth < 5; nth++) {
      const order = anOrder(await aRecordedDossier(database));
      await crashAfterClaim(order, room.gateway.name);
      expect(await room.sendNotice(order)).toMatchObject({ status: 'uncertain' });
    }
    expect(await room.state()).toBe('ok');
  });

  test('a crash between claim and answer, with a gateway that deduplicates, leads to a hand-over with the same reference', async () => {
    const { room, order } = await aSend(database);
    await crashAfterClaim(order, room.gateway.name);
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(room.handed.map(({ reference }) => reference)).toEqual([`${order.receiptCode}/result/1`]);
    expect(await room.row(order)).toMatchObject({ attempts: 2, resent: 0 });
  });

  test('a crash before Temporal received the result does not change the result', async () => {
    const { room, order } = await aSend(database, { deduplicates: false });
    room.answer({ outcome: 'unknown', detail: 'ECONNRESET' });
    const first = await room.sendNotice(order);
    expect(await room.sendNotice(order)).toEqual(first);
    expect(room.handed).toHaveLength(1);
  });

  test('the second hand-over has a new reference, which stays the same at every try', async () => {
    const { room, order } = await aSend(database, { deduplicates: false });
    room.answer({ outcome: 'unknown', detail: 'x' }, { outcome: 'unavailable', detail: '503' }, { outcome: 'accepted', messageId: 'm-1' });
    await room.sendNotice(order);
    const again = { ...order, again: { nth: 1, by: 'policy' } } as const;
    await expect(room.sendNotice(again)).rejects.toMatchObject({ type: 'TryLater' });
    expect(await room.sendNotice(again)).toEqual({ status: 'sent' });
    const key = `${order.receiptCode}/result/1`;
    expect(room.handed.map(({ reference }) => reference)).toEqual([key, `${key}~1`, `${key}~1`]);
    expect(await room.row(order)).toMatchObject({ status: 'sent', resent: 1, attempts: 3 });
  });

  test('a crash after an uncertain second hand-over leads to no third', async () => {
    const { room, order } = await aSend(database, { deduplicates: false });
    room.answer({ outcome: 'unknown', detail: 'x' }, { outcome: 'unknown', detail: 'y' });
    await room.sendNotice(order);
    const again = { ...order, again: { nth: 1, by: 'policy' } } as const;
    expect(await room.sendNotice(again)).toEqual({ status: 'uncertain' });
    expect(await room.sendNotice(again)).toEqual({ status: 'uncertain' });
    expect(room.handed).toHaveLength(2);
  });

  test('a receipt that says no is an answer: the notice is not handed over again by itself', async () => {
    const { room, order } = await aSend(database, { deduplicates: false });
    room.answer({ outcome: 'unknown', detail: 'x' });
    await room.sendNotice(order);
    const key = `${order.receiptCode}/result/1`;
    await receipt(database, key, 'undelivered', { gateway: room.gateway.name, messageId: 'm-1' });
    expect(await room.sendNotice({ ...order, again: { nth: 1, by: 'policy' } })).toEqual({ status: 'permanent_failure' });
    expect(room.handed).toHaveLength(1);
  });

  test('a late receipt of the first hand-over says nothing about the second', async () => {
    const { room, order } = await aSend(database, { deduplicates: false });
    room.answer({ outcome: 'unknown', detail: 'x' }, { outcome: 'accepted', messageId: 'm-2' });
    await room.sendNotice(order);
    await room.sendNotice({ ...order, again: { nth: 1, by: 'policy' } });
    const key = `${order.receiptCode}/result/1`;
    await receipt(database, key, 'expired', { gateway: room.gateway.name, messageId: 'm-1' });
    expect(await room.row(order)).toMatchObject({ status: 'sent' });
    await receipt(database, `${key}~1`, 'delivered', { gateway: room.gateway.name, messageId: 'm-2' });
    expect(await room.row(order)).toMatchObject({ status: 'delivered' });
  });

  test('a receipt that arrives meanwhile makes the second hand-over needless', async () => {
    const { room, order } = await aSend(database, { deduplicates: false });
    room.answer({ outcome: 'unknown', detail: 'x' });
    await room.sendNotice(order);
    const key = `${order.receiptCode}/result/1`;
    await receipt(database, key, 'delivered', { gateway: room.gateway.name, messageId: 'm-1' });
    expect(await room.sendNotice({ ...order, again: { nth: 1, by: 'policy' } })).toEqual({ status: 'delivered' });
    expect(room.handed).toHaveLength(1);
  });
});

async function crashAfterClaim(order: NoticeOrder, gateway: string): Promise<void> {
  await claimNotice(database, ledgerEntryFor(order, 'Sở Tài chính', { encoding: 'unicode', prices: null }), gateway, null);
}

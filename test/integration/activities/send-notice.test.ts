import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDatabase, aRecordedDossier, PHONE } from '../../support/records.ts';
import { anOrder, aSend } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

describe('what the gateway answers (requirements §5.6, contract §3)', () => {
  test('accepted: sent, under the key as reference, and no log line holds the phone', async () => {
    const { room, order } = await aSend(database);
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(room.handed).toMatchObject([{ reference: `${order.receiptCode}/result/1`, to: PHONE }]);
    expect(await room.row(order)).toMatchObject({
      status: 'sent',
      attempts: 1,
      resent: 0,
      gatewayMessageId: 'm-1',
      gateway: room.gateway.name,
    });
    expect(room.logged.join()).toContain('notice_handed_over');
    expect(room.logged.join()).not.toContain('905123456');
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(room.handed).toHaveLength(1);
  });

  test.each(['destination', 'content'] as const)('%s: it can never be sent (requirements §11.2)', async (outcome) => {
    const { room, order } = await aSend(database);
    room.answer({ outcome, detail: '422 blocked' });
    expect(await room.sendNotice(order)).toEqual({ status: 'permanent_failure' });
    expect(await room.row(order)).toMatchObject({ status: 'permanent_failure', reason: `${outcome}: 422 blocked` });
  });

  test('throttled: the notice is put back, nobody gets a slot meanwhile, then it is sent', async () => {
    const { room, order } = await aSend(database);
    room.answer({ outcome: 'throttled', detail: '429', retryAfterMs: 60_000 }, { outcome: 'accepted', messageId: 'm-2' });
    await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater', nonRetryable: false, nextRetryDelay: 60_000 });
    expect(await room.row(order)).toMatchObject({ status: 'created', attempts: 1, settledAt: null, sentAt: null });
    expect(await room.state()).toBe('throttled');

    const another = anOrder(await aRecordedDossier(database));
    const refused = await room.sendNotice(another).catch((error: unknown) => error);
    expect(refused).toMatchObject({ type: 'TryLater', nonRetryable: false });
    expect((refused as { nextRetryDelay: number }).nextRetryDelay).toBeGreaterThan(55_000);
    expect(await room.row(another)).toBeUndefined();
    expect(room.handed).toHaveLength(1);

    await room.pauseOver();
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect([await room.state(), (await room.row(order))?.attempts]).toEqual(['ok', 2]);
  });

  test('a short throttle is waited for', async () => {
    const { room, order } = await aSend(database);
    room.answer({ outcome: 'throttled', detail: '429', retryAfterMs: 300 }, { outcome: 'accepted', messageId: 'm-2' });
    await expect(room.sendNotice(order)).rejects.toMatchObject({ nextRetryDelay: 300 });
    await room.sendNotice(order);
    const [first, second] = room.handed.map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(290);
  });

  test.each([
    ['configuration', 'misconfigured', 5000, 'gateway_refused_our_configuration'],
    ['balance', 'no_balance', 30_000, 'gateway_has_no_balance'],
  ] as const)(
    '%s: alarm and pause, no notice is given up, and it is sent when somebody has acted (requirements §11.2)',
    async (outcome, state, pauseMs, alarm) => {
      const { room, order } = await aSend(database);
      room.answer({ outcome, detail: '401' });
      await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater', nonRetryable: false, nextRetryDelay: pauseMs });
      expect(await room.state()).toBe(state);
      expect(room.logged.join()).toContain(alarm);
      expect(await room.row(order)).toMatchObject({ status: 'created', reason: outcome });
      await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater' });
      expect(room.handed).toHaveLength(1);

      room.answer({ outcome: 'accepted', messageId: 'm-2' });
      await room.pauseOver();
      expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
      expect([await room.state(), (await room.row(order))?.reason]).toEqual(['ok', null]);
    },
  );

  test.each(['m-9', null])(
    'duplicate after a lost answer is evidence of success, with the id %s (requirements §11.2)',
    async (messageId) => {
      const { room, order } = await aSend(database);
      room.answer({ outcome: 'unknown', detail: 'TimeoutError' }, { outcome: 'duplicate', messageId });
      await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater' });
      expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
      expect(await room.row(order)).toMatchObject({ status: 'sent', gatewayMessageId: messageId, gatewayMessageKey: messageId });
    },
  );

  test('what the gateway is told as our reference is kept, also of a second hand-over (requirements §11.3)', async () => {
    const told = (reference: string) => reference.replaceAll(/\W/g, '').toLowerCase();
    const { room, order } = await aSend(database, { deduplicates: false, toldReference: told });
    room.answer(
      { outcome: 'unknown', detail: 'TimeoutError' },
      { outcome: 'unavailable', detail: '503' },
      { outcome: 'accepted', messageId: 'm' },
    );
    const key = `${order.receiptCode}/result/1`;
    await room.sendNotice(order);
    expect(await room.row(order)).toMatchObject({ status: 'uncertain', reference: told(key) });
    await expect(room.sendNotice({ ...order, again: { nth: 1, by: 'policy' } })).rejects.toMatchObject({ type: 'TryLater' });
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(room.handed.map(({ reference }) => reference)).toEqual([key, `${key}~1`, `${key}~1`]);
    expect(await room.row(order)).toMatchObject({ reference: told(`${key}~1`) });
  });

  test('unavailable: put back, and Temporal decides when to try again', async () => {
    const { room, order } = await aSend(database);
    room.answer(
      { outcome: 'unavailable', detail: '503' },
      { outcome: 'unavailable', detail: '503' },
      { outcome: 'accepted', messageId: 'm-3' },
    );
    for (const attempts of [1, 2]) {
      await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater', nonRetryable: false, nextRetryDelay: undefined });
      expect(await room.row(order)).toMatchObject({ status: 'created', attempts, reason: 'unavailable' });
    }
    expect(await room.state()).toBe('unavailable');
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(new Set(room.handed.map(({ reference }) => reference)).size).toBe(1);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { aGateway, anOrder, theActivities, type FakeGateway } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

type Options = NonNullable<Parameters<typeof aGateway>[1]>;

/** Everything goes through `a` while it is there. */
async function aRoom(first: Options = {}, second: Options = {}) {
  const [a, b] = [await aGateway(database, { share: 100, ...first }), await aGateway(database, { share: 0, ...second })];
  const room = theActivities(database, [a, b]);
  const anyOrder = async () => anOrder(await aRecordedDossier(database));
  const send = async () => room.sendNotice(await anyOrder()).catch((error: unknown) => error);
  return { a, b, room, anyOrder, send };
}

const AWAY = { outcome: 'unavailable', detail: '503' } as const;
const SENT = { outcome: 'accepted', messageId: 'm' } as const;

async function awaySince({ known }: FakeGateway) {
  return (await known())?.awaySince ?? null;
}

describe('requirements §11.4: a gateway leaves and comes back', () => {
  test('after 5 refusals it gets nothing but one trial a minute, and a trial that it takes brings it back', async () => {
    const { a, b, room, anyOrder, send } = await aRoom();
    a.answer(AWAY);
    const stubborn = await anyOrder();
    for (let tries = 0; tries < 5; tries++) {
      expect(await awaySince(a)).toBeNull();
      await expect(room.sendNotice(stubborn)).rejects.toMatchObject({ type: 'TryLater', nextRetryDelay: undefined });
    }
    expect(await awaySince(a)).not.toBeNull();
    expect(await room.sendNotice(stubborn)).toEqual({ status: 'sent' });
    for (let nth = 0; nth < 3; nth++) expect(await send()).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([5, 4]);

    await a.trialDue();
    await Promise.all([send(), send(), send(), send()]); // one of them is the trial, which is refused
    expect([a.handed.length, b.handed.length]).toEqual([6, 7]);
    expect(await awaySince(a)).not.toBeNull();
    expect(await send()).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([6, 8]);

    await a.trialDue();
    a.answer(SENT);
    for (let nth = 0; nth < 3; nth++) expect(await send()).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([9, 8]);
    expect(await a.known()).toMatchObject({ state: 'ok', awaySince: null, trialAt: null, refusals: { unavailable: 6, unknown: 0 } });
  });

  test('a trial also leaves within the task of a workflow, but not where that would hand a message over blindly', async () => {
    const { a, b, room, anyOrder } = await aRoom({ deduplicates: false });
    a.answer(AWAY);
    for (let tries = 0; tries < 5; tries++) await room.sendNotice(await anyOrder()).catch(() => undefined);
    expect(await room.sendNoticeAtOnce(await anyOrder())).toMatchObject({ status: 'sent' });
    await a.trialDue();
    const order = await anyOrder();
    expect(await room.sendNoticeAtOnce(order)).toBeNull(); // left to the queue, and the trial with it
    a.answer(SENT);
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length, await awaySince(a)]).toEqual([6, 1, null]);
  });

  test('one that is slow leaves after ten of its last hand-overs, and comes back', async () => {
    const { a, b, send } = await aRoom({ timeoutMs: 100 });
    a.take(60);
    for (let nth = 0; nth < 10; nth++) await send();
    expect(await awaySince(a)).not.toBeNull();
    await send();
    expect([a.handed.length, b.handed.length]).toEqual([10, 1]);
    a.take(0);
    await a.trialDue();
    await send();
    expect([a.handed.length, b.handed.length, await awaySince(a)]).toEqual([11, 1, null]);
  });

  test('many at once that it takes too slowly all arrive, and those that end after it left do not bring it back', async () => {
    const { a, send } = await aRoom({ timeoutMs: 1000 });
    a.take(600);
    const ends = await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(ends).toEqual(ends.map(() => ({ status: 'sent' })));
    expect(await awaySince(a)).not.toBeNull();
  });

  test('the last one never leaves: its notices are tried again (requirements §5.7)', async () => {
    const { a, b, room, anyOrder, send } = await aRoom();
    a.answer(AWAY);
    b.answer(AWAY);
    for (let nth = 0; nth < 12; nth++) await send();
    expect([await awaySince(a), await awaySince(b)]).toEqual([expect.any(String), null]);
    const order = await anyOrder();
    await expect(room.sendNotice(order)).rejects.toMatchObject({ type: 'TryLater' });
    b.answer(SENT);
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(await b.state()).toBe('ok');
  });

  test('when all that an agency may use are away, each is tried, and a success brings it back', async () => {
    const { a, b, send } = await aRoom({ share: 50 }, { share: 50 });
    for (const { name } of [a, b])
      await database.sql`update gateways set away_since = now(), trial_at = now() + interval '1 minute' where name = ${name}`;
    for (let nth = 0; nth < 3; nth++) expect(await send()).toEqual({ status: 'sent' });
    const [back, away] = a.handed.length > 0 ? [a, b] : [b, a];
    expect([back.handed.length, away.handed.length]).toEqual([3, 0]);
    expect([await awaySince(back), await awaySince(away)]).toEqual([null, expect.any(String)]);
  });

  test('a single gateway never leaves', async () => {
    const only = await aGateway(database);
    const room = theActivities(database, [only]);
    only.answer(AWAY);
    for (let nth = 0; nth < 6; nth++) await room.sendNotice(anOrder(await aRecordedDossier(database))).catch(() => undefined);
    expect(await only.known()).toMatchObject({ state: 'unavailable', awaySince: null, refusals: { unavailable: 6 } });
  });

  test('a success between refusals counts, whichever worker sees it', async () => {
    const { a, b, room, anyOrder, send } = await aRoom();
    const other = theActivities(database, [a, b]);
    a.answer(AWAY, AWAY, AWAY, AWAY, SENT, AWAY, AWAY, AWAY, AWAY, SENT);
    for (let nth = 0; nth < 5; nth++) {
      await send();
      await other.sendNotice(await anyOrder()).catch(() => undefined);
    }
    expect([await awaySince(a), a.handed.length]).toEqual([null, 10]);
    expect(await room.sendNotice(await anyOrder())).toEqual({ status: 'sent' });
  });
});

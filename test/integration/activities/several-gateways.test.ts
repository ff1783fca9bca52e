import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setShare } from '../../../src/db/gateways.ts';
import { chooseGateway } from '../../../src/domain/choose-gateway.ts';
import { noticeKey } from '../../../src/domain/notice-key.ts';
import type { HandOver } from '../../../src/sms/gateway.ts';
import type { NoticeOrder } from '../../../src/workflows/contract.ts';
import { day } from '../../support/dossiers.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';
import { aGateway, anOrder, FINANCE, slotsEvery, theActivities } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(10)));
afterAll(() => database.close());

type Options = NonNullable<Parameters<typeof aGateway>[1]>;

async function twoGateways(first: Options = {}, second: Options = {}, agency = FINANCE) {
  const [a, b] = [await aGateway(database, first), await aGateway(database, second)];
  return { a, b, room: theActivities(database, [a, b], { findAgency: () => agency }) };
}

async function orders(count: number): Promise<readonly NoticeOrder[]> {
  return Promise.all(Array.from({ length: count }, async () => anOrder(await aRecordedDossier(database))));
}

const keyOf = ({ receiptCode, notice }: NoticeOrder) => noticeKey(receiptCode, notice);
const TRY_LATER = { type: 'TryLater', nonRetryable: false };

describe('requirements §11.4: shares', () => {
  test('each notice leaves through the gateway of its share, once', async () => {
    const { a, b, room } = await twoGateways({ share: 70 }, { share: 30 });
    const all = await orders(40);
    expect(await Promise.all(all.map((order) => room.sendNotice(order)))).toEqual(all.map(() => ({ status: 'sent' })));
    const candidates = [
      { name: a.name, share: 70, isAway: false, isPaused: false, isTrialDue: false },
      { name: b.name, share: 30, isAway: false, isPaused: false, isTrialDue: false },
    ];
    const expected = all.map(keyOf).filter((key) => chooseGateway(key, candidates).name === a.name);
    expect(a.handed.map(({ reference }) => reference).toSorted()).toEqual(expected.toSorted());
    expect(a.handed.length + b.handed.length).toBe(40);
  });

  test('an operator’s share holds for all workers at once, with its reason, and the earlier ones stay on record', async () => {
    const { a, b, room } = await twoGateways({ share: 100 }, { share: 0 });
    await setShare(database, a.name, { share: 10, reason: 'chậm', by: 'hoa' });
    await setShare(database, a.name, { share: 0, reason: 'hợp đồng hết hạn', by: 'lan' });
    await setShare(database, b.name, { share: 100, reason: 'thay cổng cũ', by: 'lan' });
    for (const order of await orders(3)) await room.sendNotice(order);
    expect([a.handed.length, b.handed.length]).toEqual([0, 3]);
    expect((await a.known())?.shareSet).toMatchObject({ share: 0, reason: 'hợp đồng hết hạn', by: 'lan', at: expect.any(String) });
    const kept = await database.sql`select share, actor from gateway_shares where gateway = ${a.name} order by set_at`;
    expect(kept).toMatchObject([
      { share: 10, actor: 'hoa' },
      { share: 0, actor: 'lan' },
    ]);
  });

  test('only gateways on which the agency’s sender is registered are considered; its notices wait for them', async () => {
    const gateways = await Promise.all([aGateway(database), aGateway(database)]);
    const [a, b] = gateways;
    const agency = { ...FINANCE, gateways: [b.name] };
    const room = theActivities(database, gateways, { findAgency: () => agency });
    b.answer({ outcome: 'balance', detail: 'no money' }, { outcome: 'accepted', messageId: 'm' });
    const [first, second] = await orders(2);
    if (!first || !second) throw new Error('expected two orders');
    await expect(room.sendNotice(first)).rejects.toMatchObject({ ...TRY_LATER, nextRetryDelay: 30_000 });
    await expect(room.sendNotice(second)).rejects.toMatchObject(TRY_LATER);
    await b.pauseOver();
    for (const order of [first, second]) expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([0, 3]);
  });

  test('an agency whose sender is registered on no gateway of this worker waits, and the log says so', async () => {
    const { a, b, room } = await twoGateways({}, {}, { ...FINANCE, gateways: ['elsewhere'] });
    const [order] = await orders(1);
    if (!order) throw new Error('expected an order');
    await expect(room.sendNotice(order)).rejects.toMatchObject({ ...TRY_LATER, nextRetryDelay: 300_000 });
    expect(room.logged.join()).toContain('notice_without_gateway');
    expect([a.handed.length, b.handed.length]).toEqual([0, 0]);
  });
});

describe('requirements §11.2, §11.4: a gateway that is paused holds up nothing that another may send', () => {
  const PAUSES = [
    ['no_balance', { outcome: 'balance', detail: '103' }],
    ['misconfigured', { outcome: 'configuration', detail: '401' }],
    ['throttled', { outcome: 'throttled', detail: '429', retryAfterMs: 60_000 }],
  ] as const satisfies readonly (readonly [string, HandOver])[];

  test.each(PAUSES)('%s', async (state, answer) => {
    const { a, b, room } = await twoGateways({ share: 100 }, { share: 0 });
    a.answer(answer);
    const [refused, other, later] = await orders(3);
    if (!refused || !other || !later) throw new Error('expected three orders');
    await expect(room.sendNotice(refused)).rejects.toMatchObject({ ...TRY_LATER, nextRetryDelay: undefined });
    expect(await room.row(refused)).toMatchObject({ status: 'created', reason: answer.outcome });
    expect([await a.state(), await b.state()]).toEqual([state, 'ok']);
    for (const order of [refused, other]) expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([1, 2]);

    await a.pauseOver();
    a.answer({ outcome: 'accepted', messageId: 'm' });
    expect(await room.sendNotice(later)).toEqual({ status: 'sent' });
    expect([a.handed.length, await a.state()]).toEqual([2, 'ok']);
  });

  test('a throttle of less than a second is waited for', async () => {
    const { a, b, room } = await twoGateways({ share: 100 }, { share: 0 });
    a.answer({ outcome: 'throttled', detail: '429', retryAfterMs: 300 }, { outcome: 'accepted', messageId: 'm' });
    const [order] = await orders(1);
    if (!order) throw new Error('expected an order');
    await expect(room.sendNotice(order)).rejects.toMatchObject(TRY_LATER);
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([2, 0]);
  });
});

test('with one gateway a notice takes three statements, as before there were several (quality C5)', async () => {
  const gateway = await aGateway(database);
  const said: string[] = [];
  const sql = new Proxy(database.sql, {
    apply(target, self, given) {
      said.push(String(given[0]).trim());
      return Reflect.apply(target, self, given);
    },
    get(target, name) {
      if (name === 'begin') said.push('begin');
      return Reflect.get(target, name);
    },
  });
  const room = theActivities({ ...database, sql }, [gateway]);
  const [first, second] = await orders(2);
  if (!first || !second) throw new Error('expected two orders');
  await room.sendNotice(first); // its success is news
  said.length = 0;
  expect(await room.sendNotice(second)).toEqual({ status: 'sent' });
  expect(said.map((statement) => /update gateways|into notices|settle_sent/.exec(statement)?.[0])).toEqual([
    'update gateways',
    'into notices',
    'settle_sent',
  ]);
});

describe('requirements §11.1: each gateway has a rate and a sender of its own', () => {
  test('where the rate counts parts, a message takes a slot for each', async () => {
    const gateway = await aGateway(database, { rateCounts: 'parts', pace: slotsEvery(150) });
    const room = theActivities(database, [gateway]);
    const [one, two] = await orders(2);
    if (!one || !two) throw new Error('expected two orders');
    const apology = { ...one, notice: { kind: 'apology', dueDate: day('2999-01-01') } } as const;
    await room.sendNotice(apology); // four parts
    await room.sendNotice(one); // two parts
    await room.sendNotice(two);
    const times = gateway.handed.map(({ atMs }) => atMs);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(550);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(250);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeLessThan(550);
  });

  test('one that is slow by its rate does not slow the other', async () => {
    const { a, b, room } = await twoGateways({ share: 100, pace: slotsEvery(60_000) }, { share: 0 });
    const [first, second, third] = await orders(3);
    if (!first || !second || !third) throw new Error('expected three orders');
    await room.sendNotice(first);
    await expect(room.sendNotice(second)).rejects.toMatchObject(TRY_LATER); // its share waits for it
    await setShare(database, a.name, { share: 0, reason: 'quá chậm', by: 'lan' });
    await setShare(database, b.name, { share: 100, reason: 'quá chậm', by: 'lan' });
    for (const order of [second, third]) expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect([a.handed.length, b.handed.length]).toEqual([1, 2]);
  });

  test('each has its own sender, encoding and price, and the ledger keeps those of the last claim (requirements §11.6)', async () => {
    const prices = { reply: 0 } as const;
    const { a, b, room } = await twoGateways(
      { share: 100, sender: 'FIRST', encoding: 'unicode', prices: { ...prices, notice: 900 } },
      { share: 0, sender: 'SECOND', encoding: 'ascii', prices: { ...prices, notice: 400 } },
    );
    const [order] = await orders(1);
    if (!order) throw new Error('expected an order');
    a.answer({ outcome: 'balance', detail: '103' });
    await expect(room.sendNotice(order)).rejects.toMatchObject(TRY_LATER);
    expect(await room.row(order)).toMatchObject({ gateway: a.name, encoding: 'unicode', segments: 2, cost: 1800 });
    expect(await room.sendNotice(order)).toEqual({ status: 'sent' });
    expect(await room.row(order)).toMatchObject({ gateway: b.name, encoding: 'ascii', segments: 1, cost: 400 });
    expect([a.handed[0]?.sender, b.handed[0]?.sender]).toEqual(['FIRST', 'SECOND']);
    expect(b.handed[0]?.text).toMatch(/^TB: Ho so cua quy ong\/ba/);
  });

  test('a notice that is not sent has the encoding and parts of the gateway that it would have had, and cost nothing', async () => {
    const { room } = await twoGateways({ share: 0 }, { share: 100, encoding: 'ascii', prices: { notice: 400, reply: 0 } });
    const [order] = await orders(1);
    if (!order) throw new Error('expected an order');
    await room.recordNotSent(order, { call: 'skipped', reason: 'same_day' });
    expect(await room.row(order)).toMatchObject({ status: 'skipped', gateway: null, encoding: 'ascii', segments: 1, cost: null });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';
import { KEYS } from '../../support/signature.ts';
import { severalGateways } from '../../support/several-gateways.ts';

const GATEWAYS = [
  { name: 'a', preset: 'plain', tps: 20, share: 70 },
  { name: 'b', preset: 'plain', tps: 0.5, share: 30 },
];
const AT = '2026-11-23T01:15:00.000Z';
const NO_REFUSALS = { destination: 0, content: 0, throttled: 0, balance: 0, configuration: 0, unavailable: 0, unknown: 0 };

let api: Api;
beforeAll(async () => {
  api = await openApi({ ...severalGateways(GATEWAYS) });
});
beforeEach(async () => {
  await api.database.sql`delete from gateway_shares`;
  await api.database.sql`update gateways set state = 'ok', since = ${AT}, share = null, away_since = null, last_success_at = null,
    refused = '{}'`;
});
afterAll(() => api[Symbol.asyncDispose]());

const listed = async () => (await api.get('/v1/gateways')).body.items;
const setShare = (name: string, body: unknown, key: string = KEYS.operator) =>
  api.call('PUT', `/v1/gateways/${name}/share`, body, { authorization: `Bearer ${key}` });

describe('contract §2: GET /v1/gateways', () => {
  test('names every gateway of the settings, in their order, and none of the table that they do not name', async () => {
    expect(await listed()).toEqual([
      { ...well, name: 'a', rate: 20, share: 70 },
      { ...well, name: 'b', rate: 0.5, share: 30 },
    ]);
  });

  test('says how one is, since when, when it last took a message, what it refused, and since when it is away', async () => {
    await api.database.sql`update gateways set state = 'no_balance', away_since = ${AT}, last_success_at = ${AT},
      refused = '{"balance": 4, "unknown": 1}' where name = 'b'`;
    expect((await listed())[1]).toMatchObject({
      state: 'no_balance',
      since: AT,
      lastSuccessAt: AT,
      awaySince: AT,
      refusals: { ...NO_REFUSALS, balance: 4, unknown: 1 },
    });
    expect((await listed())[0]).toMatchObject({ state: 'ok', awaySince: null });
  });

  test('a gateway that migrate has not seen is in no state', async () => {
    await using more = await openApi(severalGateways([...GATEWAYS, { name: 'new', preset: 'plain' }]), undefined, api.databaseUrl);
    await more.database.sql`delete from gateways where name = 'new'`;
    expect((await more.get('/v1/gateways')).body.items[2]).toMatchObject({ name: 'new', state: 'unknown', since: null, share: 100 });
    expect((await more.call('GET', '/readyz')).body.gateways).toEqual({ a: 'ok', b: 'ok', new: 'unknown' });
  });

  const well = { state: 'ok', since: AT, shareSet: null, lastSuccessAt: null, refusals: NO_REFUSALS, awaySince: null };
});

describe('requirements §11.4: an operator sets a share, with a reason, and everyone sees who set it', () => {
  test('the answer is the gateway as the list then has it, and each change is kept', async () => {
    const first = await setShare('a', { share: 0, reason: 'Nhà mạng A bảo trì' });
    expect(first).toMatchObject({
      status: 200,
      body: { name: 'a', share: 0, shareSet: { by: 'operator', reason: 'Nhà mạng A bảo trì', at: expect.any(String) } },
    });
    expect((await listed())[0]).toEqual(first.body);
    expect((await setShare('a', { share: 50, reason: 'Đã xong' })).body).toMatchObject({ share: 50, shareSet: { reason: 'Đã xong' } });
    expect((await listed())[1]).toMatchObject({ share: 30, shareSet: null });
    const kept = await api.database.sql`select gateway, share, reason, actor from gateway_shares order by set_at`;
    expect(kept.map((row) => ({ ...row }))).toEqual([
      { gateway: 'a', share: 0, reason: 'Nhà mạng A bảo trì', actor: 'operator' },
      { gateway: 'a', share: 50, reason: 'Đã xong', actor: 'operator' },
    ]);
  });

  test.each(['plain', 'nowhere', 'constructor', '%00', 'x'.repeat(101)])('%j is no gateway of the settings', async (name) => {
    const { status, body } = await setShare(name, { share: 1, reason: 'x' });
    expect([404, 422]).toContain(status);
    if (status === 404) expect(body).toMatchObject({ code: 'not_found', detail: `no gateway has the name ${name}` });
    expect(await api.count('gateway_shares')).toBe(0);
  });

  test.each([KEYS.clerk, KEYS.auditor])('nobody else may', async (key) => {
    expect((await setShare('a', { share: 1, reason: 'x' }, key)).status).toBe(403);
    expect((await listed())[0]).toMatchObject({ share: 70 });
  });
});

describe('contract §2: /readyz with several gateways', () => {
  const readyAs = async (states: Readonly<Record<string, string>>) => {
    for (const [name, state] of Object.entries(states)) await api.database.sql`update gateways set state = ${state} where name = ${name}`;
    const { gateway, gateways } = (await api.call('GET', '/readyz')).body;
    expect(gateways).toEqual(states);
    return gateway;
  };

  test.each([
    ['ok', 'misconfigured', 'ok'],
    ['unavailable', 'throttled', 'throttled'],
    ['no_balance', 'unavailable', 'unavailable'],
    ['misconfigured', 'no_balance', 'no_balance'],
  ])('%s and %s: the best of them, as long as one can send', async (a, b, best) => {
    expect(await readyAs({ a, b })).toBe(best);
  });

  test('one without a share sends nothing, so that its state does not count', async () => {
    await setShare('b', { share: 0, reason: 'hết hợp đồng' });
    expect(await readyAs({ a: 'unavailable', b: 'ok' })).toBe('unavailable');
    await setShare('a', { share: 0, reason: 'cũng vậy' });
    expect(await readyAs({ a: 'unavailable', b: 'ok' }), 'where none has a share, all of them do').toBe('ok');
  });

  test('/metrics tells of each', async () => {
    await setShare('b', { share: 10, reason: 'thử' });
    await api.database.sql`update gateways set state = 'no_balance', refused = '{"balance": 2}' where name = 'b'`;
    const { body } = await api.call('GET', '/metrics');
    for (const line of [
      'sms_gateway_up{gateway="a"} 1',
      'sms_gateway_up{gateway="b"} 0',
      'sms_gateway_alarm{gateway="b"} 1',
      'sms_gateway_share{gateway="a"} 70',
      'sms_gateway_share{gateway="b"} 10',
      'sms_gateway_refusals_total{gateway="b",kind="balance"} 2',
    ])
      expect(body).toContain(`${line}\n`);
  });
});

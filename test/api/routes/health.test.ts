import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { NO_DATABASE, openApi, type Api } from '../../support/api.ts';
import { KEYS } from '../../support/signature.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi({}, inject('temporalAddress'));
});
afterAll(() => api[Symbol.asyncDispose]());

test('/healthz says that the process lives, whatever is down', async () => {
  await using dead = await openApi({}, undefined, NO_DATABASE);
  for (const each of [api, dead]) expect(await each.call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'alive' } });
});

describe('/readyz tells of each neighbour', () => {
  test('ready with all of them', async () => {
    const { status, body } = await api.call('GET', '/readyz');
    expect({ status, body }).toEqual({
      status: 200,
      body: { status: 'ready', database: 'up', temporal: 'up', gateway: 'ok', gateways: { plain: 'ok' } },
    });
  });

  test.each([
    ['throttled', 'ready'],
    ['unavailable', 'degraded'],
    ['misconfigured', 'degraded'],
    ['no_balance', 'degraded'],
    ['ok', 'ready'],
  ] as const)('with a gateway that is %s: %s', async (gateway, ready) => {
    await api.database.sql`update gateways set state = ${gateway}`;
    const { status, body } = await api.call('GET', '/readyz');
    expect({ status, body }).toEqual({
      status: 200,
      body: { status: ready, database: 'up', temporal: 'up', gateway, gateways: { plain: gateway } },
    });
    const metrics = (await api.call('GET', '/metrics')).body;
    expect(metrics).toContain(`sms_gateway_alarm{gateway="plain"} ${['misconfigured', 'no_balance'].includes(gateway) ? 1 : 0}\n`);
    expect(metrics).toContain(`sms_gateway_up{gateway="plain"} ${ready === 'ready' ? 1 : 0}\n`);
  });

  test('degraded without Temporal: the journal still takes writes and answers', async () => {
    await using alone = await openApi({}, undefined, api.databaseUrl);
    const { status, body } = await alone.call('GET', '/readyz');
    expect({ status, body }).toEqual({
      status: 200,
      body: { status: 'degraded', database: 'up', temporal: 'down', gateway: 'ok', gateways: { plain: 'ok' } },
    });
    expect((await alone.register({ receiptCode: 'ALONE-1' })).status).toBe(201);
    expect((await alone.event('ALONE-1', { type: 'progress', step: 'A' })).status).toBe(202);
    expect((await alone.inquire('MCKH ALONE-1')).body.outcome).toBe('answered');
  });

  test('unready without a database; every other route then says `unavailable`', async () => {
    await using dead = await openApi({}, inject('temporalAddress'), NO_DATABASE);
    const { status, body } = await dead.call('GET', '/readyz');
    expect({ status, body }).toEqual({
      status: 503,
      body: { status: 'unready', database: 'down', temporal: 'up', gateway: 'unknown', gateways: { plain: 'unknown' } },
    });
    const answers = [
      await dead.register({ receiptCode: '0101701234' }),
      await dead.event('0101701234', { type: 'progress', step: 'A' }),
      await dead.receipt('m-1', undefined, 'delivered'),
      await dead.post('/v1/notices/0101701234%2Fresult%2F1/resend', undefined, 'operator'),
      await dead.get('/v1/inquiries', 'operator'),
      await dead.get('/v1/gateways'),
      await dead.call('PUT', '/v1/gateways/plain/share', { share: 1, reason: 'x' }, { authorization: `Bearer ${KEYS.operator}` }),
      await dead.get('/v1/audit', 'auditor'),
      ...(await Promise.all(
        ['dossiers/X', 'dossiers/X/timeline', 'notices', 'apologies', 'statistics'].map((path) => dead.get(`/v1/${path}`)),
      )),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(answer.body).not.toHaveProperty('detail');
    }
    expect((await dead.call('GET', '/metrics')).status).toBe(200);
  });
});

test('/metrics counts requests by their routes, reads by source, inquiries by outcome, the ledger and the outbox', async () => {
  await api.register({ receiptCode: 'METRIC-1' });
  await api.get('/v1/dossiers/METRIC-1');
  await api.get('/v1/nowhere/METRIC-1');
  await api.inquire('MCKH METRIC-1');
  await api.receipt('m-1', undefined, 'delivered');
  const { body, headers } = await api.call('GET', '/metrics');
  expect(headers.get('content-type')).toMatch(/^text\/plain/);
  for (const line of [
    'http_request_seconds_count{method="POST",route="/v1/dossiers",status="201"} 1',
    'http_request_seconds_count{method="GET",route="/v1/dossiers/:code",status="200"} 1',
    'inquiry_seconds_count{outcome="answered"} 1',
    'sms_receipts_total{status="delivered"} 1',
  ])
    expect(body).toContain(`${line}\n`);
  expect(body).toMatch(/^dossier_reads_total\{source="(journal|workflow)"\} \d+$/m);
  for (const name of ['outbox_undelivered_events', 'notices_total', 'sms_gateway_alarm', 'process_cpu_seconds_total'])
    expect(body).toContain(`# TYPE ${name} `);
  expect(body).not.toContain('METRIC-1');
});

test('a ledger too large to count in time does not silence the alarms beside it', async () => {
  await using other = await openApi();
  await other.database.sql`update gateways set state = 'misconfigured'`;
  await other.database.sql.begin(async (sql) => {
    await sql`lock table notices in access exclusive mode`;
    expect((await other.call('GET', '/metrics')).body).toContain('sms_gateway_alarm{gateway="plain"} 1\n');
  });
});

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createActivities } from '../../src/activities/index.ts';
import { createPace } from '../../src/activities/pace.ts';
import { openLog } from '../../src/lib/log.ts';
import { findDriver } from '../../src/sms/drivers.ts';
import { SMS_QUEUE } from '../../src/workflows/contract.ts';
import { openApi, type Api } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { someGatewaySettings } from '../support/gateway-settings.ts';
import { freshNamespace } from '../support/namespace.ts';
import { openSettingsFolder } from '../support/settings-folder.ts';

const SECRET = 'secure-key-of-v-com';
const GATEWAY = { user: 'demo', secret: SECRET, webhookSecrets: [SECRET] } as const;
const CODE = '0101701234';
const TAKEN = { data: { code: 200, status: 'success', message: 'Thanks' } };

let api: Api;
let close: () => Promise<void>;
const sent: Readonly<Record<string, unknown>>[] = [];
let answers: readonly { status: number; body?: object }[] = [{ status: 200, body: TAKEN }];

/** The product's api and a worker on the queue `sms`, with a gateway of the preset `v-com` that answers what a test wants. */
beforeAll(async () => {
  const server = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => void (body += chunk.toString()));
    incoming.on('end', () => {
      sent.push(JSON.parse(body));
      const [answer, ...rest] = answers;
      if (rest.length > 0) answers = rest;
      outgoing.writeHead(answer?.status ?? 500, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.body ?? {}));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;

  const temporalAddress = inject('temporalAddress');
  const namespace = await freshNamespace(temporalAddress, 'by-call');
  using folder = openSettingsFolder();
  const entry = { name: 'v-com', preset: 'v-com', url, user: GATEWAY.user, secretEnv: 'V_COM_SECRET', webhookSecretEnv: 'V_COM_SECRET' };
  const file = folder.file([{ name: 'plain', preset: 'plain' }, entry]);
  const settingsOfOffice = { GATEWAYS_FILE: file, V_COM_SECRET: SECRET, TEMPORAL_NAMESPACE: namespace };
  api = await openApi(settingsOfOffice, temporalAddress);
  await api.register({ receiptCode: CODE });

  const settings = someGatewaySettings({ name: 'v-com', url, ...GATEWAY });
  const activities = createActivities({
    database: api.database,
    gateways: [{ sender: findDriver('v-com').openSender(settings), settings, pace: createPace(settings.tps) }],
    log: openLog('silent', 'test'),
    uncertainAfterMs: 0,
    findAgency: () => null,
  });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const worker = await Worker.create({ connection, namespace, taskQueue: SMS_QUEUE, activities });
  const running = worker.run();
  close = async () => {
    worker.shutdown();
    await running;
    await connection.close();
    server.closeAllConnections();
    server.close();
    await api[Symbol.asyncDispose]();
  };
});
afterAll(() => close());

/** An inquiry in the words of the gateway. */
function inquire(id: string, text = `MCKH ${CODE}`) {
  const [phone, time] = ['84905123456', Math.floor(Date.now() / 1000)];
  const checksum = createHash('sha256').update(`${GATEWAY.user}${id}${phone}${SECRET}${time}`).digest('base64');
  const fields = { type: 'new', service_id: '7068', command_code: 'MCKH', telco: 'VT' };
  return api.call('POST', '/v1/gateways/v-com/inquiries', {
    ...fields,
    client_id: GATEWAY.user,
    request_id: id,
    message: text,
    phone,
    time,
    checksum,
  });
}

const sentFor = (id: string) => sent.filter(({ request_id }) => request_id === id);
const statusOf = async (id: string) => (await api.database.sql`select reply_status from inquiries where id = ${id}`)[0]?.['reply_status'];
const settled = (id: string, status: string) => eventually(async () => expect(await statusOf(id)).toBe(status), 30_000);

test('requirements §11.5: the inquiry is acknowledged, and its reply comes by a call of its own, once for all its repeats', async () => {
  const answered = await Promise.all([inquire('mo-1'), inquire('mo-1')]);
  answered.push(await inquire('mo-1'));
  for (const { status, body } of answered) expect([status, body.data.code]).toEqual([200, 200]);
  await settled('mo-1', 'sent');
  await inquire('mo-1');
  expect(sentFor('mo-1')).toMatchObject([
    { service_id: '7068', command_code: 'MCKH', mt_code: expect.stringMatching(/^[a-p]{32}$/), is_charged: 1 },
  ]);
  expect(sentFor('mo-1')[0]?.['message']).toMatch(/^Hồ sơ của quý ông\/bà \(MS: 0101701234\)/);
});

test('requirements §7.5: a reply that is no answer is marked as free', async () => {
  await inquire('mo-free', 'MCKH 9999999999');
  await settled('mo-free', 'sent');
  expect(sentFor('mo-free')).toMatchObject([{ is_charged: 0 }]);
});

test('requirements §11.5: a gateway that is away for a while gets it when it is back, under the same reference', async () => {
  answers = [{ status: 503 }, { status: 503 }, { status: 200, body: TAKEN }];
  await inquire('mo-away');
  await settled('mo-away', 'sent');
  expect(new Set(sentFor('mo-away').map((reply) => reply['mt_code'])).size).toBe(1);
  expect(sentFor('mo-away')).toHaveLength(3);
});

import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '../../src/lib/log.ts';
import { DRIVER_NAMES } from '../../src/sms/drivers.ts';
import { openApi, type Api } from '../support/api.ts';
import { WEBHOOK_SECRETS } from '../support/signature.ts';
import {
  esmsReceipt,
  kannelCall,
  SECRETS,
  severalGateways,
  shortCodeInquiry,
  vcomInquiry,
  type Call,
} from '../support/several-gateways.ts';

const lines: string[] = [];
const noting = () => Object.assign(openLog('trace', 'api'), { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
let api: Api;
let every: Api;
beforeAll(async () => {
  api = await openApi(severalGateways(), undefined, undefined, noting());
  const entries = DRIVER_NAMES.map((preset) => ({ name: `x-${preset}`, preset, encoding: 'unicode' }));
  every = await openApi(severalGateways(entries), undefined, undefined, noting());
});
afterAll(() => Promise.all([api, every].map((each) => each[Symbol.asyncDispose]())));

const TABLES = ['inquiries', 'receipts'];
const countsOf = (of: Api) => Promise.all(TABLES.map((table) => of.count(table)));
const send = async (of: Api, { method, path, headers, body }: Call) => {
  const answer = await of.app.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, text: await answer.text() };
};

/** Fields that some gateway sends, and that no gateway signed. */
const FIELDS = {
  id: 'mo-1',
  from: '84912345678',
  text: 'MCKH 0101701234',
  messageId: 'm-1',
  status: 'delivered',
  SMSID: 'm-1',
  SendSuccess: '1',
  smsid: 'mo-1',
  sender: '84912345678',
  content: 'MCKH 0101701234',
  request_id: 'mo-1',
  phone: '84912345678',
  message: 'MCKH',
  reference: '0101701234/result/1',
  msisdn: '84912345678',
  mo_message: 'MCKH',
  signature: 'x',
  checksum: 'x',
  sign: 'x',
};
const BODY = JSON.stringify({ ...FIELDS, data: { message_id: 'm-1', status: 'delivered' } });
const QUERY = new URLSearchParams(FIELDS).toString();

describe.each([...DRIVER_NAMES])('contract §4: the gateway %s', (preset) => {
  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['says nothing of itself', '', {}, BODY],
    ['gives a wrong secret', 'secret=wrong-secret-000000', {}, BODY],
    ['gives an empty secret', 'secret=', {}, BODY],
    ['gives half of the secret', `secret=${WEBHOOK_SECRETS[0].slice(0, 12)}`, {}, BODY],
    ['says that it comes from here', '', { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' }, BODY],
    ['sends a form', '', { 'content-type': 'application/x-www-form-urlencoded' }, QUERY],
    ['sends XML', '', { 'content-type': 'text/xml' }, '<Receipt><id>m-1</id><status>delivered</status></Receipt>'],
    ['sends an XML with an entity', '', { 'content-type': 'text/xml' }, '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['sends what is no text', '', {}, '\u0000\u00ff'],
  ])('that %s gets 401, and nothing is stored', async (_what, query, headers, body) => {
    const before = await countsOf(every);
    for (const what of TABLES) {
      const path = `/v1/gateways/x-${preset}/${what}`;
      const json = { 'content-type': 'application/json', ...headers };
      const calls: Call[] = [
        { method: 'POST', path: `${path}?${query}`, headers: json, body },
        { method: 'GET', path: `${path}?${QUERY}&${query}`, headers },
      ];
      for (const call of calls) expect([401, 404, 405]).toContain((await send(every, call)).status);
      const statuses = await Promise.all(calls.map(async (call) => (await send(every, call)).status));
      expect(statuses.includes(401) || statuses.every((status) => status === 404)).toBe(true);
    }
    expect(await countsOf(every)).toEqual(before);
  });
});

test('the secret of one gateway opens no other', async () => {
  const before = await countsOf(api);
  const swapped = [
    {
      ...kannelCall('receipts', { reference: 'r', status: '1' }),
      path: `/v1/gateways/esms/receipts?SMSID=1&SendSuccess=1&secret=${SECRETS.LINE_WEBHOOK}`,
    },
    { ...esmsReceipt({}), path: `/v1/gateways/line/receipts?reference=r&status=1&secret=${SECRETS.ESMS_WEBHOOK}` },
    {
      ...shortCodeInquiry({ sender: '84912345678', content: 'MCKH', smsid: '1' }),
      path: '/v1/gateways/line/inquiries?id=1&from=84912345678&text=MCKH',
    },
  ];
  for (const call of swapped) expect([call.path, (await send(api, call)).status]).toEqual([call.path, 401]);
  expect(await countsOf(api)).toEqual(before);
});

test.each([
  ['content', (call: Call) => ({ ...call, path: call.path.replace('MCKH', 'XXXX') })],
  ['sender', (call: Call) => ({ ...call, path: call.path.replace('smsid=77', 'smsid=78') })],
])('a checksum holds for no other %s', async (_what, changed) => {
  const call = shortCodeInquiry({ sender: '84912345678', content: 'MCKH', smsid: '77' });
  expect((await send(api, call)).status).toBe(200);
  expect((await send(api, changed(call))).status).toBe(401);
});

describe('no secret of a gateway and no number is in the log or in an answer', () => {
  test.each<[string, () => Call, number]>([
    ['a call that is taken', () => kannelCall('receipts', { reference: 'r-1', status: '1' }), 200],
    ['a call with wrong fields', () => kannelCall('inquiries', { id: '', from: '84912345678', text: 'x' }), 422],
    ['a call with a wrong method', () => ({ ...kannelCall('receipts', { reference: 'r', status: '1' }), method: 'POST' }), 405],
    [
      'a call of a gateway that is not there',
      () => ({ ...kannelCall('receipts', {}), path: `/v1/gateways/other/receipts?secret=${SECRETS.LINE_WEBHOOK}&from=84912345678` }),
      404,
    ],
    [
      'a call with the secret of another',
      () => ({ ...esmsReceipt({}), path: `/v1/gateways/line/receipts?secret=${SECRETS.ESMS_WEBHOOK}&from=84912345678` }),
      401,
    ],
    ['a signed call with wrong fields', () => vcomInquiry({ request_id: '', phone: '84912345678', message: 'x' }), 422],
  ])('%s', async (_what, call, status) => {
    lines.length = 0;
    const answer = await send(api, call());
    expect(answer.status).toBe(status);
    const said = `${lines.join('')}${answer.text}`;
    for (const secret of Object.values(SECRETS)) expect(said).not.toContain(secret);
    expect(said).not.toContain('84912345678');
    const refused = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request_refused');
    if (status !== 200) expect(refused).toMatchObject([{ status, route: expect.stringMatching(/^\/v1\/gateways\/:name\//) }]);
    if (status === 401) expect(refused).toMatchObject([{ gateway: 'line' }]);
  });
});

describe('what a gateway sends is bounded', () => {
  test('a body over 64 KiB is 413, before anything of it is read', async () => {
    const body = 'x'.repeat(65_537);
    for (const headers of [{}, { 'content-length': '65537' }] as Record<string, string>[]) {
      const answer = await send(api, { method: 'POST', path: '/v1/gateways/v-com/inquiries', headers, body });
      expect(answer.status).toBe(413);
    }
  });
});

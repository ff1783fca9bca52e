import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { GatewaySettings, HandOver, Message } from '../../../src/sms/gateway.ts';
import { presetDriver } from '../../../src/sms/preset/driver.ts';
import { presetSchema, type Preset } from '../../../src/sms/preset/schema.ts';
import { EXAMPLE_SETTINGS, examplePreset } from '../../support/example-preset.ts';
import { someGatewaySettings, someMessage } from '../../support/gateway-settings.ts';
import { loopbackLink } from '../../support/loopback-link.ts';

/** The mechanics of the declarative driver on a real connection, with the example of gateways §2. */

type Asked = { readonly method?: string; readonly path?: string; readonly headers: IncomingMessage['headers']; readonly body: string };
type Answer = (response: ServerResponse) => void;

let asked: Asked[] = [];
let answers: Record<string, readonly Answer[]> = {};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url: path = '', headers } = request;
    asked.push({ method, path, headers, body: Buffer.concat(chunks).toString('utf8') });
    const [next, ...rest] = answers[path] ?? [];
    if (rest.length > 0) answers[path] = rest;
    (next ?? says(404, ''))(response);
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api`;
});
beforeEach(() => {
  asked = [];
  answers = { '/api/oauth2/token': [token('A')], '/api/send': [says(200, '{"code":0,"data":{"id":"M-1"}}')] };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('requirements §11.1: the request is the one of the preset, with the values of the settings', async () => {
  expect(await handOver()).toEqual({ outcome: 'accepted', messageId: 'm-1' });
  const [first, second] = asked;
  expect(first).toMatchObject({ method: 'POST', path: '/api/oauth2/token' });
  expect(JSON.parse(first?.body ?? '')).toEqual({ grant_type: 'client_credentials', client_id: 'the-user', client_secret: 'the-secret' });
  expect(second).toMatchObject({ method: 'POST', path: '/api/send' });
  expect(second?.headers).toMatchObject({ authorization: 'Bearer A', 'x-contract': 'HD-7', 'content-type': 'application/json' });
  expect(JSON.parse(second?.body ?? '')).toEqual({
    from: '8083',
    to: '84905123456',
    text: Buffer.from(someMessage().text).toString('base64'),
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    coding: 8,
    template: 'T1',
    params: [
      { num: '1', content: '0101701234' },
      { num: '2', content: 'Sở Tài chính' },
    ],
  });
});

test('the reference that is told is the same each time, and the sender says it', async () => {
  const sender = open();
  await sender.handOver(someMessage());
  await sender.handOver(someMessage());
  const told = asked.filter(({ path }) => path === '/api/send').map(({ body }) => JSON.parse(body).id);
  expect(told).toEqual(Array(2).fill(sender.toldReference(someMessage().reference)));
  expect(sender.toldReference('short-1')).toBe('short-1');
});

test('a token is obtained once for many messages, also at the same time', async () => {
  const sender = open();
  await Promise.all([sender.handOver(someMessage()), sender.handOver(someMessage())]);
  await sender.handOver(someMessage());
  expect(paths()).toEqual(['oauth2/token', 'send', 'send', 'send']);
});

test('a kept token that is refused is renewed once', async () => {
  answers['/api/oauth2/token'] = [token('A'), token('B')];
  answers['/api/send'] = [says(200, '{"code":0}'), says(401, ''), says(200, '{"code":0,"data":{"id":"m-2"}}')];
  const sender = open();
  await sender.handOver(someMessage());
  expect(await sender.handOver(someMessage())).toEqual({ outcome: 'accepted', messageId: 'm-2' });
  expect(paths()).toEqual(['oauth2/token', 'send', 'send', 'oauth2/token', 'send']);
  expect(asked.at(-1)?.headers.authorization).toBe('Bearer B');
});

test('a new token that is refused is not: our configuration is wrong', async () => {
  answers['/api/send'] = [says(200, '{"code":41,"message":"contract ended, the-secret"}')];
  expect(await handOver()).toEqual({ outcome: 'configuration', detail: '200 41 contract ended, ***' });
  expect(paths()).toEqual(['oauth2/token', 'send']);
});

test('a token is never told', async () => {
  answers['/api/oauth2/token'] = [token('tokentoken')];
  answers['/api/send'] = [says(500, 'Bearer tokentoken')];
  expect(await handOver()).toEqual({ outcome: 'unavailable', detail: '500 Bearer ***' });
});

test('without a token nothing was sent, even when there was no answer', async () => {
  answers['/api/oauth2/token'] = [() => {}];
  expect(await handOver({ timeoutMs: 300 })).toEqual({ outcome: 'unavailable', detail: 'token: TimeoutError' });
  expect(paths()).toEqual(['oauth2/token']);
});

const BIG = `{"code":0,"data":{"id":"m-1"},"x":"${'x'.repeat(5_000_000)}"}`;
const ANSWERS: readonly (readonly [string, Answer, Partial<HandOver>])[] = [
  ['5 MB', says(200, BIG), { outcome: 'unknown' }],
  ['5 MB of an error', says(503, BIG), { outcome: 'unavailable' }],
  ['an error inside 200', says(200, '{"code":30,"message":"hết tiền"}'), { outcome: 'balance', detail: '200 30 hết tiền' }],
  ['UTF-16', says(200, Buffer.from('{"code":0,"data":{"id":"m-1"}}', 'utf16le')), { outcome: 'accepted' }],
  [
    'windows-1258',
    says(200, Buffer.from('{"code":20,"message":"\u00d0"}', 'latin1'), { 'content-type': 'text/html; charset=windows-1258' }),
    { outcome: 'content', detail: '200 20 Đ' },
  ],
  ['a page', says(200, '<html>'), { outcome: 'unknown' }],
  ['nothing', says(200, ''), { outcome: 'unknown' }],
  ['a cut answer', (response) => { response.writeHead(200, { 'content-length': '100' }); response.write('{"code":0', () => response.destroy()); }, { outcome: 'unknown' }], // prettier-ignore
  ['no answer', () => {}, { outcome: 'unknown', detail: 'TimeoutError' }],
  ['a redirect', says(307, '', { location: 'http://127.0.0.1:1/' }), { outcome: 'configuration' }],
  ['too fast', says(429, '', { 'retry-after': '7' }), { outcome: 'throttled', retryAfterMs: 7000 }],
  ['a reference that it knows', says(200, '{"code":7,"data":{"id":"M-1"}}'), { outcome: 'duplicate', messageId: 'm-1' }],
];

test.each(ANSWERS)('requirements §11.2: %s is an outcome, never a crash', async (_, answer, outcome) => {
  answers['/api/send'] = [answer];
  expect(await handOver({ timeoutMs: 1000 })).toMatchObject(outcome);
});

test('requirements §11.5: a reply by a call of its own, with the charge mark in the gateway’s words', async () => {
  answers['/api/send-mt'] = [says(200, '{"data":{"code":200}}'), says(200, '{"data":{"code":104}}')];
  const reply = {
    inquiryId: 'mo-1',
    reference: 'reply/mo-1',
    to: '84905123456',
    text: 'Hồ sơ …',
    charge: true,
    outcome: 'answered',
    carried: { telco: 'VT' },
  } as const;
  const { sendReply, toldReference } = open();
  expect(await sendReply?.(reply)).toMatchObject({ outcome: 'accepted' });
  expect(await sendReply?.({ ...reply, charge: false, outcome: 'syntax' }), 'a pair that it knows').toMatchObject({ outcome: 'duplicate' });
  const bodies = asked.filter(({ path }) => path === '/api/send-mt').map(({ body }) => JSON.parse(body));
  const sent = { request_id: 'mo-1', mt_code: toldReference('reply/mo-1'), message: 'Hồ sơ …', telco: 'VT' };
  expect(bodies).toEqual([
    { ...sent, is_charged: 1 },
    { ...sent, is_charged: 21 },
  ]);
});

test('a request that is signed, and one that travels in the address', async () => {
  const preset = presetSchema.parse({
    about: 'x',
    capabilities: { encodings: ['ascii'] },
    send: {
      request: {
        method: 'GET',
        path: '/{user}/send',
        auth: { basic: { user: '{user}', password: '{secret}' } },
        body: { kind: 'query', template: { to: '{toLocal}', plus: '{toPlus}', text: '{text}', sign: '{signature}' } },
        signature: { algorithm: 'hmac-sha256', over: '{to}{text}', encoding: 'hex' },
      },
      answer: { kind: 'text', success: { field: '0', equals: ['OK'] } },
    },
  });
  const sender = presetDriver(preset).openSender(settings({ url: `${url}?key=1`, user: 'a/b', encoding: 'ascii' }), loopbackLink());
  await sender.handOver(someMessage({ text: 'TB: a&b=c' }));
  const address = new URL(asked[0]?.path ?? '', url);
  expect(address.pathname).toBe('/api/a%2Fb/send');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    key: '1',
    to: '0905123456',
    plus: '+84905123456',
    text: 'TB: a&b=c',
    sign: createHmac('sha256', 'the-secret').update('84905123456TB: a&b=c').digest('hex'),
  });
  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('a/b:the-secret').toString('base64')}`);
});

test.each([
  ['an address', { url: null }, ['url']],
  ['credentials', { user: null, secret: null }, ['user', 'secret']],
  ['a value', { values: {} }, ['values.CONTRACTID']],
  ['a template', { templates: { result: EXAMPLE_SETTINGS.templates.result } }, ['templates.supplement', 'templates.apology']],
  [
    'a known parameter',
    { templates: { ...EXAMPLE_SETTINGS.templates, result: { id: 'T', parameters: ['name'] } } },
    ['templates.result.parameters of code, agency only'],
  ],
])('without %s it cannot be opened', (_, some, missing) => {
  const { url: __, ...withoutAddress } = examplePreset();
  expect(() => open(some as Partial<GatewaySettings>, withoutAddress)).toThrow(
    expect.objectContaining({ name: 'MissingSettings', missing: expect.arrayContaining(missing) }),
  );
});

test('an encoding that the gateway does not take is refused at the start', () => {
  const preset = { ...examplePreset(), capabilities: { ...examplePreset().capabilities, encodings: ['ascii' as const] } };
  expect(() => open({}, preset)).toThrow('gateway tested: expected encoding ascii, came unicode');
});

test('a gateway that only brings inquiries takes no notices, and needs no address for answers', async () => {
  const { send: _, token: __, url: ___, ...rest } = examplePreset();
  const preset = presetSchema.parse({
    ...rest,
    inquiries: { kind: 'json', id: 'a', from: 'b', text: 'c', reply: { by: 'answer', body: { kind: 'text', template: '{reply}' } } },
  });
  const driver = presetDriver(preset);
  expect(driver.capabilities).toMatchObject({ inquiriesOnly: true, replies: 'in_answer', receipts: true });
  const sender = driver.openSender(settings({ url: null }), loopbackLink());
  expect(sender.sendReply).toBeNull();
  expect(await sender.handOver(someMessage())).toMatchObject({ outcome: 'configuration' });
});

test('a test whose request would leave this machine fails', async () => {
  await expect(open({ url: 'https://rest.esms.vn' }).handOver(someMessage())).rejects.toThrow('a test called rest.esms.vn');
});

function open(some: Partial<GatewaySettings> = {}, preset: Preset = examplePreset()) {
  return presetDriver(preset).openSender(settings(some), loopbackLink());
}

function settings(some: Partial<GatewaySettings>): GatewaySettings {
  return someGatewaySettings({ url, ...EXAMPLE_SETTINGS, ...some });
}

function handOver(some: Partial<GatewaySettings> = {}, message: Partial<Message> = {}): Promise<HandOver> {
  return open(some).handOver(someMessage(message));
}

function paths(): string[] {
  return asked.map(({ path }) => path?.replace('/api/', '') ?? '');
}

function token(value: string): Answer {
  return says(200, JSON.stringify({ access_token: value, expires_in: 3600 }));
}

function says(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

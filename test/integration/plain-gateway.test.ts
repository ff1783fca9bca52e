import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findPort } from '../../infra/stack/ports.ts';
import type { GatewaySettings, HandOver } from '../../src/sms/gateway.ts';
import { plainDriver } from '../../src/sms/plain.ts';
import { someGatewaySettings, someMessage } from '../support/gateway-settings.ts';
import { loopbackLink } from '../support/loopback-link.ts';

const TEXT = 'TB: hồ sơ “đã” xong – số 1';
const MESSAGE = someMessage({ reference: '0101701234/result/1~1', text: TEXT });

type Asked = {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
};
type Answer = (response: ServerResponse, socket: Socket) => void;

let asked: Asked[] = [];
let answer: Answer;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url: path, headers } = request;
    asked.push({ method, path, headers, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
    answer(response, request.socket);
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/send?x=1`;
});
beforeEach(() => {
  asked = [];
  answer = says(200, '{"messageId":"m-1"}');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('the request is that of contract §3, and nothing else: nothing in it is chargeable (requirements §5.8)', async () => {
  expect(await handOver()).toEqual({ outcome: 'accepted', messageId: 'm-1' });
  const [request] = asked;
  expect(request).toMatchObject({ method: 'POST', path: '/send?x=1' });
  expect(request?.headers).toMatchObject({ authorization: 'Bearer gateway-secret', 'content-type': 'application/json' });
  expect(request?.body).toEqual({ id: '0101701234/result/1~1', from: '8083', to: '84905123456', text: TEXT, encoding: 'unicode' });
});

test('without a secret there is no bearer', async () => {
  await handOver({ secret: null });
  expect(asked[0]?.headers).not.toHaveProperty('authorization');
});

test('the encoding is told, and the text is sent as it was given', async () => {
  await handOver({ encoding: 'ascii' });
  expect(asked[0]?.body).toMatchObject({ text: TEXT, encoding: 'ascii' });
});

test('the sender is that of the message', async () => {
  await plainDriver.openSender(someGatewaySettings({ url }), loopbackLink()).handOver({ ...MESSAGE, sender: 'SO-XD' });
  expect(asked[0]?.body).toMatchObject({ from: 'SO-XD' });
});

test('without an address it cannot be opened', () => {
  expect(() => plainDriver.openSender(someGatewaySettings())).toThrow('gateway tested needs url');
});

const ANSWERS: readonly (readonly [string, Answer, HandOver | object])[] = [
  ['200 with a messageId and more', says(200, '{"messageId":"m-2","more":1}'), { outcome: 'accepted', messageId: 'm-2' }],
  ['200 without one', says(200, '{}'), { outcome: 'unknown' }],
  ['200 with an empty one', says(200, '{"messageId":""}'), { outcome: 'unknown' }],
  ['200 with a number', says(200, '{"messageId":7}'), { outcome: 'unknown' }],
  ['200 with a page', says(200, '<html>'), { outcome: 'unknown' }],
  ['400', says(400, '{"error":"bad"}'), { outcome: 'content', detail: '400 {"error":"bad"}' }],
  ['422', says(422, '{"error":"blocked"}'), { outcome: 'content', detail: '422 {"error":"blocked"}' }],
  ['422 without a word', says(422, ''), { outcome: 'content', detail: '422' }],
  ['401', says(401, '{}'), { outcome: 'configuration', detail: '401 {}' }],
  ['403', says(403, '{}'), { outcome: 'configuration', detail: '403 {}' }],
  ['404', says(404, '{}'), { outcome: 'configuration', detail: '404 {}' }],
  ['429 with seconds', says(429, '', { 'retry-after': '7' }), { outcome: 'throttled', detail: '429', retryAfterMs: 7000 }],
  ['429 without a time', says(429, ''), { outcome: 'throttled', detail: '429', retryAfterMs: 1000 }],
  ['429 with nonsense', says(429, '', { 'retry-after': 'soon' }), { outcome: 'throttled', detail: '429', retryAfterMs: 1000 }],
  ['429 for a year', says(429, '', { 'retry-after': '31536000' }), { outcome: 'throttled', detail: '429', retryAfterMs: 300_000 }],
  ['429 for no time', says(429, '', { 'retry-after': '0' }), { outcome: 'throttled', detail: '429', retryAfterMs: 100 }],
  ['500', says(500, 'oops'), { outcome: 'unavailable', detail: '500 oops' }],
  ['503', says(503, ''), { outcome: 'unavailable', detail: '503' }],
  ['503 with seconds', says(503, '', { 'retry-after': '7' }), { outcome: 'unavailable', detail: '503', retryAfterMs: 7000 }],
  ['422 in UTF-16', says(422, Buffer.from('blocked', 'utf16le')), { outcome: 'content', detail: '422 blocked' }],
  ['422 with half a pair', says(422, '\ud83d'), { outcome: 'content' }],
  ['a redirect', says(307, '', { location: '/elsewhere' }), { outcome: 'configuration', detail: '307' }],
  ['a socket cut after sending', (_, socket) => socket.destroy(), { outcome: 'unknown' }],
  ['a socket cut in the middle of the answer', cutHalfway, { outcome: 'unknown' }],
  ['no answer in time', () => {}, { outcome: 'unknown', detail: 'TimeoutError' }],
];

test.each(ANSWERS)('requirements §11.2: %s', async (_, says, outcome) => {
  answer = says;
  expect(await handOver({ timeoutMs: 300 })).toMatchObject(outcome);
  expect(asked).toHaveLength(1);
});

test('429 with an HTTP date: by the gateway’s clock, whatever ours says', async () => {
  answer = says(429, '', { date: 'Thu, 29 Feb 2024 10:30:00 GMT', 'retry-after': 'Thu, 29 Feb 2024 10:30:30 GMT' });
  expect(await handOver()).toEqual({ outcome: 'throttled', detail: '429', retryAfterMs: 30_000 });
});

test.each([
  ['a port where nobody listens', async () => `http://127.0.0.1:${await findPort('nobody', 0, () => {})}/send`],
  ['a name that does not exist', async () => 'http://gateway.invalid/send'],
])('%s: certainly not handed over', async (_, address) => {
  expect(await handOver({ url: await address() })).toMatchObject({ outcome: 'unavailable' });
});

test.each(['84905123456', '0905123456', '+84905123456', '0905 123 456', '+84 905-123-456', '0905.123.456'])(
  'a gateway that quotes the phone as %s does not bring it into the ledger (requirements §9)',
  async (phone) => {
    answer = says(422, `{"error":"${phone} is blocked"}`);
    const said = await handOver();
    expect(said.outcome).toBe('content');
    const { detail = '' } = said as { detail?: string };
    expect(detail).toContain('is blocked');
    expect(detail.replaceAll(/\D/g, '')).toBe('422');
  },
);

test('nor does one that quotes it in UTF-16 (requirements §9)', async () => {
  answer = says(422, Buffer.from('0905123456 is blocked', 'utf16le'));
  expect(await handOver()).toEqual({ outcome: 'content', detail: '422 <digits> is blocked' });
});

test('a long answer is cut', async () => {
  answer = says(500, 'x'.repeat(100_000));
  const said = await handOver();
  expect('detail' in said && said.detail.length).toBeLessThan(250);
});

function handOver(some: Partial<GatewaySettings> = {}): Promise<HandOver> {
  const settings = someGatewaySettings({ url, secret: 'gateway-secret', ...some });
  return plainDriver.openSender(settings).handOver(MESSAGE);
}

function says(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

function cutHalfway(response: ServerResponse, socket: Socket): void {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"messageId":"m-1"', () => socket.destroy());
}

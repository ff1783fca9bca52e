import { createHmac } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SegmentedMessage } from 'sms-segments-calculator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually } from '../../infra/stack/eventually.ts';
import type { Fault } from '../../infra/dev/telco/fault.ts';
import { readTelcoSettings } from '../../infra/dev/telco/read-settings.ts';
import { sizeOf } from '../../infra/dev/telco/segments.ts';
import { startTelco, type Telco, type TelcoOptions } from '../../infra/dev/telco/start-telco.ts';

const SECRET = 'webhook-secret-0123456789';
const GATEWAY_SECRET = 'gateway-secret-0123456789';
const PHONE = '84905123456';
const KEY = '0101701234/result/1';
const REPLY = 'Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn';

let cleanups: (() => void | Promise<void>)[];
let api: Api;

beforeEach(async () => {
  cleanups = [];
  api = await startApi();
});

afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

describe('hand-overs (contract §3)', () => {
  test('the same id again gets the same messageId and sends nothing', async () => {
    const telco = await aTelco();
    const first = await handOver(telco);
    const again = await handOver(telco, { text: 'changed' });
    expect(first).toMatchObject({ status: 200, body: { messageId: expect.stringMatching(/^g-/) } });
    expect(again).toEqual(first);
    expect(telco.handovers().map(({ id, outcome, answered }) => ({ id, outcome, answered }))).toEqual([
      { id: KEY, outcome: 'accepted', answered: true },
      { id: KEY, outcome: 'repeated', answered: true },
    ]);
    expect(await messagesOf(telco, PHONE)).toHaveLength(1);
  });

  test('the log says what was received, with its segments', async () => {
    const telco = await aTelco();
    await handOver(telco, { text: 'ă'.repeat(71) });
    await handOver(telco, { id: 'short', text: 'a'.repeat(160), encoding: 'ascii' });
    expect(await get(telco, '/api/handovers')).toEqual(telco.handovers());
    expect(telco.handovers()).toMatchObject([
      { to: PHONE, from: '8083', encoding: 'unicode', segments: 2, at: expect.stringMatching(/^\d{4}-.*Z$/) },
      { id: 'short', encoding: 'ascii', segments: 1 },
    ]);
  });

  test('a wrong secret is answered 401', async () => {
    const telco = await aTelco();
    expect(await handOver(telco, {}, { authorization: 'Bearer wrong' })).toMatchObject({ status: 401 });
    expect(await handOver(telco, {}, {})).toMatchObject({ status: 401 });
    expect(outcomes(telco)).toEqual(['unauthorized', 'unauthorized']);
  });

  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no text', JSON.stringify({ id: 'a', from: '8083', to: PHONE })],
    ['a number with a plus', JSON.stringify({ id: 'a', from: '8083', to: '+84905123456', text: 'x' })],
    ['an empty id', JSON.stringify({ id: '', from: '8083', to: PHONE, text: 'x' })],
  ])('%s is answered 400 with the reason', async (_, body) => {
    const telco = await aTelco();
    const response = await fetch(`${telco.url}/send`, { method: 'POST', body, headers: AUTHORIZED });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.any(String) });
    expect(telco.handovers()).toMatchObject([{ outcome: 'malformed', messageId: null, segments: 0 }]);
  });

  test('over the rate it answers 429 with Retry-After, and the next second it takes again', async () => {
    const telco = await aTelco({ ratePerSecond: 2 });
    const statuses = [];
    for (const id of ['a', 'b', 'c']) statuses.push((await handOver(telco, { id })).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await handOver(telco, { id: 'c' })).retryAfter).toBe('1');
    await eventually('c to be accepted', async () => (await handOver(telco, { id: 'c' })).status === 200, { withinMs: 3000, everyMs: 100 });
  });
});

describe('receipts (contract §4)', () => {
  test('a delivery is told, signed, after the set time', async () => {
    const telco = await aTelco({ receiptAfterMs: 200 });
    const { body } = await handOver(telco);
    const receipt = await eventually('a receipt', () => api.receipts()[0]);
    expect(receipt.body).toEqual({ messageId: body.messageId, id: KEY, status: 'delivered', at: expect.any(String) });
    expect(receipt.signed).toBe(true);
    expect(telco.handovers()[0]?.delivered).toBe(receipt.body.at);
    expect(Date.parse(String(receipt.body.at)) - Date.parse(telco.handovers()[0]?.at ?? '')).toBeGreaterThanOrEqual(195);
  });

  test('it is told again when the API was down, under the same id', async () => {
    const telco = await aTelco({ receiptAfterMs: 0 });
    api.answer(() => ({ status: 503 }));
    await handOver(telco);
    await eventually('a first attempt', () => api.receipts().length === 1);
    api.answer(answerWell);
    await eventually('a second attempt', () => api.receipts().length === 2);
    expect(new Set(api.receipts().map(({ id }) => id)).size).toBe(1);
    await eventually('it to be acknowledged', () => telco.handovers()[0]?.receipt === 'acknowledged');
  });
});

describe('faults', () => {
  test.each([
    ['reject', 422, 'rejected'],
    ['throttle', 429, 'throttled'],
    ['unauthorized', 401, 'unauthorized'],
  ] as const)('%s is answered %i and nothing is sent', async (kind, status, outcome) => {
    const telco = await aTelco();
    await fault(telco, { kind });
    expect(await handOver(telco)).toMatchObject({ status, body: { error: expect.any(String) } });
    await fault(telco, { kind: 'none' });
    expect(await handOver(telco)).toMatchObject({ status: 200 });
    expect(outcomes(telco)).toEqual([outcome, 'accepted']);
  });

  test('slow takes the message at once and answers late', async () => {
    const telco = await aTelco();
    await fault(telco, { kind: 'slow', delayMs: 300 });
    const begun = performance.now();
    const answer = handOver(telco);
    await eventually('it to be taken', () => telco.handovers()[0]?.answered === false, { everyMs: 10 });
    expect(await answer).toMatchObject({ status: 200 });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(295);
    await eventually('it to be answered', () => telco.handovers()[0]?.answered);
  });

  test('slow to a sender that has gone stays unanswered', async () => {
    const telco = await aTelco();
    telco.setFault({ kind: 'slow', delayMs: 200 });
    await expect(handOver(telco, {}, AUTHORIZED, 50)).rejects.toThrow(/timeout/i);
    telco.setFault({ kind: 'none' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(telco.handovers()).toMatchObject([{ outcome: 'accepted', answered: false }]);
  });

  test.each([
    ['never_answer', /timeout/],
    ['cut', /fetch failed/],
  ] as const)('%s takes the message, delivers it, and the sender hears nothing', async (kind, heard) => {
    const telco = await aTelco({ receiptAfterMs: 0 });
    telco.setFault({ kind, times: 1 });
    await expect(handOver(telco, {}, AUTHORIZED, 300)).rejects.toThrow(heard);
    expect(telco.handovers()).toMatchObject([{ outcome: 'accepted', answered: false }]);
    await eventually('its receipt', () => api.receipts().length === 1);
    expect(await handOver(telco)).toMatchObject({ status: 200, body: { messageId: telco.handovers()[0]?.messageId } });
    expect(outcomes(telco)).toEqual(['accepted', 'repeated']);
  });

  test('down cuts the line and takes nothing', async () => {
    const telco = await aTelco();
    telco.setFault({ kind: 'down' });
    await expect(handOver(telco)).rejects.toThrow('fetch failed');
    expect(telco.handovers()).toMatchObject([{ outcome: 'down', answered: false, messageId: null }]);
    expect(await messagesOf(telco, PHONE)).toEqual([]);
  });

  test('only the number named meets it', async () => {
    const telco = await aTelco();
    await fault(telco, { kind: 'reject', to: '0905 123 456' });
    expect((await handOver(telco)).status).toBe(422);
    expect((await handOver(telco, { id: 'other', to: '84905123457' })).status).toBe(200);
  });

  test('so often as said, then it is over', async () => {
    const telco = await aTelco();
    await fault(telco, { kind: 'reject', times: 2 });
    const statuses = [];
    for (const id of ['a', 'b', 'c']) statuses.push((await handOver(telco, { id })).status);
    expect(statuses).toEqual([422, 422, 200]);
    expect(await get(telco, '/api/fault')).toEqual({ kind: 'none' });
  });

  test('a share of the messages meets it, the same ones every time', async () => {
    const telco = await aTelco();
    telco.setFault({ kind: 'reject', share: 0.5 });
    const round = () => Promise.all(Array.from({ length: 60 }, async (_, index) => (await handOver(telco, { id: `n${index}` })).status));
    const statuses = await round();
    expect(statuses.filter((status) => status === 422).length).toBeGreaterThan(15);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(15);
    expect(await round()).toEqual(statuses);
  });

  test.each([{}, { kind: 'fire' }, { kind: 'reject', share: 2 }, { kind: 'reject', to: 'x' }, { kind: 'slow', delay: 1 }])(
    '%o is no fault',
    async (body) => {
      const telco = await aTelco();
      expect(await post(telco, '/api/fault', body)).toEqual({ status: 400, body: { error: expect.any(String) } });
      expect(await get(telco, '/api/fault')).toEqual({ kind: 'none' });
    },
  );
});

describe("citizens' texts (contract §4)", () => {
  test('a text is asked, signed, and its reply stands in the conversation with its charge', async () => {
    const telco = await aTelco();
    const { status, body } = await post(telco, '/api/texts', { from: '0905 123 456', text: 'MCKH 0101701234' });
    expect(status).toBe(202);
    const reply = await eventually('the reply', async () => (await messagesOf(telco, PHONE))[1]);
    expect(reply).toMatchObject({ direction: 'received', from: '8083', text: REPLY, charge: true, segments: 2 });
    expect(await messagesOf(telco, '0905123456')).toMatchObject([{ direction: 'written', progress: 'answered' }, {}]);
    const [inquiry] = api.inquiries();
    expect(inquiry).toMatchObject({ signed: true, id: body.id, body: { id: body.id, from: PHONE, to: '8083', text: 'MCKH 0101701234' } });
    expect(inquiry?.body.id).toMatch(/^mo-/);
  });

  test('it is asked three times under one id, then it has failed', async () => {
    const telco = await aTelco({ retryAfterMs: 50 });
    api.answer(() => ({ status: 503 }));
    await post(telco, '/api/texts', { from: '+84905123456', text: 'MCKH 1' });
    await eventually('the failure', async () => (await messagesOf(telco, PHONE))[0]?.progress === 'failed');
    expect(api.inquiries()).toHaveLength(3);
    expect(new Set(api.inquiries().map(({ id }) => id)).size).toBe(1);
    expect(await messagesOf(telco, PHONE)).toMatchObject([{ reason: 'HTTP 503' }]);
  });

  test('no reply is silence, not a failure', async () => {
    const telco = await aTelco();
    api.answer(() => ({ status: 200, body: { id: 'x', reply: null, charge: false, outcome: 'ignored' } }));
    await post(telco, '/api/texts', { from: 'VIETTEL', text: 'quảng cáo' });
    await eventually('silence', async () => (await messagesOf(telco, 'VIETTEL'))[0]?.progress === 'silent');
  });

  test.each([
    {},
    { from: '0905123456' },
    { from: '0905123456', text: '' },
    { from: '0905', text: 'x' },
    { from: PHONE, text: 'x', to: '1' },
  ])('%o is no text', async (body) => {
    expect(await post(await aTelco(), '/api/texts', body)).toEqual({ status: 400, body: { error: expect.any(String) } });
  });
});

describe('the data file', () => {
  test('messages and deduplication survive a restart, even one in the middle of a line', async () => {
    const dataFile = aFile();
    const before = await aTelco({ dataFile, receiptAfterMs: 0 });
    const { body } = await handOver(before);
    await post(before, '/api/texts', { from: PHONE, text: 'MCKH 0101701234' });
    await eventually(
      'all to be settled',
      async () => before.handovers()[0]?.receipt === 'acknowledged' && (await messagesOf(before, PHONE)).length === 3,
    );
    const [handovers, messages] = [before.handovers(), await messagesOf(before, PHONE)];
    await before.close();
    appendFileSync(dataFile, '{"type":"handover","num');

    const after = await aTelco({ dataFile, receiptAfterMs: 0 });
    expect(after.handovers()).toEqual(handovers);
    expect(await messagesOf(after, PHONE)).toEqual(messages);
    expect(await handOver(after)).toMatchObject({ body });
    await after.close();
    expect(outcomes(await aTelco({ dataFile }))).toEqual(['accepted', 'repeated']);
    expect(api.receipts()).toHaveLength(1);
  });

  test('a receipt and a text that were under way go on after a restart', async () => {
    const dataFile = aFile();
    api.answer(() => ({ status: 503 }));
    const before = await aTelco({ dataFile, receiptAfterMs: 0 });
    await handOver(before);
    await post(before, '/api/texts', { from: PHONE, text: 'MCKH 0101701234' });
    await eventually('both to be tried', () => api.receipts().length > 0 && api.inquiries().length > 0);
    await before.close();
    api.answer(answerWell);

    const after = await aTelco({ dataFile });
    await eventually('the receipt', () => after.handovers()[0]?.receipt === 'acknowledged');
    await eventually('the reply', async () => (await messagesOf(after, PHONE)).length === 3);
  });

  test('a broken line is named', async () => {
    const dataFile = aFile();
    appendFileSync(dataFile, '{"type":"answered","number":0}\nnonsense\n');
    await expect(aTelco({ dataFile })).rejects.toThrow(`${dataFile}:2 is no entry`);
  });
});

test('the stream tells each new message', async () => {
  const telco = await aTelco();
  const stream = await fetch(`${telco.url}/api/stream`, { signal: AbortSignal.timeout(5000) });
  await handOver(telco, { text: 'Xin chào' });
  let told = '';
  for await (const chunk of stream.body ?? []) {
    told += Buffer.from(chunk).toString('utf8');
    if (told.includes('Xin chào')) break;
  }
  expect(told).toMatch(/^event: hello\n[^]*event: message\n/);
});

test('the numbers stand with their count, the last active first', async () => {
  const telco = await aTelco();
  await handOver(telco, { id: 'a', to: '84905123457' });
  await handOver(telco, { id: 'b', to: PHONE });
  await handOver(telco, { id: 'c', to: '84905123457' });
  expect(await get(telco, '/api/phones')).toMatchObject([
    { phone: '84905123457', count: 2, last: { place: 3 } },
    { phone: PHONE, count: 1 },
  ]);
});

test('a port in use is a fault', async () => {
  const telco = await aTelco();
  await expect(aTelco({ port: Number(new URL(telco.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test.each([
  'a'.repeat(160),
  'a'.repeat(161),
  '{'.repeat(80),
  `${'a'.repeat(152)}{${'a'.repeat(153)}`,
  'ă'.repeat(70),
  'ă'.repeat(71),
  `${'ă'.repeat(66)}😀x`,
  REPLY,
])('it counts segments as everyone does: %s', (text) => {
  const { segmentsCount, encodingName } = new SegmentedMessage(text);
  expect(sizeOf(text)).toEqual({ segments: segmentsCount, alphabet: encodingName });
});

test('every bad setting is named in one message', () => {
  const env = { TELCO_PORT: '70000', TELCO_RATE: '-1', TELCO_WEBHOOK_URL: 'x', TELCO_DATA: '' };
  expect(() => readTelcoSettings(env)).toThrow(/TELCO_PORT.*TELCO_WEBHOOK_URL.*WEBHOOK_SECRET.*TELCO_RATE/);
  expect(readTelcoSettings({ WEBHOOK_SECRET: 'new, old' })).toMatchObject({
    host: '127.0.0.1',
    port: 8090,
    webhookSecret: 'new',
    ratePerSecond: 0,
  });
});

async function aTelco(options: Partial<TelcoOptions> = {}): Promise<Telco> {
  const telco = await startTelco({
    host: '127.0.0.1',
    port: 0,
    gatewaySecret: GATEWAY_SECRET,
    webhookUrl: api.url,
    webhookSecret: SECRET,
    ...options,
  });
  let open = true;
  const close = async () => {
    if (open) await telco.close();
    open = false;
  };
  cleanups.push(close);
  return { ...telco, close };
}

function aFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'telco-'));
  cleanups.unshift(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'log.jsonl');
}

const AUTHORIZED = { authorization: `Bearer ${GATEWAY_SECRET}` };

async function handOver(telco: Telco, change: object = {}, headers: Record<string, string> = AUTHORIZED, timeoutMs = 5000) {
  const response = await fetch(`${telco.url}/send`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ id: KEY, from: '8083', to: PHONE, text: 'TB: hồ sơ', encoding: 'unicode', ...change }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: FIELDS.parse(await response.json()) };
}

const FIELDS = z.record(z.string(), z.unknown());

function outcomes(telco: Telco): readonly string[] {
  return telco.handovers().map(({ outcome }) => outcome);
}

async function fault(telco: Telco, body: Fault): Promise<void> {
  expect((await post(telco, '/api/fault', body)).status).toBe(200);
}

async function messagesOf(telco: Telco, phone: string) {
  return z.array(FIELDS).parse(await get(telco, `/api/phones/${phone}/messages`));
}

async function get(telco: Telco, route: string): Promise<unknown> {
  return (await fetch(telco.url + route)).json();
}

async function post(telco: Telco, route: string, body: object) {
  const response = await fetch(telco.url + route, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: FIELDS.parse(await response.json()) };
}

type Answer = { readonly status: number; readonly body?: object };
type Call = { readonly path: string; readonly id: unknown; readonly signed: boolean; readonly body: Record<string, unknown> };
type Api = {
  readonly url: string;
  readonly answer: (how: (path: string) => Answer) => void;
  readonly receipts: () => readonly Call[];
  readonly inquiries: () => readonly Call[];
};

/** The product's webhooks, as far as the network can see them. */
async function startApi(): Promise<Api> {
  const calls: Call[] = [];
  let how = answerWell;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers;
      const expected = createHmac('sha256', SECRET)
        .update(`${String(id)}.${String(timestamp)}.${body}`)
        .digest('base64');
      const signed = signature === `v1,${expected}` && Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
      calls.push({ path: request.url ?? '', id, signed, body: FIELDS.parse(JSON.parse(body)) });
      const answer = how(request.url ?? '');
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body ? JSON.stringify(answer.body) : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    answer: (next) => void (how = next),
    receipts: () => calls.filter(({ path }) => path === '/v1/gateways/plain/receipts'),
    inquiries: () => calls.filter(({ path }) => path === '/v1/gateways/plain/inquiries'),
  };
}

function answerWell(path: string): Answer {
  return path.endsWith('/receipts')
    ? { status: 204 }
    : { status: 200, body: { id: 'mo', reply: REPLY, charge: true, outcome: 'answered' } };
}

import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { GatewayCall, GatewaySettings, InquiryCall, ReceiptCall, Refusal } from '../../../src/sms/gateway.ts';
import { plainDriver } from '../../../src/sms/plain.ts';

const SECRET = 'webhook-secret-0123456789';
const NOW_MS = Date.parse('2026-11-23T09:00:00Z');
const SETTINGS: GatewaySettings = {
  name: 'line-a',
  url: null,
  user: null,
  secret: null,
  sender: '8083',
  timeoutMs: 1000,
  encoding: 'unicode',
  tps: 20,
  share: 100,
  prices: null,
  webhookSecrets: ['another-secret-0123456789', SECRET],
  callersFrom: [],
  values: {},
  templates: {},
};
const receiver = plainDriver.openReceiver(SETTINGS);
const INQUIRY = { id: 'mo-1', from: '84905123456', to: '8083', text: 'MCKH 0101701234', at: '2026-11-23T08:59:59+07:00' };
const RECEIPT = { messageId: 'M-001', id: '0101701234/result/1', status: 'delivered', at: '2026-11-23T09:00:05Z' };

/** A call that is right in every way, but for what is given. */
function aCall(
  sent: unknown,
  some: Partial<GatewayCall> & { readonly headers?: Readonly<Record<string, string | undefined>> } = {},
): GatewayCall {
  const body = Buffer.isBuffer(sent) ? sent : Buffer.from(typeof sent === 'string' ? sent : JSON.stringify(sent));
  const [id, timestamp] = ['wh-1', String(NOW_MS / 1000)];
  const signature = createHmac('sha256', SECRET).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const headers: Readonly<Record<string, string | undefined>> = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
    ...some.headers,
  };
  return { query: {}, header: (name) => headers[name], body, address: '203.0.113.7', nowMs: NOW_MS, ...some };
}

const readInquiry = (call: GatewayCall, by = receiver): InquiryCall | Refusal | undefined => by.inquiries?.read(call);
const readReceipt = (call: GatewayCall, by = receiver): ReceiptCall | Refusal | undefined => by.receipts?.read(call);

describe('contract §4: what the gateway plain calls', () => {
  test('both of its calls are POST, under the name that it has in the settings', () => {
    expect([receiver.name, receiver.inquiries?.method, receiver.receipts?.method]).toEqual(['line-a', 'POST', 'POST']);
  });

  test('an inquiry, and its answer', () => {
    const call = readInquiry(aCall(INQUIRY));
    expect(call).toMatchObject({
      kind: 'inquiry',
      inquiry: { id: 'mo-1', from: '84905123456', text: 'MCKH 0101701234', at: '2026-11-23T01:59:59.000Z', carried: {} },
    });
    if (call?.kind !== 'inquiry') return expect.unreachable();
    const { status, headers, body } = call.answer({ outcome: 'answered', reply: 'Hồ sơ …', charge: true });
    expect([status, headers]).toEqual([200, { 'content-type': 'application/json' }]);
    expect(body).toBe('{"id":"mo-1","reply":"Hồ sơ …","charge":true,"outcome":"answered"}');
  });

  test('an inquiry without the moment, and with fields that nobody knows', () => {
    const { at: _, to: __, ...rest } = INQUIRY;
    expect(readInquiry(aCall({ ...rest, telco: 'VT' }))).toMatchObject({ kind: 'inquiry', inquiry: { at: null } });
  });

  test.each(['delivered', 'undelivered', 'expired', 'rejected'])('a receipt that says %s, and its answer', (status) => {
    expect(readReceipt(aCall({ ...RECEIPT, status }))).toEqual({
      kind: 'receipts',
      receipts: [{ messageId: 'm-001', reference: '0101701234/result/1', status, part: null, at: '2026-11-23T09:00:05.000Z' }],
      answer: { status: 204, headers: {}, body: null },
    });
  });

  test.each([{ id: null }, { id: undefined }, { at: undefined }])('a receipt with %j', (some) => {
    expect(readReceipt(aCall({ ...RECEIPT, ...some }))).toMatchObject({ kind: 'receipts', receipts: [{ messageId: 'm-001' }] });
  });
});

describe('contract §4: what it refuses', () => {
  const UNAUTHORIZED = { kind: 'unauthorized', scheme: 'StandardWebhooks' };

  test.each<[string, GatewayCall]>([
    ['no signature', aCall(INQUIRY, { headers: { 'webhook-signature': undefined } })],
    ['the signature of another body', aCall(INQUIRY, { body: Buffer.from('{}') })],
    ['a signature of six minutes ago', aCall(INQUIRY, { nowMs: NOW_MS + 360_000 })],
    ['no signature and no JSON', aCall('{', { headers: { 'webhook-signature': 'v1,x', 'content-type': 'text/plain' } })],
  ])('%s: who calls is judged before what is said', (_what, call) => {
    expect([readInquiry(call), readReceipt(call)]).toEqual([UNAUTHORIZED, UNAUTHORIZED]);
  });

  test('any call, when no secret is configured', () => {
    const open = plainDriver.openReceiver({ ...SETTINGS, webhookSecrets: [] });
    expect(readReceipt(aCall(RECEIPT), open)).toEqual(UNAUTHORIZED);
  });

  test.each([
    ['203.0.113.7', 'receipts'],
    ['198.51.100.1', 'unauthorized'],
    [null, 'unauthorized'],
  ])('a call from elsewhere, when the settings say from where it calls: %s', (address, kind) => {
    const closed = plainDriver.openReceiver({ ...SETTINGS, callersFrom: ['203.0.113.0/24'] });
    expect(readReceipt(aCall(RECEIPT, { address }), closed)).toMatchObject({ kind });
  });

  test.each<[string, GatewayCall, string]>([
    ['a form', aCall(INQUIRY, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 'not_json'],
    ['another charset', aCall(INQUIRY, { headers: { 'content-type': 'application/json; charset=windows-1258' } }), 'not_json'],
    ['no content type', aCall(INQUIRY, { headers: { 'content-type': undefined } }), 'not_json'],
    ['other bytes than UTF-8', aCall(Buffer.from([0x7b, 0xff, 0x7d])), 'not_utf8'],
    ['half a value', aCall('{'), 'broken_json'],
    ['nothing', aCall(''), 'broken_json'],
  ])('%s', (_what, call, code) => {
    expect([readInquiry(call), readReceipt(call)]).toEqual([
      { kind: 'malformed', code },
      { kind: 'malformed', code },
    ]);
  });

  test.each([
    ['no id', { id: undefined }, 'id', undefined],
    ['an empty id', { id: '' }, 'id', 'empty'],
    ['an endless id', { id: 'x'.repeat(201) }, 'id', 'too_long'],
    ['no sender', { from: '' }, 'from', 'empty'],
    ['no text', { text: undefined }, 'text', undefined],
    ['a number for a text', { text: 7 }, 'text', undefined],
    ['no moment that there is', { at: '2026-02-30T00:00:00Z' }, 'at', 'bad_instant'],
  ])('an inquiry with %s', (_what, some, path, message) => {
    const refused = readInquiry(aCall({ ...INQUIRY, ...some }));
    expect(refused).toMatchObject({ kind: 'invalid', issues: [{ path: [path], ...(message === undefined ? {} : { message }) }] });
  });

  test.each([
    ['no message id', { messageId: undefined }, 'messageId'],
    ['a blank message id', { messageId: ' ' }, 'messageId'],
    ['a control character', { messageId: 'm\u0000' }, 'messageId'],
    ['half a character', { messageId: '\ud800' }, 'messageId'],
    ['another status', { status: 'lost' }, 'status'],
  ])('a receipt with %s', (_what, some, path) => {
    expect(readReceipt(aCall({ ...RECEIPT, ...some }))).toMatchObject({ kind: 'invalid', issues: [{ path: [path] }] });
  });

  test.each(['null', '[]', '"x"', '7'])('%s, which is no object', (body) => {
    expect([readInquiry(aCall(body))?.kind, readReceipt(aCall(body))?.kind]).toEqual(['invalid', 'invalid']);
  });

  test('a receipt at the address of inquiries, and the reverse: neither is taken for the other', () => {
    expect([readInquiry(aCall(RECEIPT))?.kind, readReceipt(aCall(INQUIRY))?.kind]).toEqual(['invalid', 'invalid']);
  });
});

import { describe, expect, test } from 'vitest';
import type { InquiryAnswer } from '../../../src/domain/inquiry-answer.ts';
import { readPhone, type Phone } from '../../../src/domain/phone.ts';
import type { GatewayCall, GatewaySettings, Message } from '../../../src/sms/gateway.ts';
import type { Exchange, HttpRequest } from '../../../src/sms/http-link.ts';
import { kannelDriver } from '../../../src/sms/kannel.ts';
import { MissingSettings } from '../../../src/sms/missing-settings.ts';

const SECRET = 'webhook-secret-0123456789';
const SETTINGS: GatewaySettings = {
  name: 'viettel-line',
  url: 'http://127.0.0.1:13013',
  user: 'mot-cua-sms',
  secret: 'sendsms-password',
  sender: '8083',
  timeoutMs: 1000,
  encoding: 'unicode',
  tps: 20,
  share: 100,
  prices: null,
  webhookSecrets: [SECRET, 'the-older-secret-012345'],
  callersFrom: [],
  values: {},
  templates: {},
};
const MESSAGE: Message = {
  reference: '0101701234/result/1~2',
  to: phone('0905123456'),
  sender: '8083',
  text: 'TB: Hồ sơ & 100% "xong"',
  template: { name: 'result', values: { code: '0101701234', agency: 'Sở Tài chính' } },
};

describe('our message becomes a request', () => {
  test('with every field that smsbox wants', () => {
    const { method, url, body } = kannelDriver.renderRequest(SETTINGS, MESSAGE);
    const { origin, pathname, searchParams } = new URL(url);
    expect([method, origin + pathname, body]).toEqual(['GET', 'http://127.0.0.1:13013/cgi-bin/sendsms', null]);
    expect(Object.fromEntries(searchParams)).toEqual({
      username: 'mot-cua-sms',
      password: 'sendsms-password',
      from: '8083',
      to: '84905123456',
      text: 'TB: Hồ sơ & 100% "xong"',
      charset: 'UTF-8',
      coding: '2',
      'dlr-mask': '31',
      'dlr-url': `http://127.0.0.1:8080/v1/gateways/viettel-line/receipts?reference=0101701234%2Fresult%2F1%7E2&secret=${SECRET}&status=%d&at=%T&said=%A`,
    });
  });

  test('in plain letters with the alphabet of GSM', () => {
    const { url } = kannelDriver.renderRequest({ ...SETTINGS, encoding: 'ascii' }, MESSAGE);
    expect(new URL(url).searchParams.get('coding')).toBe('0');
  });

  test('for an smsbox elsewhere, which reaches us at another address', () => {
    const values = { CALLBACK_URL: 'https://sms.example.vn/v1/gateways/a/receipts' };
    const { url } = kannelDriver.renderRequest({ ...SETTINGS, url: 'https://kannel.example.vn/send', values }, MESSAGE);
    expect(url).toMatch(/^https:\/\/kannel\.example\.vn\/send\?/);
    expect(new URL(url).searchParams.get('dlr-url')).toMatch(/^https:\/\/sms\.example\.vn\/v1\/gateways\/a\/receipts\?reference=/);
  });

  test('requirements §5.5 a reference that Kannel would not bring back unchanged is replaced by a digest', () => {
    const told = kannelDriver.openSender(SETTINGS).toldReference;
    expect(told('000.00.01.H32-261123-0001/apology/2026-11-25~3')).toBe('000.00.01.H32-261123-0001/apology/2026-11-25~3');
    for (const reference of ['x'.repeat(65), "it's", 'mã/result/1', 'a b', '100%d']) {
      expect(told(reference)).toMatch(/^[0-9a-f]{32}$/);
      expect(told(reference)).toBe(told(reference));
    }
  });

  test.each([
    [{ url: null }, ['url']],
    [{ user: null, secret: null }, ['user', 'secret']],
    [{ webhookSecrets: [] }, ['webhookSecrets']],
  ])('%o is refused, and what is missing is named', (change, missing) => {
    for (const start of [
      () => kannelDriver.openSender({ ...SETTINGS, ...change }),
      () => kannelDriver.renderRequest({ ...SETTINGS, ...change }, MESSAGE),
    ])
      expect(start).toThrow(new MissingSettings('viettel-line', missing));
  });
});

describe('requirements §11.2 the answer of smsbox becomes an outcome', () => {
  test.each([
    [202, '0: Accepted for delivery', { outcome: 'accepted', messageId: MESSAGE.reference }],
    [202, '3: Queued for later delivery', { outcome: 'accepted', messageId: MESSAGE.reference }],
    [202, 'Sent. Message splits: 2', { outcome: 'accepted', messageId: MESSAGE.reference }],
    [202, '', { outcome: 'unknown', detail: '202' }],
    [200, '<html>a proxy</html>', { outcome: 'unknown', detail: '200 <html>a proxy</html>' }],
    [400, 'Number(s) has/have been denied by white- and/or black-lists.', { outcome: 'destination' }],
    [400, 'Empty receiver number not allowed, rejected', { outcome: 'destination' }],
    [400, 'Charset or body misformed, rejected', { outcome: 'content' }],
    [400, 'Something new', { outcome: 'content' }],
    [400, 'Sender missing and no global set, rejected', { outcome: 'configuration' }],
    [400, 'DLR-URL field misformed, rejected', { outcome: 'configuration' }],
    [403, 'Authorization failed for sendsms', { outcome: 'configuration', detail: '403 Authorization failed for sendsms' }],
    [403, 'Not routable. Do not try again.', { outcome: 'configuration' }],
    [404, 'Unknown request.', { outcome: 'configuration' }],
    [302, '', { outcome: 'configuration' }],
    [429, 'slower', { outcome: 'throttled', retryAfterMs: 1000 }],
    [503, 'Temporal failure, try again later.', { outcome: 'unavailable' }],
    [500, 'Sending failed.', { outcome: 'unknown' }],
    [502, 'Bad Gateway', { outcome: 'unknown' }],
  ])('%i %s', async (status, text, outcome) => {
    expect(await handOver({ kind: 'answered', status, text, header: () => undefined })).toMatchObject(outcome);
  });

  test('no connection is no message, and no answer is nobody knows', async () => {
    expect(await handOver({ kind: 'never_sent', detail: 'ECONNREFUSED' })).toEqual({ outcome: 'unavailable', detail: 'ECONNREFUSED' });
    expect(await handOver({ kind: 'no_answer', detail: 'TimeoutError' })).toEqual({ outcome: 'unknown', detail: 'TimeoutError' });
  });

  test('requirements §9 what is told of it holds no number and no secret', async () => {
    const text = `no way for 84905123456 with password=sendsms-password&secret=${SECRET}`;
    const answer = await handOver({ kind: 'answered', status: 403, text, header: () => undefined });
    expect(JSON.stringify(answer)).not.toMatch(/84905123456|sendsms-password|webhook-secret/);
  });
});

describe('a receipt', () => {
  const RECEIPT = { reference: MESSAGE.reference, status: '1', at: '1795946400', said: 'id:0000000001 stat:DELIVRD', secret: SECRET };

  test.each([
    ['1', 'id:1 stat:DELIVRD err:000', 'delivered'],
    ['2', 'id:1 stat:UNDELIV err:000', 'undelivered'],
    ['2', 'id:1 stat:EXPIRED err:000', 'expired'],
    ['4', 'id:1 stat:BUFFRED', 'sent'],
    ['8', 'ACK/', 'sent'],
    ['16', 'NACK/0x0000000b/Invalid Destination Address', 'rejected'],
  ])('requirements §11.3 status=%s said=%s', (status, said, expected) => {
    expect(readReceipt({ ...RECEIPT, status, said })).toEqual({
      kind: 'receipts',
      receipts: [{ messageId: null, reference: MESSAGE.reference, status: expected, part: null, at: '2026-11-29T10:00:00.000Z' }],
      answer: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8', 'x-kannel-coding': '2' }, body: '' },
    });
  });

  test('without a time, or with one that is none, has none', () => {
    for (const at of ['', 'soon', '99999999999']) expect(readReceipt({ ...RECEIPT, at })).toMatchObject({ receipts: [{ at: null }] });
  });

  test.each([{ status: '3' }, { status: '' }, { reference: '' }])('%o is refused', (change) => {
    expect(readReceipt({ ...RECEIPT, ...change })).toMatchObject({ kind: 'invalid' });
  });

  test('is not read from the call of an inquiry, and the reverse', () => {
    expect(readInquiry(RECEIPT)).toMatchObject({ kind: 'invalid' });
    expect(readReceipt(INQUIRY)).toMatchObject({ kind: 'invalid' });
  });
});

const INQUIRY = {
  from: '84905123456',
  to: '8083',
  text: 'MCKH mã 0101701234\nsố',
  id: 'u-1',
  charset: 'UTF-8',
  at: '1795946400',
  secret: SECRET,
};

describe('an inquiry', () => {
  test.each([
    ['unicode', '2'],
    ['ascii', '0'],
  ] as const)('is read, and its reply goes in the answer, %s', (encoding, coding) => {
    const call = readInquiry(INQUIRY, { encoding });
    if (call.kind !== 'inquiry') throw new Error(`expected an inquiry, came ${call.kind}`);
    expect(call.inquiry).toEqual({
      id: 'u-1',
      from: '84905123456',
      text: 'MCKH mã 0101701234\nsố',
      at: '2026-11-29T10:00:00.000Z',
      carried: {},
    });
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-kannel-coding': coding };
    expect(call.answer(answered('Hồ sơ'))).toEqual({ status: 200, headers, body: 'Hồ sơ' });
    expect(call.answer({ outcome: 'ignored', reply: null, charge: false })).toEqual({ status: 200, headers, body: '' });
  });

  test('in a charset that was lost in the address is no text', () => {
    expect(readInquiry({ ...INQUIRY, charset: 'UTF-16BE' })).toEqual({ kind: 'malformed', code: 'not_utf8' });
  });

  test('of eight-bit data is no text of a citizen', () => {
    expect(readInquiry({ ...INQUIRY, charset: '8-BIT' })).toMatchObject({ kind: 'ignored', answer: { status: 200, body: '' } });
  });

  test('an empty text is a text', () => {
    expect(readInquiry({ ...INQUIRY, text: '' })).toMatchObject({ kind: 'inquiry', inquiry: { text: '' } });
  });

  test.each([{ id: '' }, { from: '' }])('%o is refused', (change) => {
    expect(readInquiry({ ...INQUIRY, ...change })).toMatchObject({ kind: 'invalid' });
  });
});

describe('a call is ours', () => {
  const LIST = { callersFrom: ['10.0.0.0/8'] };
  test.each([
    ['with either secret', { secret: 'the-older-secret-012345' }, {}, null, true],
    ['not with another', { secret: 'webhook-secret-012345678' }, {}, null, false],
    ['not without one', {}, {}, null, false],
    ['with a secret, from an address of the list', { secret: SECRET }, LIST, '10.1.2.3', true],
    ['not with a secret from elsewhere', { secret: SECRET }, LIST, '192.0.2.1', false],
    ['not with a secret from nobody knows where', { secret: SECRET }, LIST, null, false],
    ['not from the list without the secret', {}, LIST, '10.1.2.3', false],
    ['from the list where no secret is set', {}, { ...LIST, webhookSecrets: [] }, '10.1.2.3', true],
    ['never where nothing is set', {}, { webhookSecrets: [] }, '127.0.0.1', false],
  ])('%s', (_, { secret = '' }: { secret?: string }, settings, address, ours) => {
    const expected = ours ? 'inquiry' : 'unauthorized';
    expect(readInquiry({ ...INQUIRY, secret }, settings, address).kind).toBe(expected);
  });
});

function phone(text: string): Phone {
  const read = readPhone(text);
  if (!('phone' in read)) throw new Error(`${text} is no phone`);
  return read.phone;
}

/** Hands the message over to a gateway that answers this. */
async function handOver(said: Exchange) {
  const requests: HttpRequest[] = [];
  const sender = kannelDriver.openSender(SETTINGS, async (request) => (requests.push(request), said));
  const outcome = await sender.handOver(MESSAGE);
  expect(requests).toEqual([kannelDriver.renderRequest(SETTINGS, MESSAGE)]);
  return outcome;
}

function callOf(query: Readonly<Record<string, string>>, address: string | null): GatewayCall {
  return { query, header: () => undefined, body: new Uint8Array(), address, nowMs: Date.UTC(2026, 10, 29) };
}

function readReceipt(query: Readonly<Record<string, string>>) {
  const { receipts } = kannelDriver.openReceiver(SETTINGS);
  if (receipts?.method !== 'GET') throw new Error('expected receipts by GET');
  return receipts.read(callOf(query, null));
}

function readInquiry(query: Readonly<Record<string, string>>, change: Partial<GatewaySettings> = {}, address: string | null = null) {
  const { inquiries } = kannelDriver.openReceiver({ ...SETTINGS, ...change });
  if (inquiries?.method !== 'GET') throw new Error('expected inquiries by GET');
  return inquiries.read(callOf(query, address));
}

function answered(reply: string): InquiryAnswer {
  return { outcome: 'answered', reply, charge: true };
}

import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../support/api.ts';
import { signatureOf, WEBHOOK_SECRETS } from '../support/signature.ts';

const now = () => Math.floor(Date.now() / 1000);
const bodies = {
  inquiries: '{ "id": "mo-1", "from": "84912345678", "to": "8083", "text": "MCKH 0101701234 hồ sơ", "at": "2017-11-23T09:00:00Z" }',
  receipts: '{ "messageId": "m-1", "id": "0101701234/result/1", "status": "delivered", "at": "2017-11-23T09:00:00Z" }',
};
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const stored = { inquiries: 'inquiries', receipts: 'receipts' } as const;

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

describe.each(['inquiries', 'receipts'] as const)('contract §4: %s that are not signed', (what) => {
  const sent = bodies[what];
  const signed = signatureOf(sent);
  const signature = signed['webhook-signature'];
  const FORGED = `v1,${'A'.repeat(43)}=`;
  const hmacOf = (hash: string, body: string) => createHmac(hash, WEBHOOK_SECRETS[0]).update(body).digest('base64');
  const urlAlphabet = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_');
  const otherLetters = anySigned(sent, /[+/]/);
  /** The last letter before the padding carries two bits that mean nothing. */
  const nextOf = (letter: string) => LETTERS.charAt(LETTERS.indexOf(letter) + 1);
  const swapped = (char: string) => (char === 'A' ? 'B' : 'A');

  test.each([
    ['with no headers', sent, { 'webhook-id': '', 'webhook-timestamp': '', 'webhook-signature': '' }],
    ['without an id', sent, { ...signed, 'webhook-id': '' }],
    ['without a timestamp', sent, { ...signed, 'webhook-timestamp': '' }],
    ['without a signature', sent, { ...signed, 'webhook-signature': '' }],
    ['six minutes old', sent, signatureOf(sent, { timestamp: now() - 360 })],
    ['of six minutes from now', sent, signatureOf(sent, { timestamp: now() + 360 })],
    ['of no time', sent, { ...signed, 'webhook-timestamp': 'now' }],
    ['in milliseconds', sent, signatureOf(sent, { timestamp: Date.now() })],
    ['of another second', sent, { ...signed, 'webhook-timestamp': String(now() + 1) }],
    ['of another id', sent, { ...signed, 'webhook-id': 'wh-2' }],
    ['under another secret', sent, signatureOf(sent, { secret: 'another-secret-0123456789' })],
    ['under a part of the secret', sent, signatureOf(sent, { secret: WEBHOOK_SECRETS[0].slice(0, -1) })],
    ['under both secrets as one', sent, signatureOf(sent, { secret: WEBHOOK_SECRETS.join(',') })],
    ['with another body', sent.replace('1', '2'), signed],
    ['with a space more', `${sent} `, signed],
    ['with the same JSON in other spelling', JSON.stringify(JSON.parse(sent)), signed],
    ['with the same text decomposed', sent.normalize('NFD').replace('m-1', 'm-\\u0031'), signed],
    ['by half a signature', sent, { ...signed, 'webhook-signature': signature.slice(0, 20) }],
    ['by an empty signature', sent, { ...signed, 'webhook-signature': 'v1,' }],
    ['by another signature', sent, { ...signed, 'webhook-signature': `v1,${swapped(signature.charAt(3))}${signature.slice(4)}` }],
    ['by another version', sent, { ...signed, 'webhook-signature': signature.replace('v1,', 'v2,') }],
    ['by a signature without its version', sent, { ...signed, 'webhook-signature': signature.slice(3) }],
    ['in hexadecimal', sent, { ...signed, 'webhook-signature': `v1,${Buffer.from(signature.slice(3), 'base64').toString('hex')}` }],
    ['in the alphabet of URLs', sent, { ...otherLetters, 'webhook-signature': urlAlphabet(otherLetters['webhook-signature']) }],
    ['without its padding', sent, { ...signed, 'webhook-signature': signature.replace(/=+$/, '') }],
    ['with more padding', sent, { ...signed, 'webhook-signature': `${signature}==` }],
    ['with more behind its padding', sent, { ...signed, 'webhook-signature': `${signature}AAAA` }],
    ['with a line break in it', sent, { ...signed, 'webhook-signature': `${signature.slice(0, 20)}\t${signature.slice(20)}` }],
    ['with other unused bits', sent, { ...signed, 'webhook-signature': signature.slice(0, -2) + nextOf(signature.at(-2) ?? '') + '=' }],
    ['separated by commas', sent, { ...signed, 'webhook-signature': `${FORGED},${signature}` }],
    ['at the eleventh place', sent, { ...signed, 'webhook-signature': `${`${FORGED} `.repeat(10)}${signature}` }],
    ['in capitals', sent, { ...signed, 'webhook-signature': signature.replace('v1', 'V1') }],
    ['by another scheme', sent, { ...signed, 'webhook-signature': signature.replace('v1,', 'v1a,') }],
    ['as SHA-1', sent, { ...signed, 'webhook-signature': `v1,${hmacOf('sha1', sent)}` }],
    ['without its id and time in it', sent, { ...signed, 'webhook-signature': `v1,${hmacOf('sha256', sent)}` }],
    ['with a secret for base64', sent, signatureOf(sent, { secret: Buffer.from(WEBHOOK_SECRETS[0], 'base64').toString('latin1') })],
    ['by a huge signature', sent, { ...signed, 'webhook-signature': `v1,${'A'.repeat(100_000)}` }],
    ['under a huge id', sent, { ...signed, 'webhook-id': 'x'.repeat(100_000) }],
    ['at a huge time', sent, { ...signed, 'webhook-timestamp': '9'.repeat(400) }],
    ['at a negative time', sent, signatureOf(sent, { timestamp: -now() })],
    ['at no whole second', sent, signatureOf(sent, { timestamp: now() + 0.5 })],
    ['at a time with a sign', sent, { ...signed, 'webhook-timestamp': `+${signed['webhook-timestamp']}` }],
    ['with a byte order mark more', `\ufeff${sent}`, signed],
    [
      'under the headers of another scheme',
      sent,
      { 'svix-id': signed['webhook-id'], 'svix-timestamp': signed['webhook-timestamp'], 'svix-signature': signature },
    ],
    ['by a key of the API', sent, { ...signed, 'webhook-signature': '', authorization: 'Bearer clerk-key-0123456789' }],
  ])('%s: 401, and nothing is stored', async (_how, body, headers) => {
    const answer = await api.call('POST', `/v1/gateways/plain/${what}`, body, headers);
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(await api.count(stored[what])).toBe(0);
  });
});

describe('contract §4: what is signed is taken', () => {
  const sent = bodies.receipts;
  const second = { secret: WEBHOOK_SECRETS[1] };
  const wrong = signatureOf(sent, { secret: 'another-secret-0123456789' })['webhook-signature'];
  const headers = signatureOf(sent);

  test.each([
    ['under the first secret', headers],
    ['under the second secret', signatureOf(sent, second)],
    ['by one of several signatures', { ...headers, 'webhook-signature': `${wrong} v1a,xyz ${headers['webhook-signature']}` }],
    [
      'by one of several, under the second secret',
      { ...signatureOf(sent, second), 'webhook-signature': `${wrong} ${signatureOf(sent, second)['webhook-signature']}` },
    ],
    ['four minutes ago', signatureOf(sent, { timestamp: now() - 240 })],
    ['by a clock that is four minutes fast', signatureOf(sent, { timestamp: now() + 240 })],
    ['under any id', signatureOf(sent, { id: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W' })],
  ])('%s', async (_how, signature) => {
    expect((await api.call('POST', '/v1/gateways/plain/receipts', sent, signature)).status).toBe(204);
  });

  test('in bytes that are no UTF-8, if so they were signed: and then refused for what they are', async () => {
    const bytes = Buffer.concat([Buffer.from('{"messageId":"m-1","status":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const send = (signature: Record<string, string>) =>
      api.app.request('/v1/gateways/plain/receipts', {
        method: 'POST',
        body: bytes,
        headers: { 'content-type': 'application/json', ...signature },
      });
    expect((await send(signatureOf(bytes))).status).toBe(400);
    expect((await send(signatureOf(bytes.toString()))).status, 'signed as the text they decode to').toBe(401);
  });

  test('and a message that comes again within its five minutes has the same effect once', async () => {
    const first = await api.call('POST', '/v1/gateways/plain/inquiries', bodies.inquiries, signatureOf(bodies.inquiries));
    const again = await api.call('POST', '/v1/gateways/plain/inquiries', bodies.inquiries, signatureOf(bodies.inquiries));
    expect([first.status, again.body]).toEqual([200, first.body]);
    expect(await api.count('inquiries')).toBe(1);
  });

  test.each([
    ['no JSON', '{', 400, 'malformed'],
    ['no fields', '{}', 422, 'invalid'],
    ['another status', '{"messageId":"m-1","status":"lost"}', 422, 'invalid'],
    ['no message id', '{"messageId":"","status":"delivered"}', 422, 'invalid'],
    ['a NUL', '{"messageId":"m\\u0000","status":"delivered"}', 422, 'invalid'],
    ['a moment that does not exist', '{"messageId":"m-1","status":"delivered","at":"2026-02-30T00:00:00Z"}', 422, 'invalid'],
  ])('but a receipt with %s is refused', async (_what, body, status, code) => {
    const before = await api.count('receipts');
    expect(await api.signedCall('/v1/gateways/plain/receipts', body)).toMatchObject({ status, body: { code } });
    expect(await api.count('receipts')).toBe(before);
  });
});

/** Signed under the first id whose signature has these letters in it. */
function anySigned(body: string, letters: RegExp): ReturnType<typeof signatureOf> {
  for (let id = 0; ; id++) {
    const headers = signatureOf(body, { id: `wh-${id}` });
    if (letters.test(headers['webhook-signature'])) return headers;
  }
}

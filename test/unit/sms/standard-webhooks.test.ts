import { expect, test } from 'vitest';
import { isSigned, signingKey } from '../../../src/sms/standard-webhooks.ts';

/**
 * The message of the Standard Webhooks specification, signed with `openssl dgst -sha256 -hmac`, whose key is the UTF-8 of the secret
 * (contract §4). With the specification's own key, which is no UTF-8, the same command gives its published
 * `g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`.
 */
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const TIMESTAMP = '1614265330';
const BODY = '{"test": 2432232314}';
const NOW_MS = 1_614_265_330_000;
const SECRET = 'webhook-secret-0123456789';
const SIGNATURE = 'v1,t5wGJpin9Fh41tvfgf+Ojtc2j9e2VCCogXM8tnB4rRc=';
const OTHER_SECRET = 'bí-mật-của-cổng-8083';
const OTHER_SIGNATURE = 'v1,Q1M2vB57C1phkR10iUqZ0XfMnka/th/N+5QYN2EFFsg=';

const GOOD = { id: ID, timestamp: TIMESTAMP, signature: SIGNATURE, body: BODY, secrets: [SECRET], nowMs: NOW_MS };
type Some = Partial<Omit<typeof GOOD, 'id' | 'timestamp' | 'signature'>> & {
  [name in 'id' | 'timestamp' | 'signature']?: string | undefined;
};

const FORGED = `v1,${'A'.repeat(43)}=`;

test.each<[string, Some]>([
  ['one signature, one secret', {}],
  ['a secret beyond ASCII', { secrets: [OTHER_SECRET], signature: OTHER_SIGNATURE }],
  ['the old secret after the new one', { secrets: [OTHER_SECRET, SECRET] }],
  ['one of several signatures', { signature: `${FORGED} v1a,xyz ${SIGNATURE}` }],
  ['signatures by both secrets, we know one', { signature: `${OTHER_SIGNATURE} ${SIGNATURE}` }],
  ['five minutes ago', { nowMs: NOW_MS + 300_000 }],
  ['five minutes ahead', { nowMs: NOW_MS - 300_000 }],
])('signed: %s', (_, some) => expect(check(some)).toBe(true));

test.each<[string, Some]>([
  ['another body', { body: `${BODY} ` }],
  ['another id', { id: 'msg_2' }],
  ['another timestamp', { timestamp: '1614265331' }],
  ['another secret', { secrets: [OTHER_SECRET] }],
  ['no secret', { secrets: [] }],
  ['no id', { id: undefined }],
  ['no timestamp', { timestamp: undefined }],
  ['no signature', { signature: undefined }],
  ['empty ones', { signature: '' }],
  ['a forged one', { signature: FORGED }],
  ['one cut short', { signature: SIGNATURE.slice(0, -8) }],
  ['one without its version', { signature: SIGNATURE.slice(3) }],
  ['another version', { signature: SIGNATURE.replace('v1', 'v2') }],
  ['an eleventh signature', { signature: `${`${FORGED} `.repeat(10)}${SIGNATURE}` }],
  ['a second too old', { nowMs: NOW_MS + 301_000 }],
  ['a second too far ahead', { nowMs: NOW_MS - 301_000 }],
  ['a timestamp that is no number', { timestamp: 'soon' }],
  ['a timestamp with a fraction', { timestamp: '1614265330.0' }],
  ['a timestamp in another notation', { timestamp: '0x60378E32' }],
])('not signed: %s', (_, some) => expect(check(some)).toBe(false));

test('contract §4: a secret that begins with whsec_ is base64, as in the published example of Standard Webhooks', () => {
  const published = { secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' };
  expect(check(published)).toBe(true);
  expect(check({ ...published, secrets: [SECRET, ...published.secrets] })).toBe(true);
  expect(check({ ...published, secrets: ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }), 'without the prefix it is text').toBe(false);
  expect(check({ ...published, secrets: ['whsec_%%%'] })).toBe(false);
});

test.each([
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 24],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaQ=', 23],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaQ', 23],
  ['bí-mật-của-cổng-8083', 27],
  ['WHSEC_%', 7],
  ['whsec_not base64', null],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS', null],
  ['whsec_bí-mật', null],
])('%s is a key of %s bytes', (secret, bytes) => expect(signingKey(secret)?.length ?? null).toBe(bytes));

function check(some: Some): boolean {
  const { id, timestamp, signature, body, secrets, nowMs } = { ...GOOD, ...some };
  return isSigned({ id, timestamp, signature }, Buffer.from(body), secrets, nowMs);
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';

const SECRET = 'a-secret-of-16-or-more';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'config-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['17:30', 63_000],
  ['00:00', 0],
  ['23:59:59', 86_399],
])('APOLOGY_TIME %s', (APOLOGY_TIME, second) => expect(read({ APOLOGY_TIME }).policy.apologySecond).toBe(second));

test.each([
  ['0s', 0],
  ['500ms', 500],
  ['1h', 3_600_000],
])('APOLOGY_SPREAD %s', (APOLOGY_SPREAD, ms) => expect(read({ APOLOGY_SPREAD }).policy.apologySpreadMs).toBe(ms));

test.each([
  ['0', null],
  ['0/10m', null],
  ['5/1d', { count: 5, windowMs: 86_400_000 }],
])('INQUIRY_LIMIT %s', (INQUIRY_LIMIT, limit) => expect(read({ INQUIRY_LIMIT }).inquiries.limit).toEqual(limit));

test('a worker keeps 1,000 workflows in memory and has 12 s for the first try of a task, unless told otherwise', () => {
  expect(read({}).worker).toEqual({ workflowCache: 1000, stickyTimeoutMs: 12_000 });
  expect(read({ WORKFLOW_CACHE: '2', STICKY_TIMEOUT: '1m' }).worker).toEqual({ workflowCache: 2, stickyTimeoutMs: 60_000 });
  expect(() => read({ WORKFLOW_CACHE: '0', STICKY_TIMEOUT: '1h' })).toThrow(/WORKFLOW_CACHE: .*\n.*STICKY_TIMEOUT: /);
});

test('keys and secrets come in lists', () => {
  const { api, sms } = read({ API_KEYS: `a:clerk:${SECRET}1, b:auditor:${SECRET}`, WEBHOOK_SECRET: `${SECRET}1, ${SECRET}2` });
  expect(api.keys).toEqual([
    { name: 'a', role: 'clerk', secret: `${SECRET}1`, agencies: null },
    { name: 'b', role: 'auditor', secret: SECRET, agencies: null },
  ]);
  expect(sms.gateways[0]?.settings.webhookSecrets).toEqual([`${SECRET}1`, `${SECRET}2`]);
});

test('the sender is the short code unless it is given', () => {
  const senderWith = (env: Record<string, string>) => read(env).sms.gateways[0]?.settings.sender;
  expect([senderWith({ SHORT_CODE: '8188' }), senderWith({ SMS_SENDER: 'STC' })]).toEqual(['8188', 'STC']);
});

test('a secured Temporal: by a key, by files, or by saying so', () => {
  const [crt, key] = [fileWith('crt', 'CRT'), fileWith('key', 'KEY')];
  expect(read({ TEMPORAL_API_KEY: 'k' }).temporal).toMatchObject({ apiKey: 'k', tls: {} });
  expect(read({ TEMPORAL_TLS: 'true' }).temporal.tls).toBeDefined();
  expect(read({ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }).temporal.tls).toBeUndefined();
  expect(read({ TEMPORAL_TLS_CERT_FILE: crt, TEMPORAL_TLS_KEY_FILE: key }).temporal.tls).toMatchObject({
    clientCertPair: { crt: Buffer.from('CRT'), key: Buffer.from('KEY') },
  });
});

test.each([
  ['A=1', { A: '1' }],
  [' CALLBACK_URL=https://a/?b=c&d=e , CAMPAIGN=một cửa', { CALLBACK_URL: 'https://a/?b=c&d=e', CAMPAIGN: 'một cửa' }],
])('SMS_GATEWAY_VALUES %s', (SMS_GATEWAY_VALUES, values) => {
  expect(read({ SMS_GATEWAY_VALUES }).sms.gateways[0]?.settings.values).toEqual(values);
});

test.each(['A', 'A=', '=1', 'A=1,', 'A=1,A=2', '1A=x'])('SMS_GATEWAY_VALUES %s is refused', (SMS_GATEWAY_VALUES) => {
  expect(() => read({ SMS_GATEWAY_VALUES })).toThrow('SMS_GATEWAY_VALUES: expected NAME=value');
});

test.each([
  ['10.0.0.0/8, 2001:db8::/32', ['10.0.0.0/8', '2001:db8::/32']],
  ['192.0.2.1', ['192.0.2.1']],
])('TRUSTED_PROXIES %s', (TRUSTED_PROXIES, networks) => expect(read({ TRUSTED_PROXIES }).api.trustedProxies).toEqual(networks));

test('the whole is frozen', () => expect(Object.isFrozen(read({}))).toBe(true));

function read(env: Record<string, string>) {
  return readConfig({ DATABASE_URL: 'postgres://db/mot_cua', SMS_GATEWAY_URL: 'https://gateway/send', ...env }, 'worker');
}

function fileWith(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test.each([
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', true],
  [`${SECRET},whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`, true],
  ['whsec_this-is-no-base64-text', false],
  ['whsec_MfKQ9r8GKYqrTwj', false],
  [`whsec_${Buffer.alloc(15).toString('base64')}`, false],
  [`whsec_${Buffer.alloc(16).toString('base64')}`, true],
])('contract §1: WEBHOOK_SECRET=%s is taken: %s', (WEBHOOK_SECRET, taken) => {
  const start = () => read({ WEBHOOK_SECRET });
  if (taken) expect(start).not.toThrow();
  else expect(start).toThrow(/WEBHOOK_SECRET: expected .*base64/);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { ConfigError } from '../../../src/config/faults.ts';
import { SETTING_NAMES } from '../../../src/config/variables.ts';

const SECRET = 'a-secret-of-16-or-more';
const ENOUGH = { DATABASE_URL: 'postgres://db/mot_cua', API_KEYS: `one-stop:clerk:${SECRET}`, WEBHOOK_SECRET: SECRET };
const NAME = 'Sở Xây dựng';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'config-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('requirements §2: a text from settings that can be normalised is', () => {
  test.each([
    ['in NFD', NAME.normalize('NFD')],
    ['with blanks around it', `  ${NAME}\t`],
    ['with the line end of a Windows file', `${NAME}\r\n`],
    ['after a byte order mark', `\uFEFF${NAME}`],
    ['between blanks that do not break', `\u00A0${NAME}\u3000`],
  ])('the name of an agency %s', (_what, given) => {
    expect(read({ AGENCY_NAME: given }).agencies).toMatchObject({ default: { name: NAME } });
    const AGENCIES_FILE = fileWith(JSON.stringify({ 'so-xay-dung': given, [` s${'ở'.normalize('NFD')}-x `]: 'Sở X' }));
    expect(read({ AGENCIES_FILE }).agencies).toMatchObject({
      'so-xay-dung': { name: NAME },
      'sở-x': { name: 'Sở X' },
    });
  });

  test('a JSON file with a byte order mark', () => {
    expect(read({ AGENCIES_FILE: fileWith(`\uFEFF{"a":"${NAME}"}`) }).agencies).toMatchObject({ a: { name: NAME } });
  });

  test('a certificate file with a byte order mark', () => {
    const TEMPORAL_TLS_CA_FILE = fileWith('\uFEFF-----BEGIN CERTIFICATE-----');
    expect(read({ TEMPORAL_TLS_CA_FILE }).temporal.tls?.serverRootCACertificate?.toString()).toBe('-----BEGIN CERTIFICATE-----');
  });

  test('every secret of a list, and a setting of any kind, with the line end of a Windows file', () => {
    const config = read({
      API_KEYS: `a:clerk:${SECRET}\r,\r\n b:auditor:${SECRET}2\r\n`,
      WEBHOOK_SECRET: `${SECRET}1\r\n,${SECRET}2\r`,
      SMS_GATEWAY_URL: 'https://gateway/send\r\n',
      SMS_GATEWAY_SECRET: 'gateway-secret\r',
      SMS_SENDER: 'STC\r',
      TEMPORAL_NAMESPACE: 'office\r',
      TEMPORAL_API_KEY: 'key\r\n',
      HOST: '0.0.0.0\r',
    });
    expect(config.api).toMatchObject({ host: '0.0.0.0', keys: [{ secret: SECRET }, { secret: `${SECRET}2` }] });
    expect(config.sms.gateways[0]?.settings).toMatchObject({
      url: 'https://gateway/send',
      secret: 'gateway-secret',
      sender: 'STC',
      webhookSecrets: [`${SECRET}1`, `${SECRET}2`],
    });
    expect(config.temporal).toMatchObject({ namespace: 'office', apiKey: 'key' });
  });
});

describe('requirements §2: a text from settings that cannot be normalised stops the program', () => {
  const DAMAGED = [
    ['a line break', 'a\r\nb'],
    ['NUL', 'a\0b'],
    ['a control character', 'a\u0085b'],
    ['a separator of lines', 'a\u2028b'],
    ['half a surrogate pair', 'a\ud83db'],
    ['what was no UTF-8', 'a\uFFFDb'],
    ['a character without width', 'a\u200Bb'],
  ] as const;

  test.each(DAMAGED)('every setting with %s inside', (_what, damaged) => {
    const path = fileWith(JSON.stringify({ a: damaged }));
    for (const name of SETTING_NAMES) expect([name, namedBy({ [name]: damaged.repeat(8) })]).toEqual([name, [name]]);
    expect(namedBy({ AGENCIES_FILE: path })).toEqual(['AGENCIES_FILE']);
    expect(namedBy({ API_KEYS: `a${damaged}:clerk:${SECRET}` })).toEqual(['API_KEYS']);
    expect(namedBy({ API_KEYS: `a:clerk:${SECRET}${damaged}` })).toEqual(['API_KEYS']);
    expect(namedBy({ WEBHOOK_SECRET: `${SECRET},${SECRET}${damaged}` })).toEqual(['WEBHOOK_SECRET']);
    expect(namedBy({ SMS_GATEWAY_URL: `https://gateway/${damaged}` })).toEqual(['SMS_GATEWAY_URL']);
    expect(namedBy({ DATABASE_URL: `postgres://db/${damaged}` })).toEqual(['DATABASE_URL']);
  });

  test.each([
    ['API_KEYS', `a:clerk:mật-khẩu-của-phòng-một-cửa`],
    ['API_KEYS', `a:clerk:a secret of 16 or more`],
    ['API_KEYS', `   :clerk:${SECRET}`],
    ['SMS_GATEWAY_SECRET', 'mật-khẩu'],
    ['SMS_GATEWAY_SECRET', 'two words'],
    ['TEMPORAL_API_KEY', 'mật-khẩu'],
    ['WEBHOOK_SECRET', 'a secret of 16 or more'],
    ['WEBHOOK_SECRET', 'mật-khẩu-của-phòng-một-cửa'.normalize('NFD')],
    ['SMS_SENDER', 'Sở Tài chính'],
    ['SMS_GATEWAY_URL', 'https://gateway/a b'],
    ['TEMPORAL_NAMESPACE', 'two words'],
  ])('%s=%s, which no header or signature carries as it is', (name, value) => {
    expect(namedBy({ [name]: value })).toEqual([name]);
  });

  test('a key of an HMAC may have any letters, because only its bytes count', () => {
    const { sms } = read({ WEBHOOK_SECRET: 'mật-khẩu-của-phòng-một-cửa' });
    expect(sms.gateways[0]?.settings.webhookSecrets).toEqual(['mật-khẩu-của-phòng-một-cửa']);
  });

  test.each([
    ['in UTF-16', Buffer.from('\uFEFF{"a":"Sở"}', 'utf16le')],
    ['in Latin-1', Buffer.from('{"a":"Só"}', 'latin1')],
    ['with one id in two spellings', Buffer.from('{"a":"Sở A","a ":"Sở B"}')],
    ['with a blank name', Buffer.from('{"a":" "}')],
    ['with a blank id', Buffer.from('{" ":"Sở A"}')],
    ['with a name of 101 characters', Buffer.from(JSON.stringify({ a: 'x'.repeat(101) }))],
  ])('an agencies file %s', (_what, bytes) => expect(namedBy({ AGENCIES_FILE: fileWith(bytes) })).toEqual(['AGENCIES_FILE']));
});

describe('requirements §2: with SMS_ENCODING=ascii the names of agencies fit GSM 03.38', () => {
  test.each([
    ['an emoji', 'Sở Tài chính 😀', false],
    ['letters of another alphabet', 'Сở Tài chính', false],
    ['a CJK letter', '財 chính', false],
    ['Vietnamese', 'Sở Tài chính – Đầu tư', true],
    ['typographic marks', 'Sở “Tài chính”…', true],
  ])('%s: %s', (_what, name, fits) => {
    const AGENCIES_FILE = fileWith(JSON.stringify({ a: name }));
    for (const [variable, env] of [
      ['AGENCY_NAME', { AGENCY_NAME: name }],
      ['AGENCIES_FILE', { AGENCIES_FILE }],
    ] as const) {
      expect(namedBy({ ...env, SMS_ENCODING: ' ascii\r' })).toEqual(fits ? [] : [variable]);
      expect(namedBy(env)).toEqual([]);
    }
  });

  test('the fault names the characters, beside the other faults', () => {
    const env = { SMS_ENCODING: 'ascii', AGENCY_NAME: 'Sở 😀', PORT: 'x' };
    expect(messageOf(env)).toContain('AGENCY_NAME: expected a name that the encoding ascii can write, came Sở 😀 with 😀');
    expect(namedBy(env)).toEqual(['AGENCY_NAME', 'PORT']);
  });
});

function read(env: Record<string, string>) {
  return readConfig({ ...ENOUGH, SMS_GATEWAY_URL: 'https://gateway/send', ...env }, 'api');
}

function messageOf(env: Record<string, string>): string {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

/** The variables that the message names, those that another one needs left out. */
function namedBy(env: Record<string, string>): string[] {
  const named = [...messageOf(env).matchAll(/^ {2}([A-Z_]+): (?!.* is set and needs it)\S/gm)];
  return named.map(([, name = '']) => name).toSorted();
}

let next = 1;

function fileWith(content: string | Buffer): string {
  const file = path.join(folder, `file-${next++}`);
  writeFileSync(file, content);
  return file;
}

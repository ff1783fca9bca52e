import { describe, expect, test } from 'vitest';
import { readConfig, type Program } from '../../../src/config/config.ts';
import { ConfigError } from '../../../src/config/faults.ts';

const SECRET = 'a-secret-of-16-or-more';
const ENOUGH = {
  DATABASE_URL: 'postgres://user:database-password@db/mot_cua',
  API_KEYS: `one-stop:clerk:${SECRET}`,
  WEBHOOK_SECRET: SECRET,
  SMS_GATEWAY_URL: 'https://gateway/send',
};

describe('defaults (contract §1)', () => {
  test('are those of the table', () => {
    expect(readConfig({ ...ENOUGH, SMS_GATEWAY_URL: 'http://gateway/send' }, 'api')).toMatchObject({
      temporal: { address: '127.0.0.1:7233', namespace: 'default', tls: undefined, apiKey: undefined },
      api: { host: '127.0.0.1', port: 8080, trustedProxies: ['127.0.0.0/8', '::1'] },
      policy: { apologySecond: 17.5 * 3600, apologySpreadMs: 60_000, supplementStopsClock: true },
      agencies: { default: { name: 'Sở Tài chính', sender: null, gateways: null, publicSteps: {}, weight: 1 } },
      inquiries: {
        shortCode: '8083',
        ownNumbers: ['8083'],
        keyword: 'MCKH',
        limit: { count: 30, windowMs: 600_000 },
        unknownCodeLimit: { count: 10, windowMs: 3_600_000 },
        queryDeadlineMs: 250,
      },
      sms: {
        gateways: [
          {
            preset: 'plain',
            settings: {
              name: 'plain',
              url: 'http://gateway/send',
              user: null,
              secret: null,
              sender: '8083',
              timeoutMs: 10_000,
              encoding: 'unicode',
              tps: 20,
              share: 100,
              prices: null,
              webhookSecrets: [SECRET],
              callersFrom: [],
              values: {},
              templates: {},
            },
          },
        ],
        uncertainAfterMs: 900_000,
      },
      erasure: { inquiriesAfterMs: 90 * 86_400_000, dossiersAfterMs: 365 * 86_400_000 },
      logLevel: 'info',
    });
  });

  test.each(['', '  ', undefined])('an empty variable is an unset one: %o', (PORT) => {
    expect(readConfig({ ...ENOUGH, PORT }, 'api').api.port).toBe(8080);
  });
});

describe('what each program cannot start without', () => {
  test.each<[Program, string[]]>([
    ['api', ['DATABASE_URL', 'API_KEYS', 'WEBHOOK_SECRET']],
    ['worker', ['DATABASE_URL', 'SMS_GATEWAY_URL']],
    ['migrate', ['DATABASE_URL']],
  ])('%s', (program, needed) => {
    expect(namedBy({}, program)).toEqual(needed.toSorted());
    expect(() => readConfig(Object.fromEntries(needed.map((name) => [name, ENOUGH[name as keyof typeof ENOUGH]])), program)).not.toThrow();
  });
});

const BAD = {
  DATABASE_URL: 'mysql://db',
  TEMPORAL_ADDRESS: 'http://temporal:7233',
  TEMPORAL_TLS: 'yes',
  TEMPORAL_TLS_CA_FILE: '/nowhere/ca.pem',
  PORT: '65536',
  API_KEYS: 'clerk:boss:0123456789abcdef',
  APOLOGY_TIME: '24:00',
  APOLOGY_SPREAD: '2h',
  SUPPLEMENT_STOPS_CLOCK: '1',
  AGENCY_NAME: 'x'.repeat(101),
  AGENCIES_FILE: '/nowhere/agencies.json',
  SHORT_CODE: '80-83',
  INQUIRY_KEYWORD: 'MC KH',
  SMS_GATEWAY: 'pigeon',
  SMS_GATEWAY_URL: 'ftp://gateway',
  SMS_GATEWAY_VALUES: 'CALLBACK_URL',
  SMS_TPS: '0',
  SMS_TIMEOUT_MS: '10001',
  SMS_ENCODING: 'utf8',
  WEBHOOK_SECRET: 'short',
  TRUSTED_PROXIES: '10.0.0.0/33',
  INQUIRY_LIMIT: '30',
  UNKNOWN_CODE_LIMIT: '10/0h',
  UNCERTAIN_AFTER: '15 minutes',
  QUERY_DEADLINE_MS: '-1',
  ERASE_INQUIRIES_AFTER: 'never',
  ERASE_DOSSIERS_AFTER: '1y',
  LOG_LEVEL: 'loud',
};

describe('bad settings', () => {
  test('one message names every one of them', () => {
    expect(namedBy(BAD, 'api')).toEqual(Object.keys(BAD).toSorted());
  });

  test('also those that are missing beside those that are wrong', () => {
    expect(namedBy({ PORT: 'x' }, 'api')).toEqual(['API_KEYS', 'DATABASE_URL', 'PORT', 'WEBHOOK_SECRET']);
  });

  test.each(Object.entries(BAD))('%s: %s', (name, value) => {
    expect(namedBy({ ...ENOUGH, [name]: value }, 'api')).toEqual([name]);
  });

  test.each([
    ['a secret too short', 'a:clerk:0123456789abcde'],
    ['no name', ':clerk:0123456789abcdef'],
    ['no role', 'a:0123456789abcdef'],
    ['one secret for two', `a:clerk:${SECRET},b:operator:${SECRET}`],
    ['an empty one', `a:clerk:${SECRET},`],
    ['no agency after the last colon', `a:clerk:${SECRET}:`],
    ['an empty agency', `a:clerk:${SECRET}:default|`],
    ['an agency that the settings do not name', `a:clerk:${SECRET}:default|so-y-te`],
    ['a colon in its secret', `a:clerk:${SECRET}:${SECRET}`],
    ['two colons in its secret', `a:clerk:${SECRET}:default:default`],
  ])('API_KEYS with %s', (_, API_KEYS) => {
    expect(namedBy({ ...ENOUGH, API_KEYS }, 'api')).toEqual(['API_KEYS']);
  });

  test.each([
    ['TEMPORAL_TLS_CERT_FILE', 'TEMPORAL_TLS_KEY_FILE'],
    ['TEMPORAL_TLS_KEY_FILE', 'TEMPORAL_TLS_CERT_FILE'],
  ])('%s without %s', (given, missing) => {
    expect(namedBy({ ...ENOUGH, [given]: import.meta.filename }, 'worker')).toEqual([missing]);
    expect(namedBy({ ...ENOUGH, [given]: import.meta.filename, [missing]: import.meta.filename }, 'worker')).toEqual([]);
  });

  test('no message holds a secret', () => {
    const secrets = {
      API_KEYS: 'clerk:boss:topsecret',
      WEBHOOK_SECRET: 'topsecret',
      SMS_GATEWAY_SECRET: 'topsecret',
      TEMPORAL_API_KEY: 'topsecret',
    };
    expect(
      messageOf({ ...secrets, DATABASE_URL: 'mysql://user:topsecret@db', SMS_GATEWAY_URL: 'ftp://u:topsecret@g' }, 'api'),
    ).not.toContain('topsecret');
  });
});

function messageOf(env: Record<string, string | undefined>, program: Program): string {
  try {
    readConfig(env, program);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

/** The variables that the message names, one a line. */
function namedBy(env: Record<string, string | undefined>, program: Program): string[] {
  return [...messageOf(env, program).matchAll(/^ {2}([A-Z_]+): \S/gm)].map(([, name = '']) => name).toSorted();
}

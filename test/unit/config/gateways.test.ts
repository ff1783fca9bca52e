import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, type Program } from '../../../src/config/config.ts';
import { ConfigError } from '../../../src/config/faults.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const SECRET = 'a-secret-of-16-or-more';
const ENOUGH = { DATABASE_URL: 'postgres://db/mot_cua', API_KEYS: `one-stop:clerk:${SECRET}`, WEBHOOK_SECRET: SECRET };
const PLAIN = { name: 'a', preset: 'plain', url: 'https://gateway/send' };

let folder: ReturnType<typeof openSettingsFolder>;
beforeAll(() => void (folder = openSettingsFolder()));
afterAll(() => folder[Symbol.dispose]());

describe('requirements §11.1 one gateway by variables, or several by GATEWAYS_FILE', () => {
  test('an entry says everything', () => {
    const entry = {
      ...PLAIN,
      user: 'office',
      sender: 'STC',
      tps: 2.5,
      share: 70,
      encoding: 'ascii',
      timeoutMs: 5000,
      prices: { notice: 350, reply: 0 },
      callersFrom: ['203.0.113.0/24', '2001:db8::1'],
      values: { CONTRACTID: '17' },
      templates: { apology: { id: 'T3', parameters: ['date', 'code', 'agency'] } },
    };
    const env = { MY_SECRET: 'gateway-secret', MY_WEBHOOK: 'webhook-1, webhook-2' };
    const { sms } = read([{ ...entry, secretEnv: 'MY_SECRET', webhookSecretEnv: 'MY_WEBHOOK' }], env);
    const { preset, ...settings } = entry;
    expect(sms.gateways).toEqual([
      { preset, settings: { ...settings, secret: 'gateway-secret', webhookSecrets: ['webhook-1', 'webhook-2'] } },
    ]);
  });

  test('what an entry leaves out has the default of its variable', () => {
    const { sms } = read([PLAIN], { SMS_TPS: '7', SMS_ENCODING: 'ascii', SMS_TIMEOUT_MS: '900', SHORT_CODE: '8188' });
    expect(sms.gateways[0]?.settings).toEqual({
      name: 'a',
      url: 'https://gateway/send',
      user: null,
      secret: null,
      sender: '8188',
      tps: 7,
      encoding: 'ascii',
      timeoutMs: 900,
      share: 100,
      prices: null,
      webhookSecrets: [SECRET],
      callersFrom: [],
      values: {},
      templates: {},
    });
  });

  test('one driver twice, each with a name, a rate, a sender and a share of its own', () => {
    const { sms, inquiries } = read([
      { ...PLAIN, sender: 'ONE', tps: 5, share: 30 },
      { ...PLAIN, name: 'b', sender: '0905123456', tps: 50, share: 0 },
    ]);
    expect(sms.gateways.map(({ preset, settings }) => [preset, settings.name, settings.tps, settings.share])).toEqual([
      ['plain', 'a', 5, 30],
      ['plain', 'b', 50, 0],
    ]);
    expect(inquiries.ownNumbers).toEqual(['8083', 'ONE', '0905123456']);
  });

  test('a gateway that only brings inquiries has no share of the notices', () => {
    const inquiries = { name: 'mo', preset: 'v-com', user: 'office', secretEnv: 'S', share: 50 };
    expect(read([PLAIN, inquiries], { S: SECRET }).sms.gateways.map(({ settings }) => settings.share)).toEqual([100, 0]);
    expect(faultsOf([inquiries], { S: SECRET })).toEqual(['GATEWAYS_FILE: expected a gateway that takes notices with a share above 0']);
  });

  test('a preset file is named by its file', () => {
    const SMS_GATEWAY = folder.file(PRESET, 'my-gateway.json');
    const { sms } = readConfig({ ...ENOUGH, SMS_GATEWAY, SMS_GATEWAY_URL: 'https://gateway' }, 'worker');
    expect(sms.gateways).toMatchObject([{ preset: SMS_GATEWAY, settings: { name: 'my-gateway' } }]);
    const unnamed = folder.file(PRESET, 'My gateway.json');
    expect(faultsWith({ SMS_GATEWAY: unnamed, SMS_GATEWAY_URL: 'https://gateway' })).toEqual([
      'SMS_GATEWAY: expected a file whose name, without .json, has 1 to 40 of a to z, 0 to 9 and -',
    ]);
  });
});

describe('what is wrong with GATEWAYS_FILE is named with its path', () => {
  test.each<[string, unknown, string]>([
    ['no JSON', '[', 'expected a JSON file in UTF-8, a list of gateways'],
    ['Latin-1', Buffer.from('[{"name":"\xe9"}]', 'latin1'), 'expected a JSON file in UTF-8, a list of gateways'],
    ['no list', {}, 'expected a list'],
    ['an empty list', [], 'expected a list of 1 or more'],
    ['a name too many', [PLAIN, { ...PLAIN }], '[1].name: another gateway has this name'],
    ['no name', [{ preset: 'plain' }], '[0].name: is missing'],
    ['a name that is no address', [{ ...PLAIN, name: 'Một' }], '[0].name: expected 1 to 40 of a to z, 0 to 9 and -'],
    ['no preset', [{ name: 'a' }], '[0].preset: is missing'],
    ['an unknown field', [{ ...PLAIN, sendr: 'x' }], '[0].sendr: unknown field'],
    ['a URL of another kind', [{ ...PLAIN, url: 'ftp://gateway' }], '[0].url: expected a URL (http, https)'],
    ['no rate', [{ ...PLAIN, tps: 0 }], '[0].tps: expected 0.001 or more'],
    ['a rate in words', [{ ...PLAIN, tps: '20' }], '[0].tps: expected a number'],
    ['a share above 100', [{ ...PLAIN, share: 101 }], '[0].share: expected 100 or less'],
    ['a share below 0', [PLAIN, { ...PLAIN, name: 'b', share: -1 }], '[1].share: expected 0 or more'],
    ['an encoding', [{ ...PLAIN, encoding: 'utf8' }], '[0].encoding: expected unicode or ascii'],
    ['a time-out', [{ ...PLAIN, timeoutMs: 10_001 }], '[0].timeoutMs: expected 10000 or less'],
    ['half a price', [{ ...PLAIN, prices: { notice: 350 } }], '[0].prices.reply: is missing'],
    ['a price below 0', [{ ...PLAIN, prices: { notice: -1, reply: 0 } }], '[0].prices.notice: expected 0 or more'],
    ['a network', [{ ...PLAIN, callersFrom: ['203.0.113.0/33'] }], '[0].callersFrom[0]: expected an address or a network'],
    ['a value that is no text', [{ ...PLAIN, values: { A: 1 } }], '[0].values.A: expected a text'],
    ['a text without a template', [{ ...PLAIN, templates: { other: {} } }], '[0].templates.other: unknown field'],
    [
      'a parameter that its text does not have',
      [{ ...PLAIN, templates: { result: { id: '1', parameters: ['code', 'date'] } } }],
      '[0].templates.result.parameters[1]: expected code or agency',
    ],
    ['a damaged text', [{ ...PLAIN, user: 'a\u200Bb' }], '[0].user: expected at most 200 characters on one line'],
    ['a preset that is not there', [{ ...PLAIN, preset: 'pigeon' }], '[0].preset: expected '],
  ])('%s', (_what, content, fault) => {
    expect(faultsOf(content)).toEqual([expect.stringContaining(`GATEWAYS_FILE: ${fault}`)]);
  });

  test('all shares 0', () => {
    const none = [
      { ...PLAIN, share: 0 },
      { ...PLAIN, name: 'b', share: 0 },
    ];
    expect(faultsOf(none)).toEqual(['GATEWAYS_FILE: expected a gateway that takes notices with a share above 0']);
  });

  test('every fault of every entry, beside those of the variables', () => {
    expect(faultsOf([{ ...PLAIN, tps: 0, shar: 1 }, { name: 'b' }], { PORT: 'x' })).toEqual([
      'PORT: expected a whole number from 0 to 65535',
      'GATEWAYS_FILE: [0].tps: expected 0.001 or more',
      'GATEWAYS_FILE: [0].shar: unknown field',
      'GATEWAYS_FILE: [1].preset: is missing',
    ]);
  });

  test.each([
    ['SMS_GATEWAY', 'plain'],
    ['SMS_GATEWAY_URL', 'https://gateway'],
    ['SMS_GATEWAY_USER', 'office'],
    ['SMS_GATEWAY_SECRET', 'secret'],
    ['SMS_GATEWAY_VALUES', 'A=1'],
    ['SMS_SENDER', 'STC'],
  ])('%s beside it', (name, value) => {
    expect(faultsOf([PLAIN], { [name]: value })).toEqual([`${name}: expected not to be set beside GATEWAYS_FILE`]);
  });

  test('every fault of a preset file', () => {
    const preset = folder.file({ ...PRESET, capabilities: { encodings: ['unicode'], dedup: true }, matches: '(a+)+$' });
    const faults = faultsOf([{ ...PLAIN, preset }]);
    expect(faults.length).toBeGreaterThanOrEqual(2);
    expect(faults.join('\n')).toMatch(/dedup[\s\S]*matches|matches[\s\S]*dedup/);
  });
});

describe('secrets of GATEWAYS_FILE stand in variables', () => {
  test('the worker needs the one, the api the other, and migrate none', () => {
    const file = [{ ...PLAIN, secretEnv: 'MY_SECRET', webhookSecretEnv: 'MY_WEBHOOK' }];
    expect(faultsOf(file, {}, 'worker')).toEqual(['GATEWAYS_FILE: [0].secretEnv: the variable that it names is not set']);
    expect(faultsOf(file, {}, 'api')).toEqual(['GATEWAYS_FILE: [0].webhookSecretEnv: the variable that it names is not set']);
    expect(faultsOf(file, {}, 'migrate')).toEqual([]);
  });

  test('a gateway with a secret of its own does not take WEBHOOK_SECRET where that secret is not known', () => {
    expect(read([{ ...PLAIN, webhookSecretEnv: 'MY_WEBHOOK' }]).sms.gateways[0]?.settings.webhookSecrets).toEqual([]);
  });

  test.each([
    [{ WEBHOOK_SECRET: SECRET }, PLAIN, []],
    [{}, { ...PLAIN, callersFrom: ['192.0.2.1'] }, []],
    [{}, { name: 'b', preset: 'viettel', encoding: 'ascii' }, []],
    [{}, PLAIN, ['GATEWAYS_FILE: [0].webhookSecretEnv: the api needs it']],
  ])('the api needs to know who calls: %o %o', (env, entry, faults) => {
    const { WEBHOOK_SECRET: _, ...rest } = ENOUGH;
    expect(faultsWith({ ...rest, ...env, GATEWAYS_FILE: folder.file([entry]) }, 'api', {})).toEqual(faults);
  });

  test('no fault holds a secret, wherever someone wrote it', () => {
    const written = [
      { ...PLAIN, secret: 'TOPSECRET' },
      { ...PLAIN, name: 'b', secretEnv: 'TOPSECRET' },
      { ...PLAIN, name: 'c', secretEnv: 'topsecret' },
      { ...PLAIN, name: 'd', url: 'ftp://user:topsecret@gateway' },
      { ...PLAIN, name: 'e', webhookSecretEnv: 'HELD' },
    ];
    const faults = written.flatMap((entry) => faultsOf([entry], { HELD: 'topsec' }, 'worker'));
    expect(faults).toHaveLength(written.length);
    expect(faults.join('\n')).not.toMatch(/topsec/i);
  });
});

describe('what a gateway needs for sending is said at the start of the worker', () => {
  test('by the variable', () => {
    expect(faultsWith({ SMS_GATEWAY: 'plain' })).toEqual(['SMS_GATEWAY_URL: the worker needs it']);
    expect(faultsWith({ SMS_GATEWAY: 'vnpt', SMS_ENCODING: 'ascii' })).toEqual(
      expect.arrayContaining([
        'SMS_GATEWAY_USER: the worker needs it',
        'SMS_GATEWAY_SECRET: the worker needs it',
        'SMS_GATEWAY_VALUES: vnpt needs LABELID in it',
        'SMS_GATEWAY: vnpt needs templates.result, which only GATEWAYS_FILE can give',
      ]),
    );
  });

  test('eSMS works by variables alone', () => {
    const SMS_GATEWAY_VALUES = 'CALLBACK_URL=https://sms.motcua.example/v1/gateways/esms/receipts';
    const env = { SMS_GATEWAY: 'esms', SMS_GATEWAY_USER: 'key', SMS_GATEWAY_SECRET: 'secret', SMS_SENDER: 'MOTCUA' };
    expect(faultsWith({ ...env, SMS_GATEWAY_VALUES })).toEqual([]);
    expect(faultsWith(env)).toEqual(['SMS_GATEWAY_VALUES: esms needs CALLBACK_URL in it']);
  });

  test('by the path', () => {
    expect(faultsOf([{ name: 'a', preset: 'vnpt', encoding: 'ascii', values: { LABELID: '1' } }])).toEqual(
      expect.arrayContaining([
        'GATEWAYS_FILE: [0].secretEnv: the worker needs it',
        'GATEWAYS_FILE: [0].templates.result: the worker needs it',
      ]),
    );
  });

  test('the api and migrate start without it', () => {
    for (const program of ['api', 'migrate'] as const)
      expect(faultsWith({ SMS_GATEWAY: 'vnpt', SMS_ENCODING: 'ascii' }, program)).toEqual([]);
  });

  test('an encoding that the gateway does not take', () => {
    const preset = folder.file({ ...PRESET, capabilities: { encodings: ['ascii'] } });
    expect(faultsOf([{ ...PLAIN, preset }])).toEqual(['GATEWAYS_FILE: [0].encoding: a takes only ascii']);
    expect(faultsOf([{ ...PLAIN, preset, encoding: 'ascii' }])).toEqual([]);
  });
});

/** A preset that needs nothing but an address. */
const PRESET = {
  about: 'A gateway of this test',
  capabilities: { encodings: ['unicode', 'ascii'] },
  send: {
    request: { body: { kind: 'json', template: { to: '{to}', text: '{text}' } } },
    answer: { kind: 'json', success: { field: 'ok', equals: [true] } },
  },
};

function read(content: unknown, env: Record<string, string> = {}, program: Program = 'worker') {
  return readConfig({ ...ENOUGH, ...env, GATEWAYS_FILE: folder.file(content) }, program);
}

function faultsOf(content: unknown, env: Record<string, string> = {}, program: Program = 'worker'): string[] {
  return faultsWith({ ...env, GATEWAYS_FILE: folder.file(content) }, program);
}

function faultsWith(env: Record<string, string>, program: Program = 'worker', enough: Record<string, string> = ENOUGH): string[] {
  try {
    readConfig({ ...enough, ...env }, program);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim());
    throw error;
  }
  return [];
}

import { describe, expect, test } from 'vitest';
import { writeKannelConfig } from '../../../src/sms/kannel-config.ts';
import { KANNEL_USAGE, readKannelOptions } from '../../../src/sms/kannel-options.ts';

const ENV = { SMPP_PASSWORD: 'pw"1', SMS_GATEWAY_SECRET: 'sendsms-password', WEBHOOK_SECRET: 'new secret+0123456, old-secret-0123456' };
const ARGS = [
  '--host',
  'smpp.example.vn',
  '--port',
  '2776',
  '--system-id',
  'office',
  '--database-url',
  'postgres://k:p%40w@db:5433/kannel',
];

describe('gateway kannel-config', () => {
  test('writes one line to the carrier with every setting that it needs', () => {
    const config = groupsOf(writeKannelConfig(readKannelOptions([...ARGS, '--throughput=12.5', '--spool', '/data/spool'], ENV)));
    expect(config['core']).toMatchObject({ 'store-type': 'spool', 'store-location': '"/data/spool"', 'dlr-storage': 'pgsql' });
    expect(config['smsc']).toMatchObject({
      smsc: 'smpp',
      'smsc-id': '"kannel"',
      host: '"smpp.example.vn"',
      port: '2776',
      'smsc-username': '"office"',
      'smsc-password': '"pw\\"1"',
      'system-type': '""',
      throughput: '12.5',
    });
    expect(config['sendsms-user']).toMatchObject({ username: '"mot-cua-sms"', password: '"sendsms-password"', concatenation: 'true' });
    expect(config['sms-service']).toMatchObject({
      keyword: 'default',
      'catch-all': 'true',
      'omit-empty': 'true',
      'accept-x-kannel-headers': 'true',
      'get-url':
        '"http://127.0.0.1:8080/v1/gateways/kannel/inquiries?from=%p&to=%P&text=%b&id=%I&charset=%C&at=%T&secret=new%20secret%2B0123456"',
    });
    expect(config['pgsql-connection']).toMatchObject({
      host: '"db"',
      port: '5433',
      username: '"k"',
      password: '"p@w"',
      database: '"kannel"',
    });
    expect(config['dlr-db']).toMatchObject({ table: '"kannel_receipts"', 'field-timestamp': '"ts"', 'field-boxc-id': '"boxc"' });
  });

  test('takes the database of the product where none is named', () => {
    const env = { ...ENV, DATABASE_URL: 'postgres://postgres@127.0.0.1/mot_cua_sms' };
    expect(readKannelOptions(ARGS.slice(0, 6), env).database).toEqual({
      host: '127.0.0.1',
      port: 5432,
      user: 'postgres',
      password: 'none',
      name: 'mot_cua_sms',
    });
  });

  test('names every bad option at once, and no secret', () => {
    const args = [
      '--host',
      'a b',
      '--port',
      '70000',
      '--throughput',
      'fast',
      '--colour',
      'red',
      'x',
      '--spool',
      'spool',
      '--api-url',
      'ftp://x',
    ];
    const message = messageOf(() =>
      readKannelOptions([...args, '--database-url', 'mysql://user:hidden@db/x'], { WEBHOOK_SECRET: 'geheim–0123456789' }),
    );
    for (const named of ['--host', '--port', '--throughput', '--colour: unknown', 'x: expected', '--spool', '--api-url', '--database-url'])
      expect(message).toContain(named);
    for (const missing of [
      '--system-id: is missing',
      'the variable SMPP_PASSWORD: is missing',
      'the variable SMS_GATEWAY_SECRET: is missing',
    ])
      expect(message).toContain(missing);
    expect(message).toContain('the variable WEBHOOK_SECRET: expected printable ASCII');
    expect(message).not.toMatch(/hidden|geheim/);
  });

  test('a line break cannot add a setting of its own', () => {
    for (const option of ['--system-type', '--user', '--host'])
      expect(() => readKannelOptions([...ARGS, option, 'x\nlog-level = 0'], ENV)).toThrow(option);
  });

  test('an option without its value is named', () => {
    expect(() => readKannelOptions([...ARGS, '--gateway'], ENV)).toThrow('--gateway: expected a value');
  });

  test('says how it is called', () => {
    expect(KANNEL_USAGE).toMatch(/^gateway kannel-config --host … \[--port 2775\] --system-id … /);
  });
});

/** The settings of each group, by the name of the group. */
function groupsOf(config: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const blocks = config.split('\n\n').map((block) => block.split('\n').filter((line) => !line.startsWith('#')));
  return Object.fromEntries(
    blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => {
        const fields = Object.fromEntries(lines.filter(Boolean).map((line) => line.split(/ = (.*)/s).slice(0, 2)));
        return [String(fields['group']), fields];
      }),
  );
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected a fault');
}

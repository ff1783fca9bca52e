import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const SECRETS = { SMS_GATEWAY_SECRET: 'topsecret-of-the-gateway', WEBHOOK_SECRET: 'topsecret-of-the-webhooks' };

let folder: ReturnType<typeof openSettingsFolder>;
let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  folder = openSettingsFolder();
  gateway = await openGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => {
  folder[Symbol.dispose]();
  gateway.close();
});

describe('gateway check (contract §1)', () => {
  test('prints each text, its SMS in both encodings, and the request that would leave, and sends nothing', async () => {
    const { code, stdout, stderr } = await run(['check'], { SMS_GATEWAY_URL: gateway.url, SMS_SENDER: 'STC', ...SECRETS });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('gateway plain\n  notices: yes\n  our reference: of any length; a repeated one is sent once\n');
    expect(stdout).toContain('M1: TB: Hồ sơ của quý ông/bà (MS: 0101701234) đã được giải quyết xong.');
    expect([...stdout.matchAll(/^ {2}unicode: (\d) SMS; ascii: (\d) SMS$/gm)].map(([, ...parts]) => parts)).toEqual([
      ['2', '1'],
      ['2', '1'],
      ['4', '2'],
      ['2', '1'],
    ]);
    const bodies = [...stdout.matchAll(/^\{.*\}$/gm)].map(([body]) => JSON.parse(body));
    expect(bodies).toHaveLength(3);
    expect(bodies[2]).toMatchObject({ from: 'STC', to: '84905123456', encoding: 'unicode', text: expect.stringContaining('15/03/2017') });
    expect(stdout.split(`POST ${gateway.url}\n`)).toHaveLength(4);
    expect(stdout).toContain('M4: Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn');
    expect(gateway.asked()).toEqual([]);
  });

  test('what it prints is what leaves', async () => {
    const { stdout } = await run(['check', '--to', '0905123456', '--yes'], { SMS_GATEWAY_URL: gateway.url, ...SECRETS });
    const [shown] = [...stdout.matchAll(/^\{.*\}$/gm)].map(([body]) => JSON.parse(body));
    const [sent] = gateway.asked();
    expect({ ...sent, id: '' }).toEqual({ ...shown, id: '' });
  });

  test('requirements §11.6 with prices it compares what unicode and ascii cost', async () => {
    const { stdout } = await run(['check', '--price', '525'], { SMS_GATEWAY_URL: gateway.url });
    expect(stdout).toContain('  unicode: 2 SMS, 1.050 đ; ascii: 1 SMS, 525 đ; difference: 525 đ\n');
    expect(stdout).toContain('  unicode: 4 SMS, 2.100 đ; ascii: 2 SMS, 1.050 đ; difference: 1.050 đ\n');
  });

  test('no secret is printed, in whatever form it travels', async () => {
    const kannel = await run(['check', 'kannel'], { SMS_GATEWAY_URL: gateway.url, SMS_GATEWAY_USER: 'office', ...SECRETS });
    expect([kannel.code, kannel.stderr]).toEqual([0, '']);
    const plain = await run(['check'], { SMS_GATEWAY_URL: 'http://user:topsecret@127.0.0.1:1/', ...SECRETS });
    for (const { stdout, stderr } of [kannel, plain]) expect(stdout + stderr).not.toMatch(/topsecret|dG9wc2Vjc/);
    expect(plain.stdout).toContain('http://user:***@127.0.0.1:1/');
  });

  test('a preset whose settings are missing is shown with placeholders, and each is named', async () => {
    const { code, stdout, stderr } = await run(['check', 'vnpt'], { SMS_ENCODING: 'ascii' });
    expect(code).toBe(1);
    expect(stdout).toContain('<values.LABELID>');
    expect(stderr).toContain('  SMS_GATEWAY_SECRET: the worker needs it\n');
    expect(stderr).toContain('  SMS_GATEWAY: vnpt needs templates.result, which only GATEWAYS_FILE can give\n');
  });

  test('a reply that leaves by a call of its own is shown, too', async () => {
    const { code, stdout, stderr } = await run(['check', '--gateway', 'mo'], {
      GATEWAYS_FILE: folder.file([
        { name: 'a', preset: 'plain', url: gateway.url },
        { name: 'mo', preset: 'v-com', user: 'office', secretEnv: 'S' },
      ]),
      S: 'topsecret-of-v-com',
      WEBHOOK_SECRET: SECRETS.WEBHOOK_SECRET,
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('gateway mo\n  notices: no\n');
    expect(stdout).not.toContain('M1');
    expect(stdout).toMatch(/M4: [\s\S]*POST https:\/\/sms-api\.v-com\.vn\/api\/v2\/send-mt\n[\s\S]*"message":"Hồ sơ của quý ông\/bà/);
    expect(stdout).not.toContain('topsecret');
  });

  test('the agency of --agency gives its name, its sender and its steps', async () => {
    const AGENCIES_FILE = folder.file({ a: { name: 'Sở Xây dựng', sender: 'SXD', steps: { 'Thẩm định': 'Đang thẩm định' } } });
    const { stdout } = await run(['check', '--agency', 'a'], { SMS_GATEWAY_URL: gateway.url, AGENCIES_FILE });
    expect(stdout).toContain('Bộ phận Một cửa của Sở Xây dựng');
    expect(stdout).toContain('"from":"SXD"');
    expect(stdout).toContain('hiện đang ở bước Đang thẩm định, trạng thái');
  });

  test.concurrent.each([
    ['a preset that is not there', ['check', 'pigeon'], {}, 'SMS_GATEWAY: expected '],
    ['bad settings', ['check'], { SMS_TPS: '0', SMS_ENCODING: 'x' }, 'SMS_ENCODING: expected unicode or ascii'],
    ['an unknown gateway', ['check', '--gateway', 'b'], {}, '--gateway: expected one of plain, came b'],
    ['an unknown agency', ['check', '--agency', 'b'], {}, '--agency: expected one of default, came b'],
    ['an unknown option', ['check', '--send'], {}, "Unknown option '--send'"],
    ['a landline', ['check', '--to', '02583822222'], {}, '--to: expected a Vietnamese mobile number, came one that is landline'],
    ['a price in words', ['check', '--price', 'a lot'], {}, '--price: expected whole đồng'],
    ['two presets', ['check', 'plain', 'kannel'], {}, 'expected one preset'],
    ['another command', ['chek'], {}, 'expected check or kannel-config, came chek'],
  ])('%s exits with 1 and says so', async (_what, args, env, fault) => {
    const { code, stderr } = await run(args, { SMS_GATEWAY_URL: gateway.url, ...env });
    expect(code).toBe(1);
    expect(stderr).toContain(fault);
    expect(stderr).not.toContain('    at ');
  });
});

describe('gateway check --to', () => {
  test('asks first, and where nobody can be asked it sends nothing', async () => {
    const { code, stderr } = await run(['check', '--to', '0905123456'], { SMS_GATEWAY_URL: gateway.url });
    expect([code, gateway.asked()]).toEqual([1, []]);
    expect(stderr).toContain('--to: expected --yes with it');
  });

  test('with --yes the first text leaves for real, and what the gateway answered is printed', async () => {
    const { code, stdout } = await run(['check', '--to', '0905 123 457', '--yes'], { SMS_GATEWAY_URL: gateway.url });
    expect(code).toBe(0);
    expect(gateway.asked()).toMatchObject([{ to: '84905123457', text: expect.stringMatching(/^TB: Hồ sơ/) }]);
    expect(stdout).toContain('M1 was handed over to plain: accepted m-1');
    expect(stdout).not.toContain('905123457');
  });

  test('a refusal exits with 1', async () => {
    gateway.refuse(401);
    const { code, stdout } = await run(['check', '--to', '0905123456', '--yes'], { SMS_GATEWAY_URL: gateway.url, ...SECRETS });
    expect(code).toBe(1);
    expect(stdout).toContain('M1 was handed over to plain: configuration 401');
  });

  test('of several gateways one has to be named', async () => {
    const GATEWAYS_FILE = folder.file([
      { name: 'a', preset: 'plain', url: gateway.url },
      { name: 'b', preset: 'plain', url: gateway.url, sender: 'B' },
    ]);
    const all = await run(['check', '--to', '0905123456', '--yes'], { GATEWAYS_FILE });
    expect([all.code, gateway.asked()]).toEqual([1, []]);
    expect(all.stdout).toMatch(/^gateway a$[\s\S]*^gateway b$/m);
    expect((await run(['check', '--gateway', 'b', '--to', '0905123456', '--yes'], { GATEWAYS_FILE })).code).toBe(0);
    expect(gateway.asked()).toMatchObject([{ from: 'B' }]);
  });
});

test('gateway without arguments says what there is', async () => {
  const { code, stdout } = await run([], {});
  expect(code).toBe(0);
  for (const part of ['gateway check', '--to', 'gateway kannel-config', 'plain', 'esms']) expect(stdout).toContain(part);
});

test('gateway kannel-config prints a configuration, or every fault of its options', async () => {
  const good = ['--host', 'smsc.example', '--system-id', 'office', '--database-url', 'postgres://k:p@127.0.0.1:5432/k'];
  const { code, stdout } = await run(['kannel-config', ...good], { SMPP_PASSWORD: 'pw', ...SECRETS });
  expect(code).toBe(0);
  expect(stdout).toContain('group = smsc\n');
  const bad = await run(['kannel-config', '--prot', '1'], {});
  expect(bad.code).toBe(1);
  expect(bad.stderr).toMatch(/--host[\s\S]*--system-id|--prot/);
});

type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
/** What main does with `gateway …`, without the rest of the product. test/integration/main.test.ts runs the whole. */
const PROGRAM = `
  const { runGatewayCommand } = await import('./src/commands/gateway.ts');
  process.exitCode = await runGatewayCommand(process.argv.slice(1), process.env);`;

/** Runs the command as a process of its own, without a terminal, because this one has to answer it as a gateway. */
function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM, '--', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

/** A gateway that speaks `plain` on the loopback. */
async function openGateway() {
  const asked: { readonly id: string }[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => void (body += text));
    request.once('end', () => {
      asked.push(JSON.parse(body));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 200 ? { messageId: `m-${asked.length}` } : { error: 'no' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/send`,
    asked: () => asked,
    refuse: (next: number) => void (status = next),
    reset() {
      asked.length = 0;
      status = 200;
    },
    close: () => (server.closeAllConnections(), server.close()),
  };
}

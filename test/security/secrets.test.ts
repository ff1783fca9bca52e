import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findPort } from '../../infra/stack/ports.ts';
import { createApi, createWorker } from '../../infra/stack/programs.ts';
import { freshDatabase } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { join } from '../support/joined.ts';
import { freshNamespace } from '../support/namespace.ts';
import { signatureOf } from '../support/signature.ts';

/** Each in another setting, so that whatever shows one says which. */
const SECRETS = {
  clerk: 'SECRETclerk0123456789',
  operator: 'SECREToperator0123456789',
  webhook: 'SECRETwebhook0123456789',
  gateway: 'SECRETgateway0123456789',
  database: 'SECRETdatabase0123456789',
  temporal: 'SECRETtemporal0123456789',
} as const;

/** The built product: `npm test` builds it first. */
const MAIN = path.join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const logDir = mkdtempSync(path.join(os.tmpdir(), 'secrets-test-'));
/** Refuses every hand-over and quotes what it was sent, as a gateway that means well does. */
const gateway = createServer(
  (request, response) => void response.writeHead(401).end(JSON.stringify({ error: `unknown key ${request.headers.authorization}` })),
);
let env: Record<string, string>;
let database: URL;
beforeAll(async () => {
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  database = new URL(await freshDatabase());
  database.password = SECRETS.database;
  const temporalAddress = inject('temporalAddress');
  env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: database.href,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: await freshNamespace(temporalAddress, 'secrets'),
    TEMPORAL_API_KEY: SECRETS.temporal,
    TEMPORAL_TLS: 'false',
    API_KEYS: `one:clerk:${SECRETS.clerk},two:operator:${SECRETS.operator}`,
    WEBHOOK_SECRET: SECRETS.webhook,
    SMS_GATEWAY_URL: `http://127.0.0.1:${portOf(gateway)}/send`,
    SMS_GATEWAY_SECRET: SECRETS.gateway,
    LOG_LEVEL: 'trace',
  };
});
afterAll(() => {
  gateway.close();
  rmSync(logDir, { recursive: true });
});

describe('no secret is written, at the most talkative level', () => {
  test('by an api and a worker at work, that are asked in every wrong way, and lose their servers', async () => {
    await using door = await openDoor(database);
    const behind = { ...env, DATABASE_URL: door.url };
    expect(secretsIn((await run('migrate', behind)).said)).toEqual([]);
    const port = await findPort('api', 0, console.log);
    await using api = createApi('api', port, { env: behind, logDir });
    await using worker = createWorker('worker', { env: behind, logDir });
    await Promise.all([api.start(), worker.start()]);

    const answers = await askEverything(port);
    await eventually(() => expect(worker.log()).toContain('gateway_refused_our_configuration'), 40_000);
    door.close();
    answers.push(...(await askEverything(port)));
    await eventually(() => expect(api.log()).toMatch(/database_unavailable|inquiry_without_database/));
    await Promise.all([api.stop(), worker.stop()]);

    expect(answers.filter(({ status }) => [200, 401, 403, 422, 503].includes(status)).length).toBeGreaterThan(6);
    for (const child of [api, worker]) expect([child.name, ...secretsIn(child.log())]).toEqual([child.name]);
    expect(secretsIn(JSON.stringify(answers))).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['another kind of database', { DATABASE_URL: `mysql://user:${SECRETS.database}@db/x` }, 'DATABASE_URL'],
    ['a role that does not exist', { API_KEYS: `one:boss:${SECRETS.clerk}` }, 'API_KEYS'],
    ['a secret given twice', { API_KEYS: `one:clerk:${SECRETS.clerk},two:operator:${SECRETS.clerk}` }, 'API_KEYS'],
    ['a webhook secret too short beside a good one', { WEBHOOK_SECRET: `${SECRETS.webhook},short` }, 'WEBHOOK_SECRET'],
    ['a gateway that is no URL', { SMS_GATEWAY_URL: `//user:${SECRETS.gateway}@gateway` }, 'SMS_GATEWAY_URL'],
    ['a secret where a number belongs', { PORT: SECRETS.temporal }, 'PORT'],
    ['a password that is broken in the URL', { DATABASE_URL: `postgres://user:${SECRETS.database}%ZZ@127.0.0.1:1/x` }, ''],
  ])('by an api that cannot start for %s', async (_why, wrong, named) => {
    const { code, said } = await run('api', { ...env, ...wrong, PORT: wrong['PORT'] ?? '0' });
    expect(code).toBe(1);
    expect(said).toContain(named);
    expect(secretsIn(said)).toEqual([]);
  });

  test('by one whose database knows no such password', async () => {
    const refusing = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(refusal(`password authentication failed for user "postgres"`)));
    });
    refusing.listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    const url = new URL(database);
    url.port = String(portOf(refusing));
    const { code, said } = await run('audit', { ...env, DATABASE_URL: url.href });
    refusing.close();
    expect(code).toBe(1);
    expect(said).toContain('password authentication failed');
    expect(secretsIn(said)).toEqual([]);
  });
});

/** Good and bad calls, the bad ones with secrets in wrong places. */
async function askEverything(port: number): Promise<{ readonly status: number; readonly headers: string; readonly text: string }[]> {
  const ask = async (method: string, place: string, headers: Record<string, string>, body?: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${place}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: JSON.stringify([...answer.headers]), text: await answer.text() };
  };
  const as = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const dossier = JSON.stringify({
    receiptCode: 'SECRETS-1',
    phone: '0905123456',
    step: 'Trả kết quả',
    procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
  });
  const inquiry = JSON.stringify({ id: 'mo-1', from: '84912345678', to: '8083', text: 'MCKH SECRETS-1', at: new Date().toISOString() });
  return [
    await ask('POST', '/v1/dossiers', as(SECRETS.clerk), dossier),
    await ask('POST', '/v1/dossiers', as(SECRETS.clerk), '{'),
    await ask('POST', '/v1/dossiers', as(SECRETS.clerk), '{}'),
    await ask('GET', '/v1/dossiers', as(SECRETS.operator)),
    await ask('GET', '/v1/audit', as(SECRETS.clerk)),
    await ask('GET', '/v1/notices', as(`${SECRETS.clerk}x`)),
    await ask('GET', '/v1/notices', { authorization: SECRETS.clerk }),
    await ask('POST', '/v1/gateways/plain/inquiries', signatureOf(inquiry, { secret: SECRETS.webhook }), inquiry),
    await ask('POST', '/v1/gateways/plain/inquiries', { ...signatureOf(inquiry, { secret: SECRETS.webhook }), 'webhook-id': 'x' }, inquiry),
    await ask('GET', '/metrics', {}),
    await ask('GET', '/readyz', {}),
    await ask('GET', '/openapi.json', {}),
  ];
}

function secretsIn(text: string): readonly string[] {
  return Object.entries(SECRETS).flatMap(([name, secret]) =>
    [secret, Buffer.from(secret).toString('base64').slice(0, -4)].some((spelling) => text.includes(spelling)) ? [name] : [],
  );
}

/** A program to its end, and all it wrote; one that does not end in time is stopped. */
async function run(name: string, env: Record<string, string>): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, name], { env, timeout: 60_000 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, said: stdout + stderr }),
    );
  });
}

/** A way to the database that can be closed. */
async function openDoor(to: URL) {
  const sockets = new Set<Socket>();
  const server = createTcpServer((inside) => {
    const outside = connect(Number(to.port), to.hostname);
    join(inside, outside, sockets);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(to);
  url.port = String(portOf(server));
  const close = () => (server.close(), sockets.forEach((socket) => socket.destroy()));
  return { url: url.href, close, [Symbol.asyncDispose]: async () => void close() };
}

function portOf(server: { address(): unknown }): number {
  const address = server.address();
  if (typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number') return address.port;
  throw new Error('the server has no port');
}

/** PostgreSQL's ErrorResponse: severity, SQLSTATE, message. */
function refusal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C28P01\0M${message}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from('E'), length, fields]);
}

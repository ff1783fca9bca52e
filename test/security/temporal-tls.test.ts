import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { openLog } from '../../src/lib/log.ts';
import { openTemporal } from '../../src/temporal/connect.ts';
import { runWorkers } from '../../src/temporal/worker.ts';
import { eventually } from '../support/eventually.ts';
import { freshNamespace } from '../support/namespace.ts';
import { createAuthority } from './tls/certificate.ts';
import { openRecorder, openTlsDoor } from './tls/secured-temporal.ts';

/** Contract §1, `TEMPORAL_TLS_*` and `TEMPORAL_API_KEY`: real TLS, made on the spot, before the real server. */
const SERVER_NAME = 'temporal.test';
const API_KEY = 'temporal-api-key-0123456789';

const ours = createAuthority('our-authority');
const strangers = createAuthority('our-authority'); // the same name, another key
const server = ours.issue(SERVER_NAME);
const folder = mkdtempSync(path.join(os.tmpdir(), 'tls-test-'));
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const client = ours.issue('mot-cua-sms');
const strange = strangers.issue('mot-cua-sms');
const CA = { TEMPORAL_TLS_CA_FILE: file('ca.pem', ours.cert), TEMPORAL_TLS_SERVER_NAME: SERVER_NAME };
const CLIENT = { TEMPORAL_TLS_CERT_FILE: file('client.pem', client.cert), TEMPORAL_TLS_KEY_FILE: file('client.key', client.key) };
const STRANGE_CLIENT = {
  TEMPORAL_TLS_CERT_FILE: file('strange.pem', strange.cert),
  TEMPORAL_TLS_KEY_FILE: file('strange.key', strange.key),
};
const STRANGE_CA = { ...CA, TEMPORAL_TLS_CA_FILE: file('strange-ca.pem', strangers.cert) };

let door: Awaited<ReturnType<typeof openTlsDoor>>;
let mutual: Awaited<ReturnType<typeof openTlsDoor>>;
beforeAll(async () => {
  door = await openTlsDoor(inject('temporalAddress'), server);
  mutual = await openTlsDoor(inject('temporalAddress'), server, ours.cert);
});
afterAll(async () => {
  await door[Symbol.asyncDispose]();
  await mutual[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

type Settings = Readonly<Record<string, string>>;
const configOf = (address: string, settings: Settings) =>
  readConfig(
    { DATABASE_URL: 'postgres://nobody@127.0.0.1/none', SMS_GATEWAY_URL: 'http://127.0.0.1:1/', TEMPORAL_ADDRESS: address, ...settings },
    'worker',
  );

/** As the api asks, and as the worker does: two clients, one in JavaScript and one in Rust. */
const ASKING = {
  async api(address: string, settings: Settings) {
    const temporal = openTemporal(configOf(address, settings).temporal);
    try {
      return await temporal.queries.withDeadline(Date.now() + 4000, () => temporal.queries.workflowService.getSystemInfo({}));
    } finally {
      await temporal.close();
    }
  },
  async worker(address: string, settings: Settings) {
    const { tls, apiKey } = configOf(address, settings).temporal;
    const connection = await NativeConnection.connect({ address, tls: tls ?? false, ...(apiKey === undefined ? {} : { apiKey }) });
    try {
      return await connection.workflowService.getSystemInfo({});
    } finally {
      await connection.close();
    }
  },
} as const;

describe.each(['api', 'worker'] as const)('the %s', (program) => {
  const ask = ASKING[program];
  const asksPlain: Settings = {};

  test.each<[string, 'door' | 'mutual' | 'plain', Settings]>([
    ['by its authority and its name', 'door', CA],
    ['by a certificate of its own', 'mutual', { ...CA, ...CLIENT }],
    ['with an API key in the clear, where TEMPORAL_TLS=false says so', 'plain', { TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: API_KEY }],
  ])('is let in %s', async (_how, which, settings) => {
    const address = which === 'plain' ? inject('temporalAddress') : { door, mutual }[which].address;
    expect((await ask(address, settings)).serverVersion).toMatch(/^\d+\./);
  });

  test.each<[string, 'door' | 'mutual', Settings]>([
    ['an authority of the same name with another key', 'door', STRANGE_CA],
    ['the authorities of the machine, which do not know it', 'door', { TEMPORAL_TLS: 'true', TEMPORAL_TLS_SERVER_NAME: SERVER_NAME }],
    ['another name than the certificate has', 'door', { ...CA, TEMPORAL_TLS_SERVER_NAME: 'temporal.example' }],
    ['no name, and the address is not in the certificate', 'door', { TEMPORAL_TLS_CA_FILE: CA.TEMPORAL_TLS_CA_FILE }],
    ['no TLS', 'door', asksPlain],
    ['no certificate where one is asked for', 'mutual', CA],
    ['a certificate of another authority', 'mutual', { ...CA, ...STRANGE_CLIENT }],
  ])('does not talk with %s', async (_what, which, settings) => {
    await expect(ask((which === 'door' ? door : mutual).address, settings)).rejects.toThrow(
      /certificate|connect|transport|UNAVAILABLE|DEADLINE_EXCEEDED/i,
    );
  });

  test('brings its API key, over TLS also where nothing else asks for TLS', async () => {
    await using recorder = await openRecorder(server);
    await ask(recorder.address, { ...CA, TEMPORAL_API_KEY: API_KEY }).catch(() => {});
    expect(recorder.heard.length).toBeGreaterThan(0);
    for (const { authorization } of recorder.heard) expect(authorization).toBe(`Bearer ${API_KEY}`);
    expect(configOf(recorder.address, { TEMPORAL_API_KEY: API_KEY }).temporal.tls).toBeDefined();
  });
});

test('a worker works through it: both queues are polled', async () => {
  const lines: string[] = [];
  const log = Object.assign(openLog('info', 'worker'), { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
  const stopping = new AbortController();
  const activities = { sendNotice: never, sendNoticeAtOnce: never, recordNotSent: never, archiveDossier: never, sendReply: never };
  const TEMPORAL_NAMESPACE = await freshNamespace(inject('temporalAddress'), 'tls');
  const running = runWorkers({
    config: configOf(mutual.address, { ...CA, ...CLIENT, TEMPORAL_NAMESPACE }),
    activities,
    log,
    stopping: stopping.signal,
  });
  await eventually(() => expect(lines.join('')).toContain('worker_started'));
  stopping.abort();
  await running;
});

async function never(): Promise<never> {
  throw new Error('nobody orders anything here');
}

import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import postgres from 'postgres';
import { createApp } from '../../src/api/app.ts';
import { openIdentityProvider } from '../../src/api/identity-provider.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { createDossierReader } from '../../src/services/read-dossier.ts';
import { createServices } from '../../src/services/services.ts';
import { startClock } from '../../src/db/clock.ts';
import { readConfig } from '../../src/config/config.ts';
import { ensureGateway } from '../../src/db/gateways.ts';
import { openEventWriter } from '../../src/db/journal.ts';
import { startLineKeeper } from '../../src/db/line-keeper.ts';
import { findAgencyIn } from '../../src/domain/agency.ts';
import { isUnavailable, migrateDatabase, openDatabase } from '../../src/db/open.ts';
import { openLog, type Logger } from '../../src/lib/log.ts';
import { networksOf } from '../../src/lib/networks.ts';
import { openReceivers } from '../../src/sms/open-receivers.ts';
import { startOutbox } from '../../src/temporal/deliver.ts';
import { startReplies } from '../../src/temporal/order-reply.ts';
import { openTemporal } from '../../src/temporal/connect.ts';
import { KEYS, signatureOf, WEBHOOK_SECRETS } from './signature.ts';

/** Every field given, but for the code. */
export const FULL_REGISTRATION = {
  agency: 'default',
  procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
  phone: '0905123456',
  receivedAt: '2017-11-23T08:15:00+07:00',
  dueDate: '2017-11-27',
  step: 'Tiếp nhận',
};

/** A database of its own on the shared server, migrated. */
export async function freshDatabase(): Promise<string> {
  const admin = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} });
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  const database = openDatabase(url.href, { max: 1, name: 'test' });
  await ensureGateway(database, 'plain');
  await database.close();
  return url.href;
}

export type Answer = {
  readonly status: number;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- JSON of any form
  readonly headers: Headers;
};

/** The real API on the real database, asked without a socket. Temporal is by default nowhere, and then the journal answers. */
export async function openApi(
  settings: Readonly<Record<string, string>> = {},
  temporalAddress = NO_TEMPORAL,
  databaseUrl?: string,
  log: Logger = openLog('silent', 'test'),
) {
  const url = databaseUrl ?? (await freshDatabase());
  const config = readConfig(
    {
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: temporalAddress,
      API_KEYS: Object.entries(KEYS)
        .map(([role, key]) => `${role}:${role}:${key}`)
        .join(','),
      WEBHOOK_SECRET: WEBHOOK_SECRETS.join(','),
      ...settings,
    },
    'api',
  );
  const database = openDatabase(url, { max: 5, name: 'test' });
  if (url !== NO_DATABASE) for (const { settings: each } of config.sms.gateways) await ensureGateway(database, each.name);
  const temporal = openTemporal(config.temporal);
  const client = temporalAddress === NO_TEMPORAL ? temporal.queries : temporal.client; // to try again would only take time
  const metrics = createMetrics();
  const clock = await startClock(database, log);
  const outbox = startOutbox({ database, client, log });
  const lists = startLineKeeper({ database, log });
  const reader = createDossierReader({
    database,
    queries: temporal.queries,
    deadlineMs: config.inquiries.queryDeadlineMs,
    isPending: outbox.isPending,
    onRead: metrics.dossierRead,
  });
  const receivers = openReceivers(config.sms.gateways);
  const replies = startReplies({ database, client, log });
  const deps = {
    database,
    writeEvent: lists.noting(openEventWriter(database)),
    lists,
    temporal: client,
    deliver: outbox.deliver,
    reader,
    now: clock.now,
    policy: config.policy,
    agencies: Object.keys(config.agencies),
    findAgency: findAgencyIn(config.agencies),
    inquirySettings: config.inquiries,
    gateways: config.sms.gateways.map(({ settings }) => settings),
    receivers,
    orderReply: replies.order,
    log,
  };
  const services = createServices(deps);
  const stopping = new AbortController();
  const app = createApp({
    services,
    keys: config.api.keys,
    receivers,
    isTrustedProxy: networksOf(config.api.trustedProxies),
    sessionSecrets: config.sessionSecrets,
    provider: config.provider && openIdentityProvider(config.provider),
    temporalUi: config.temporalUi,
    agencies: Object.keys(config.agencies),
    findAgency: findAgencyIn(config.agencies),
    inquirySettings: config.inquiries,
    metrics,
    log,
    now: clock.now,
    isUnavailable,
    stopping: stopping.signal,
  });

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await app.request(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...init,
    });
    const text = await answer.text();
    return { status: answer.status, body: parsed(text), headers: answer.headers };
  };
  const as = (role: keyof typeof KEYS) => ({ authorization: `Bearer ${KEYS[role]}` });
  const signedCall = (path: string, payload: unknown, headers: Record<string, string> = {}) => {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return call('POST', path, body, { ...signatureOf(body), ...headers });
  };
  return {
    app,
    config,
    /** What the services work with, for a test that changes a part of it. */
    deps,
    database,
    databaseUrl: url,
    temporal,
    call,
    /** How many rows a table holds. */
    count: async (table: string) => (await database.sql<{ n: number }[]>`select count(*)::int as n from ${database.sql(table)}`)[0]?.n,
    get: (path: string, role: keyof typeof KEYS = 'clerk') => call('GET', path, undefined, as(role)),
    post: (path: string, body: unknown, role: keyof typeof KEYS = 'clerk') => call('POST', path, body, as(role)),
    register: (some: object) =>
      call('POST', '/v1/dossiers', { procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false }, ...some }, as('clerk')),
    event: (receiptCode: string, event: object) =>
      call('POST', `/v1/dossiers/${encodeURIComponent(receiptCode)}/events`, { eventId: randomUUID(), ...event }, as('clerk')),
    inquire: (text: string, some: { from?: string; id?: string } = {}) =>
      signedCall('/v1/gateways/plain/inquiries', {
        id: some.id ?? randomUUID(),
        from: some.from ?? '84912345678',
        to: '8083',
        text,
        at: new Date().toISOString(),
      }),
    receipt: (messageId: string, id: string | undefined, status: string) =>
      signedCall('/v1/gateways/plain/receipts', { messageId, ...(id === undefined ? {} : { id }), status, at: new Date().toISOString() }),
    signedCall,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all([outbox.stop(), replies.stop(), lists.stop()]);
      await clock.stop();
      await temporal.close();
      await (url === NO_DATABASE ? database.sql.end({ timeout: 0 }) : database.close());
    },
  };
}

/** Where nobody ever listens. */
const NO_TEMPORAL = '127.0.0.1:1';
export const NO_DATABASE = 'postgres://nobody@127.0.0.1:1/none';

export type Api = Awaited<ReturnType<typeof openApi>>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

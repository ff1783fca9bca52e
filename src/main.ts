import { setTimeout as sleep } from 'node:timers/promises';
import { createActivities } from './activities/index.ts';
import { runGatewayCommand } from './commands/gateway.ts';
import { runUserCommand } from './commands/user.ts';
import { createPace } from './activities/pace.ts';
import { createApp } from './api/app.ts';
import { openIdentityProvider } from './api/identity-provider.ts';
import { createMetrics } from './api/metrics.ts';
import { createDossierReader } from './services/read-dossier.ts';
import { reconcileCharges } from './services/reconcile-charges.ts';
import { recordSettings } from './services/record-settings.ts';
import { createServices } from './services/services.ts';
import { closeServer, openServer } from './api/server.ts';
import { startClock } from './db/clock.ts';
import { PROGRAMS, readConfig, type Config, type Program } from './config/config.ts';
import { ConfigError } from './config/faults.ts';
import { recordedSettings } from './config/recorded-settings.ts';
import { erasePersonalData } from './db/erasure.ts';
import { bookAbandoned } from './db/inquiries.ts';
import { ensureGateway } from './db/gateways.ts';
import { openEventWriter } from './db/journal.ts';
import { startLineKeeper } from './db/line-keeper.ts';
import { isUnavailable, migrateDatabase, openDatabase } from './db/open.ts';
import { endWithoutReceipt } from './db/receipts.ts';
import { findAgencyIn } from './domain/agency.ts';
import { openLog, type Logger } from './lib/log.ts';
import { networksOf } from './lib/networks.ts';
import { deleteEndedSessions } from './db/sessions.ts';
import { deleteForgottenFailures } from './db/sign-in-failures.ts';
import { startOutbox } from './temporal/deliver.ts';
import { startReplies } from './temporal/order-reply.ts';
import { repeat } from './lib/repeat.ts';
import { findDriver } from './sms/drivers.ts';
import { openReceivers } from './sms/open-receivers.ts';
import { audit, check, rebuild, reconcile, withDatabase } from './recovery/commands.ts';
import { migrateTemporal, openTemporal, type Temporal } from './temporal/connect.ts';
import { runWorkers } from './temporal/worker.ts';

const TIDY_EVERY_MS = 3_600_000;
/** How long `migrate` waits for its servers, milliseconds. */
const MIGRATE_PATIENCE_MS = 120_000;

/** SIGTERM or SIGINT, once. */
const stopping = new AbortController();

async function api(config: Config, log: Logger): Promise<void> {
  const database = openDatabase(config.databaseUrl, { max: 20, name: 'api' });
  const temporal = openTemporal(config.temporal);
  const clock = await startClock(database, log);
  const metrics = createMetrics();
  const deliveries = startOutbox({ database, client: temporal.client, log });
  const lists = startLineKeeper({ database, log });
  const reader = createDossierReader({
    database,
    queries: temporal.queries,
    deadlineMs: config.inquiries.queryDeadlineMs,
    isPending: deliveries.isPending,
    onRead: metrics.dossierRead,
  });
  const receivers = openReceivers(config.sms.gateways);
  const replies = startReplies({ database, client: temporal.client, log });
  const givingReceipts = [...receivers.values()].filter(({ capabilities }) => capabilities.receipts).map(({ name }) => name);
  const tidying = repeat(
    TIDY_EVERY_MS,
    async () => {
      await erasePersonalData(database, config.erasure);
      await bookAbandoned(database);
      await endWithoutReceipt(database, givingReceipts);
      await reconcileCharges({ database, now: clock.now, log });
      await deleteEndedSessions(database);
      await deleteForgottenFailures(database, clock.now());
    },
    (error) => log.warn({ err: error }, 'tidying_postponed'),
  );
  const services = createServices({
    database,
    writeEvent: lists.noting(openEventWriter(database)),
    lists,
    temporal: temporal.client,
    deliver: deliveries.deliver,
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
  });
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
  const server = openServer(app, config.api, log);
  server.on('listening', () => log.info({ address: server.address() }, 'api_started'));
  server.on('error', (error) => {
    log.fatal({ err: error, host: config.api.host, port: config.api.port }, 'api_cannot_listen');
    process.exitCode = 1;
    stopping.abort();
  });

  await untilServing(() => ensureGateway(database, ...gatewayNames(config)), 'gateways_not_known_yet', log);
  await untilServing(() => recordSettings({ database }, recordedSettings(process.env)), 'settings_not_recorded_yet', log);
  await stopped();
  await closeServer(server);
  await tidying.stop();
  await clock.stop();
  await Promise.all([deliveries.stop(), replies.stop(), lists.stop()]);
  await temporal.close();
  await database.close();
}

async function worker(config: Config, log: Logger): Promise<void> {
  const database = openDatabase(config.databaseUrl, { max: 10, name: 'worker' });
  const activities = createActivities({
    database,
    log,
    gateways: config.sms.gateways.map(({ preset, settings }) => ({
      sender: findDriver(preset).openSender(settings),
      settings,
      pace: createPace(settings.tps),
    })),
    uncertainAfterMs: config.sms.uncertainAfterMs,
    findAgency: findAgencyIn(config.agencies),
  });
  // Not one after the other: without PostgreSQL the workflows still answer inquiries (requirements §7.6).
  const known = untilServing(() => ensureGateway(database, ...gatewayNames(config)), 'gateways_not_known_yet', log);
  await Promise.all([known, runWorkers({ config, activities, log, stopping: stopping.signal })]);
  await database.close();
}

/** Does what PostgreSQL has to keep, and tries again while it is away. */
async function untilServing(work: () => Promise<void>, failed: string, log: Logger): Promise<void> {
  while (!stopping.signal.aborted) {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, failed);
      await sleep(1000, undefined, { signal: stopping.signal }).catch(() => {}); // rejects only when the process is to stop
    }
  }
}

/** The gateways that the settings name since `migrate` ran. */
function gatewayNames({ sms }: Config): readonly string[] {
  return sms.gateways.map(({ settings }) => settings.name);
}

async function migrate(config: Config, log: Logger): Promise<void> {
  const temporal = openTemporal(config.temporal);
  try {
    await untilServed(config, temporal, log);
  } finally {
    await temporal.close();
  }
  log.info('migrated');
}

/** @throws the last error when its servers do not answer in time */
async function untilServed(config: Config, temporal: Temporal, log: Logger): Promise<void> {
  const until = performance.now() + MIGRATE_PATIENCE_MS;
  for (;;) {
    try {
      await migrateDatabase(config.databaseUrl);
      await withDatabase(config, 1, (database) => ensureGateway(database, ...gatewayNames(config)));
      await temporal.client.withDeadline(Date.now() + 10_000, () => migrateTemporal(temporal, config.temporal.namespace, config.agencies));
      return;
    } catch (error) {
      if (performance.now() > until || stopping.signal.aborted) throw error;
      log.warn({ err: error }, 'migration_waits');
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.signal.aborted) resolve();
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Exits with 1 when all is not well. */
function asked(task: (config: Config, log: Logger, args: readonly string[]) => Promise<boolean>): Run {
  return async (config, log, args) => {
    if (!(await task(config, log, args))) process.exitCode = 1;
  };
}

type Run = (config: Config, log: Logger, args: readonly string[]) => Promise<void>;

const programs: Record<Program, Run> = {
  api,
  worker,
  migrate,
  audit: asked(audit),
  check: asked(check),
  reconcile: asked(reconcile),
  rebuild: asked(rebuild),
};

async function main(name: string | undefined, args: readonly string[]): Promise<void> {
  if (name === 'gateway') return void (process.exitCode = await runGatewayCommand(args, process.env));
  if (name === 'user') return void (process.exitCode = await runUserCommand(args, process.env));
  const program = PROGRAMS.find((each) => each === name);
  if (!program)
    throw new ConfigError([{ place: 'program', message: `expected one of ${PROGRAMS.join(', ')}, gateway, user, came ${name ?? 'none'}` }]);
  const config = readConfig(process.env, program);
  const log = openLog(config.logLevel, program);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
  await programs[program](config, log, args).catch((error: unknown) => {
    log.fatal({ err: error }, `${program}_failed`);
    process.exitCode = 1;
  });
}

await main(process.argv[2], process.argv.slice(3)).catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});

import { createActivities } from './activities/index.ts';
import { createPace } from './activities/pace.ts';
import { createApp } from './api/app.ts';
import { createMetrics } from './api/metrics.ts';
import { createDossierReader } from './services/read-dossier.ts';
import { createServices } from './services/services.ts';
import { closeServer, openServer } from './api/server.ts';
import { startClock } from './db/clock.ts';
import { ConfigError, PROGRAMS, readConfig, type Config, type Program } from './config/config.ts';
import { erasePersonalData } from './db/erasure.ts';
import { bookAbandoned } from './db/inquiries.ts';
import { ensureGateway } from './db/gateways.ts';
import { openEventWriter } from './db/journal.ts';
import { isUnavailable, migrateDatabase, openDatabase } from './db/open.ts';
import { agencyNameIn } from './domain/texts.ts';
import { openLog, type Logger } from './lib/log.ts';
import { startOutbox } from './temporal/deliver.ts';
import { repeat } from './lib/repeat.ts';
import { openGateway } from './sms/open.ts';
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
  const reader = createDossierReader({
    database,
    queries: temporal.queries,
    deadlineMs: config.inquiries.queryDeadlineMs,
    isPending: deliveries.isPending,
    onRead: metrics.dossierRead,
  });
  const tidying = repeat(
    TIDY_EVERY_MS,
    async () => {
      await erasePersonalData(database, config.erasure);
      await bookAbandoned(database);
    },
    (error) => log.warn({ err: error }, 'tidying_postponed'),
  );
  const services = createServices({
    database,
    writeEvent: openEventWriter(database),
    temporal: temporal.client,
    deliver: deliveries.deliver,
    reader,
    now: clock.now,
    policy: config.policy,
    agencies: Object.keys(config.agencies),
    inquirySettings: config.inquiries,
    gateway: config.sms.gateway,
    log,
  });
  const { keys, webhookSecrets } = config.api;
  const app = createApp({ services, keys, webhookSecrets, metrics, log, now: clock.now, isUnavailable });
  const server = openServer(app, config.api, log);
  server.on('listening', () => log.info({ address: server.address() }, 'api_started'));
  server.on('error', (error) => {
    log.fatal({ err: error, host: config.api.host, port: config.api.port }, 'api_cannot_listen');
    process.exitCode = 1;
    stopping.abort();
  });

  await stopped();
  await closeServer(server);
  await tidying.stop();
  await clock.stop();
  await deliveries.stop();
  await temporal.close();
  await database.close();
}

async function worker(config: Config, log: Logger): Promise<void> {
  const database = openDatabase(config.databaseUrl, { max: 10, name: 'worker' });
  const { sms } = config;
  if (sms.link === null) throw new ConfigError('  SMS_GATEWAY_URL: the worker needs it');
  const activities = createActivities({
    database,
    log,
    gateway: openGateway(sms.gateway, sms.link),
    pace: createPace(sms.tps),
    uncertainAfterMs: sms.uncertainAfterMs,
    encoding: sms.encoding,
    agencyName: agencyNameIn(config.agencies),
  });
  await runWorkers({ config, activities, log, stopping: stopping.signal });
  await database.close();
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
      await withDatabase(config, 1, (database) => ensureGateway(database, config.sms.gateway));
      await temporal.client.withDeadline(Date.now() + 10_000, () => migrateTemporal(temporal, config.temporal.namespace));
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
  const program = PROGRAMS.find((each) => each === name);
  if (!program) throw new ConfigError(`  program: expected one of ${PROGRAMS.join(', ')}, came ${name ?? 'none'}`);
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

/**
 * A `worker` whose gateways do not deduplicate, like those of many carriers (requirements §5.6); everything else is the product's. The driver
 * of the settings is used without its promise to deduplicate.
 */
import { createActivities } from '../../src/activities/index.ts';
import { createPace } from '../../src/activities/pace.ts';
import { readConfig, type Config } from '../../src/config/config.ts';
import { openDatabase } from '../../src/db/open.ts';
import { findAgencyIn } from '../../src/domain/agency.ts';
import { openLog } from '../../src/lib/log.ts';
import { findDriver } from '../../src/sms/drivers.ts';
import { runWorkers } from '../../src/temporal/worker.ts';

const config = readConfig(process.env, 'worker');
const log = openLog(config.logLevel, 'worker');
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
const database = openDatabase(config.databaseUrl, { max: 10, name: 'worker' });
const activities = createActivities({
  database,
  log,
  gateways: config.sms.gateways.map(blindLink),
  uncertainAfterMs: config.sms.uncertainAfterMs,
  findAgency: findAgencyIn(config.agencies),
});
await runWorkers({ config, activities, log, stopping: stopping.signal });
await database.close();

function blindLink({ preset, settings }: Config['sms']['gateways'][number]) {
  const sender = findDriver(preset).openSender(settings);
  const capabilities = { ...sender.capabilities, deduplicates: false };
  return { sender: { ...sender, capabilities }, settings, pace: createPace(settings.tps) };
}

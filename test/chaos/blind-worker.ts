/**
 * A `worker` whose gateway does not deduplicate, like those of many carriers (requirements §5.6); everything else is the product's. The
 * product has no such driver yet, so this one takes its place: the driver `plain` without its promise to deduplicate.
 */
import { createActivities } from '../../src/activities/index.ts';
import { createPace } from '../../src/activities/pace.ts';
import { readConfig } from '../../src/config/config.ts';
import { openDatabase } from '../../src/db/open.ts';
import { openLog } from '../../src/lib/log.ts';
import { plainGateway } from '../../src/sms/plain.ts';
import { runWorkers } from '../../src/temporal/worker.ts';

const config = readConfig(process.env, 'worker');
const { link } = config.sms;
if (link === null) throw new Error('SMS_GATEWAY_URL is missing');
const log = openLog(config.logLevel, 'worker');
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
const database = openDatabase(config.databaseUrl, { max: 10, name: 'worker' });
const activities = createActivities({
  database,
  log,
  gateway: { ...plainGateway(link), deduplicates: false },
  pace: createPace(config.sms.tps),
  uncertainAfterMs: config.sms.uncertainAfterMs,
  encoding: config.sms.encoding,
  agencyName: (agency) => config.agencies[agency] ?? agency,
});
await runWorkers({ config, activities, log, stopping: stopping.signal });
await database.close();

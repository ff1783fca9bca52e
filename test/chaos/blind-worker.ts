/**
 * A `worker` whose gateway is one that does not deduplicate, as many carriers' are: all else is the product's (requirements 5.6). There is no
 * such driver in the product yet, so this stands in for one: the driver `plain` with its promise taken away.
 */
import { createActivities } from '../../src/activities/index.ts';
import { linkPace } from '../../src/activities/pace.ts';
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
  pace: linkPace(config.sms.tps),
  uncertainAfterMs: config.sms.uncertainAfterMs,
  encoding: config.sms.encoding,
  agencyName: (agency) => config.agencies[agency] ?? agency,
});
await runWorkers({ config, activities, log, stopping: stopping.signal });
await database.close();

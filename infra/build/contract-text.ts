import { createApp } from '../../src/api/app.ts';
import { contractOf } from '../../src/api/docs.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { readConfig } from '../../src/config/config.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import { openDatabase } from '../../src/db/open.ts';
import { openLog } from '../../src/lib/log.ts';
import { openTemporal } from '../../src/temporal/connect.ts';

/** `/openapi.json` as text. Nothing is connected: every connection here is lazy, and no route is called. */
export async function contractText(): Promise<string> {
  const nowhere = 'postgres://nobody@127.0.0.1:1/none';
  const config = readConfig({ DATABASE_URL: nowhere, API_KEYS: 'a:clerk:0123456789abcdef', WEBHOOK_SECRET: '0123456789abcdef' }, 'api');
  const database = openDatabase(nowhere, { max: 1, name: 'contract' });
  const temporal = openTemporal(config.temporal);
  const unread = {
    byKey: () => Promise.resolve(null),
    byWorkflowAlone: () => Promise.resolve(null),
    byHead: () => Promise.reject(new Error('no route is called')),
    askAhead: () => {
      throw new Error('no route is called');
    },
  };
  const app = createApp({
    config,
    database,
    temporal: temporal.client,
    reader: unread,
    deliveries: { deliver: () => {}, isPending: () => false },
    metrics: createMetrics(),
    log: openLog('silent', 'contract'),
    now: () => instantAt(0),
  });
  await Promise.all([database.close(), temporal.close()]);
  return `${JSON.stringify(contractOf(app), null, 2)}\n`;
}

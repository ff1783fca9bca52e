import { createApp } from '../../src/api/app.ts';
import { describeApi } from '../../src/api/describe-api.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { openEventWriter } from '../../src/db/journal.ts';
import { isUnavailable, openDatabase } from '../../src/db/open.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import { openLog } from '../../src/lib/log.ts';
import { createDossierReader } from '../../src/services/read-dossier.ts';
import { createServices } from '../../src/services/services.ts';
import { openTemporal } from '../../src/temporal/connect.ts';

/** `/openapi.json` as text. Nothing is connected: every connection here is lazy, and no route is called. */
export async function contractText(): Promise<string> {
  const database = openDatabase('postgres://nobody@127.0.0.1:1/none', { max: 1, name: 'contract' });
  const temporal = openTemporal({ address: '127.0.0.1:1', namespace: 'default', tls: undefined, apiKey: undefined });
  const common = { log: openLog('silent', 'contract'), now: () => instantAt(0) };
  const services = createServices({
    ...common,
    database,
    writeEvent: openEventWriter(database),
    temporal: temporal.client,
    lists: { note: () => {}, catchUp: async () => {} },
    deliver: () => {},
    reader: createDossierReader({ database, queries: temporal.queries, deadlineMs: 0, isPending: () => false, onRead: () => {} }),
    policy: { apologySecond: 0, apologySpreadMs: 0, supplementStopsClock: true },
    agencies: [],
    findAgency: () => null,
    inquirySettings: { keyword: '', shortCode: '', ownNumbers: [], limit: null, unknownCodeLimit: null },
    receivers: new Map(),
    orderReply: () => {},
    gateways: [],
  });
  const app = createApp({
    ...common,
    services,
    keys: [],
    receivers: new Map(),
    isTrustedProxy: () => false,
    sessionSecrets: [],
    provider: null,
    agencies: [],
    findAgency: () => null,
    inquirySettings: { keyword: '', shortCode: '' },
    temporalUi: null,
    metrics: createMetrics(),
    isUnavailable,
    stopping: new AbortController().signal,
  });
  await Promise.all([database.close(), temporal.close()]);
  return `${JSON.stringify(describeApi(app), null, 2)}\n`;
}

import path from 'node:path';
import { createChild } from '../../../infra/stack/child.ts';
import { eventually } from '../../../infra/stack/eventually.ts';
import { findPort } from '../../../infra/stack/ports.ts';
import { isOk } from '../../../infra/stack/programs.ts';
import { readConfig } from '../../../src/config/config.ts';
import { ensureGateway } from '../../../src/db/gateways.ts';
import { recordNotSent } from '../../../src/db/notices.ts';
import { migrateDatabase, openDatabase } from '../../../src/db/open.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import { readReceiptCode } from '../../../src/domain/receipt-code.ts';
import { migrateTemporal, openTemporal } from '../../../src/temporal/connect.ts';
import { freshNamespace } from '../../support/namespace.ts';
import { KEYS, WEBHOOK_SECRETS } from '../../support/signature.ts';
import { CODES } from './requests.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');

/** Starts the real `api` on an empty database and a new namespace, with a few dossiers and a notice that may be sent again. */
export async function openTarget({
  databaseUrl,
  temporalAddress,
  logDir,
}: {
  databaseUrl: string;
  temporalAddress: string;
  logDir: string;
}) {
  const port = await findPort('the api', 0, console.log);
  const env = {
    PATH: process.env.PATH,
    TZ: 'UTC',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: await freshNamespace(temporalAddress, 'fuzz'),
    API_KEYS: Object.entries(KEYS)
      .map(([role, key]) => `${role}:${role}:${key}`)
      .join(','),
    WEBHOOK_SECRET: WEBHOOK_SECRETS.join(','),
    HOST: '127.0.0.1',
    PORT: String(port),
  };
  await migrate(env);
  const api = createChild({
    name: 'api',
    command: process.execPath,
    args: ['--import', 'tsx', path.join(ROOT, 'src', 'main.ts'), 'api'],
    cwd: ROOT,
    env,
    logFile: path.join(logDir, 'fuzzed-api.log'),
    ready: () => isOk(`http://127.0.0.1:${port}/readyz`),
  });
  await api.start();
  await seed(port, databaseUrl);
  return { api, port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void (await api.stop()) };
}

async function migrate(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const config = readConfig(env, 'migrate');
  await migrateDatabase(config.databaseUrl);
  const database = openDatabase(config.databaseUrl, { max: 1, name: 'fuzz' });
  await ensureGateway(database, 'plain');
  await database.close();
  const temporal = openTemporal(config.temporal);
  const isMigrated = () =>
    migrateTemporal(temporal, config.temporal.namespace).then(
      () => true,
      () => false,
    );
  await eventually('the new namespace', isMigrated);
  await temporal.close();
}

async function seed(port: number, databaseUrl: string): Promise<void> {
  for (const receiptCode of CODES) {
    const body = JSON.stringify({ receiptCode, phone: '0905123456', procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false } });
    const headers = { authorization: `Bearer ${KEYS.clerk}`, 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/dossiers`, { method: 'POST', headers, body });
    if (answer.status !== 201) throw new Error(`${receiptCode}: expected 201, came ${answer.status} ${await answer.text()}`);
  }
  const database = openDatabase(databaseUrl, { max: 1, name: 'fuzz' });
  const at = instantAt(Date.now());
  for (const code of CODES) {
    const receiptCode = readReceiptCode(code);
    if (!receiptCode) throw new Error(`${code} is no receipt code`);
    const entry = {
      receiptCode,
      notice: { kind: 'result', round: 1 },
      text: 'TB',
      segments: 1,
      encoding: 'unicode',
      cost: null,
      decidedAt: at,
      dueAt: at,
    } as const;
    await recordNotSent(database, entry, 'permanent_failure', 'refused');
  }
  await database.close();
}

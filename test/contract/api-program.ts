import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { findPort } from '../../infra/stack/ports.ts';
import { createApi, migrate } from '../../infra/stack/programs.ts';
import { freshDatabase } from '../support/api.ts';
import { freshNamespace } from '../support/namespace.ts';
import { KEYS } from '../support/signature.ts';

/** As Standard Webhooks writes a secret, and as `npm start` makes one. */
export const BASE64_SECRET = `whsec_${Buffer.from('twenty-four secret bytes').toString('base64')}`;
export const TEXT_SECRET = 'webhook-secret-0123456789';

export type ApiProgram = { readonly url: string; readonly close: () => Promise<void> };

/** The built `api` as others reach it: over HTTP, with a key for each role. No worker runs, so the journal answers. */
export async function startApiProgram(): Promise<ApiProgram> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'contract-test-'));
  const [databaseUrl, namespace] = await Promise.all([freshDatabase(), freshNamespace(inject('temporalAddress'), 'contract')]);
  const env = {
    TZ: 'UTC',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    API_KEYS: Object.entries(KEYS)
      .map(([role, key]) => `${role}:${role}:${key}`)
      .join(','),
    WEBHOOK_SECRET: `${BASE64_SECRET},${TEXT_SECRET}`,
    QUERY_DEADLINE_MS: '10',
  };
  await migrate({ env, logDir: folder });
  const port = await findPort('api', 0, console.log);
  const api = createApi('api', port, { env, logDir: folder });
  await api.start();
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await api.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { findPort } from '../../../infra/stack/ports.ts';
import { createApi, migrate } from '../../../infra/stack/programs.ts';
import { freshDatabase } from '../../support/api.ts';
import { freshNamespace } from '../../support/namespace.ts';
import { KEYS, WEBHOOK_SECRETS } from '../../support/signature.ts';
import { openProxy } from './caddy.ts';
import { createSender } from './senders.ts';

/** Two built `api` behind one Caddy, and behind another one an api that never answers. */
export async function openProxiedApis() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proxy-test-'));
  const silent = await openSilentApi();
  const silentProxy = await openProxy('silent-proxy', [silent.port, silent.port], folder);
  const [databaseUrl, namespace] = await Promise.all([freshDatabase(), freshNamespace(inject('temporalAddress'), 'proxy')]);
  const env = {
    TZ: 'UTC',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    API_KEYS: `clerk:clerk:${KEYS.clerk}`,
    WEBHOOK_SECRET: WEBHOOK_SECRETS[0],
  };
  await migrate({ env, logDir: folder });
  const ports = [await findPort('api', 0, console.log), await findPort('api', 0, console.log)] as const;
  const apis = ports.map((port, n) => createApi(`api-${n + 1}`, port, { env, logDir: folder }));
  await Promise.all(apis.map((api) => api.start()));
  const proxy = await openProxy('proxy', ports, folder);
  const sender = createSender(proxy);
  return {
    apis,
    proxy,
    sender,
    silentProxy,
    async close() {
      sender.close();
      await Promise.all([proxy.caddy.stop(), silentProxy.caddy.stop(), ...apis.map((api) => api.kill())]);
      silent.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ready, and never answers anything else. */
async function openSilentApi() {
  const server = createServer((request, response) => {
    if (request.url === '/readyz') response.end('{}');
    else request.resume();
  });
  const port = await findPort('silent api', 0, console.log);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { port, close: () => (server.closeAllConnections(), server.close()) };
}

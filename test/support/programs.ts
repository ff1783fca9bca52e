import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { findPort } from '../../infra/stack/ports.ts';
import { createApi, migrate, createWorker } from '../../infra/stack/programs.ts';
import { openDatabase } from '../../src/db/open.ts';
import { freshDatabase } from './api.ts';
import { freshNamespace } from './namespace.ts';
import { join } from './joined.ts';

const KEY = 'clerk-key-0123456789';

/** A migrated database and a namespace behind two closed doors, a gateway, and the programs that look for them. */
export async function openEmptyWorld() {
  const logDir = mkdtempSync(path.join(os.tmpdir(), 'worker-test-'));
  const [databaseUrl, namespace, gateway] = await Promise.all([
    freshDatabase(),
    freshNamespace(inject('temporalAddress'), 'programs'),
    openGateway(),
  ]);
  const port = (what: string) => findPort(what, 0, console.log);
  const [apiPort, postgresPort, temporalPort] = [await port('api'), await port('PostgreSQL'), await port('Temporal')];
  const env = {
    TZ: 'UTC',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    API_KEYS: `clerk:clerk:${KEY}`,
    WEBHOOK_SECRET: 'webhook-secret-0123456789',
    SMS_GATEWAY_URL: gateway.url,
    QUERY_DEADLINE_MS: '1000',
  };
  await migrate({ env, logDir });
  const behindDoors = new URL(databaseUrl);
  behindDoors.host = `127.0.0.1:${postgresPort}`;
  const programs = { logDir, env: { ...env, DATABASE_URL: behindDoors.href, TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}` } };
  const api = createApi('api', apiPort, programs);
  const worker = createWorker('worker', programs);
  const database = openDatabase(databaseUrl, { max: 3, name: 'test' });
  const doors: { close: () => void }[] = [];
  const open = async (at: number, to: string) => void doors.push(await openDoor(at, to));

  const call = async (place: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${apiPort}${place}`, { ...init, headers });
    return { status: answer.status, body: await answer.json() };
  };
  const closeServers = () => doors.splice(0).forEach((door) => door.close());
  return {
    api,
    worker,
    gateway,
    database,
    openPostgres: () => open(postgresPort, new URL(databaseUrl).host),
    openTemporal: () => open(temporalPort, inject('temporalAddress')),
    closeServers,
    get: (place: string) => call(place),
    register: (receiptCode: string, some: object = {}) =>
      call('/v1/dossiers', {
        method: 'POST',
        body: JSON.stringify({ receiptCode, procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false }, ...some }),
      }),
    async close() {
      await Promise.all([api.kill(), worker.kill()]);
      closeServers();
      gateway.close();
      await database.close();
      rmSync(logDir, { recursive: true });
    },
  };
}

/** A port that leads to a server, for as long as it is open. */
async function openDoor(port: number, to: string): Promise<{ readonly close: () => void }> {
  const { hostname, port: toPort } = new URL(`tcp://${to}`);
  const sockets = new Set<Socket>();
  const door = createServer((inside) => {
    const outside = connect(Number(toPort), hostname);
    join(inside, outside, sockets);
  });
  await new Promise<void>((resolve) => door.listen(port, '127.0.0.1', resolve));
  return {
    close() {
      door.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function openGateway() {
  let [asked, delayMs] = [0, 0];
  const server = createHttpServer((request, response) => {
    asked += 1;
    request.resume();
    setTimeout(() => response.end(JSON.stringify({ messageId: `m-${asked}` })), delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/send`,
    asked: () => asked,
    answerAfter: (ms: number) => void (delayMs = ms),
    close: () => (server.closeAllConnections(), server.close()),
  };
}

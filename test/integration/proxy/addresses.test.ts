import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPort } from '../../../infra/stack/ports.ts';
import { eventually } from '../../support/eventually.ts';
import { CADDY_WITHIN_MS, canRunCaddy, openProxy, type Proxy } from './caddy.ts';

const hasCaddy = canRunCaddy();
const WITHOUT = hasCaddy ? '' : ' (Caddy is not in the cache, and no Go is there to build it: https://go.dev/dl)';
const SECRET = 'secret-of-a-gateway-0001';

describe.skipIf(!hasCaddy)(`behind the Caddy of production${WITHOUT}`, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proxy-addresses-'));
  const heard: IncomingHttpHeaders[] = [];
  /** Takes every call, and hangs up on those to `/lost`. */
  const api = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith('/lost')) return void incoming.socket.destroy();
    if (incoming.url !== '/readyz') heard.push(incoming.headers);
    outgoing.end('{}');
  });
  let proxy: Proxy;
  beforeAll(async () => {
    const port = await findPort('api', 0, console.log);
    api.listen(port, '127.0.0.1');
    await once(api, 'listening');
    proxy = await openProxy('proxy', [port, port], folder);
    await eventually(async () => {
      if ((await call('/v1/notices')) !== 200) throw new Error('Caddy does not answer yet');
    });
  }, CADDY_WITHIN_MS);
  afterAll(async () => {
    await proxy?.caddy.stop();
    api.closeAllConnections();
    api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('contract §4: the api is told the address that called, and nothing of what the caller says of it', async () => {
    heard.length = 0;
    expect(await call('/v1/gateways/a/receipts', { 'x-forwarded-for': '203.0.113.7, 198.51.100.1' })).toBe(200);
    expect(heard.map((headers) => headers['x-forwarded-for'])).toEqual(['127.0.0.1']);
  });

  test('no secret in an address is in its log, not even of a request that failed', async () => {
    expect(await call(`/lost?secret=${SECRET}&from=84912345678`)).toBe(502);
    const log = () => readFileSync(path.join(folder, 'proxy.log'), 'utf8');
    await eventually(() => expect(log()).toContain('/lost'));
    expect(log()).not.toContain(SECRET);
    expect(log()).not.toContain('84912345678');
  });

  async function call(address: string, headers: Record<string, string> = {}): Promise<number | undefined> {
    const host = `localhost:${proxy.port}`;
    const to = { host: '127.0.0.1', port: proxy.port, servername: 'localhost', ca: proxy.ca, agent: false } as const;
    const sent = request({ ...to, path: address, headers: { host, ...headers } }).end();
    const [answer] = await once(sent, 'response');
    answer.resume();
    return answer.statusCode;
  }
});

import { expect, test } from 'vitest';
import { Hono } from 'hono';
import type { AppEnv } from '../../../src/api/app-env.ts';
import { callerAddress } from '../../../src/api/caller-address.ts';
import { networksOf } from '../../../src/lib/networks.ts';

const PROXIES = networksOf(['127.0.0.0/8', '::1', '10.1.0.0/16']);
const CLIENT = '203.0.113.7';

const app = new Hono<AppEnv>();
app.get('/', (c) => c.json({ address: callerAddress(c, PROXIES) }));

async function addressOf(peer: string | undefined, forwarded?: string): Promise<unknown> {
  const incoming = { socket: { remoteAddress: peer } };
  const answer = await app.request('/', { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }, { incoming });
  return answer.json();
}

test.each<[string, string | undefined, string | undefined, string | null]>([
  ['of a call without a proxy is the peer', CLIENT, undefined, CLIENT],
  ['of a call through a proxy is the one that the proxy wrote', '10.1.2.3', CLIENT, CLIENT],
  ['is the last one: what stands before it the caller may have written', '127.0.0.1', `192.0.2.1, ${CLIENT}`, CLIENT],
  ['is the peer when the peer is no proxy of ours, whatever it says', CLIENT, '192.0.2.1', CLIENT],
  ['of a program on the machine of the proxy is its own', '::1', undefined, '::1'],
  ['of IPv4 over IPv6 is that of IPv4', '::ffff:10.1.2.3', ` ${CLIENT} `, CLIENT],
  ['is unknown when the proxy wrote none', '127.0.0.1', 'unknown', null],
  ['is unknown when the proxy wrote nothing', '127.0.0.1', '', null],
  ['is unknown without a connection', undefined, CLIENT, null],
])('contract §4: the address %s', async (_what, peer, forwarded, address) => {
  expect(await addressOf(peer, forwarded)).toEqual({ address });
});

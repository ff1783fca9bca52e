import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { isEncrypted } from '../../../src/api/is-encrypted.ts';
import type { AppEnv } from '../../../src/api/app-env.ts';
import { networksOf } from '../../../src/lib/networks.ts';

const PROXIES = networksOf(['10.1.0.0/16']);
const app = new Hono<AppEnv>();
app.get('/', (c) => c.json(isEncrypted(c, PROXIES)));

test.each([
  ['10.1.2.3', 'https', true],
  ['10.1.2.3', 'http, https', true],
  ['10.1.2.3', 'https, http', false],
  ['10.1.2.3', undefined, false],
  ['203.0.113.7', 'https', false],
  [undefined, 'https', false],
])('a call from %s with X-Forwarded-Proto %s came encrypted: %s', async (remoteAddress, proto, expected) => {
  const headers: Record<string, string> = proto === undefined ? {} : { 'x-forwarded-proto': proto };
  const answer = await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } });
  expect(await answer.json()).toBe(expected);
});

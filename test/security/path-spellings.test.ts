import { once } from 'node:events';
import { request, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeServer, openServer } from '../../src/api/server.ts';
import { openLog } from '../../src/lib/log.ts';
import { ROLES, type Role } from '../../src/domain/roles.ts';
import { openApi, type Api } from '../support/api.ts';
import { KEYS } from '../support/signature.ts';
import { readContract } from './fuzz/contract.ts';

const log = openLog('silent', 'test');
const guarded = readContract().operations.filter(({ roles, isWebhook }) => roles.length > 0 || isWebhook);
const CODE = '0101701234';

let api: Api;
let server: Server;
beforeAll(async () => {
  api = await openApi();
  await api.register({ receiptCode: CODE });
  server = openServer(api.app, { host: '127.0.0.1', port: 0 }, log);
  await once(server, 'listening');
});
afterAll(async () => {
  await closeServer(server, 0);
  await api[Symbol.asyncDispose]();
});

/** Other ways to write an address, each of which some server or proxy takes for the same. */
const SPELLINGS: Readonly<Record<string, (path: string) => string>> = {
  'as it is': (path) => path,
  'two slashes before': (path) => `/${path}`,
  'two slashes within': (path) => path.replace('/v1/', '/v1//'),
  'a slash behind': (path) => `${path}/`,
  capitals: (path) => path.toUpperCase(),
  'one capital': (path) => path.replace('/v1/', '/V1/'),
  'slashes encoded': (path) => `/${path.slice(1).replaceAll('/', '%2F')}`,
  'slashes encoded twice': (path) => `/${path.slice(1).replaceAll('/', '%252F')}`,
  'a slash encoded before': (path) => `/%2f${path.slice(1)}`,
  'letters encoded': (path) => path.replace('/v1/', '/%76%31/'),
  'letters encoded too long': (path) => path.replace('/v1/', '/%c1%b61/'),
  'a dot behind': (path) => `${path}.`,
  'an ending': (path) => `${path}.json`,
  'a parameter': (path) => `${path};x=1`,
  'a parameter within': (path) => path.replace('/v1/', '/v1;x/'),
  'a dot segment': (path) => path.replace('/v1/', '/v1/./'),
  'a dot segment encoded': (path) => path.replace('/v1/', '/v1/%2e/'),
  'up and down': (path) => path.replace('/v1/', '/v1/x/../'),
  'up and down encoded': (path) => path.replace('/v1/', '/v1/x/%2e%2e/'),
  'through a public one': (path) => `/healthz/..${path}`,
  'through a public one, encoded': (path) => `/docs/%2e%2e${path}`,
  'through a public one, slash encoded': (path) => `/docs/..%2f${path.slice(1)}`,
  'a backslash': (path) => path.replace('/v1/', '/v1\\'),
  'a backslash encoded': (path) => path.replace('/v1/', '/v1%5c'),
  'a space': (path) => `${path}%20`,
  'a tab': (path) => `${path}%09`,
  'a NUL': (path) => `${path}%00`,
  'a NUL and a public ending': (path) => `${path}%00/healthz`,
  'a line break': (path) => `${path}%0d%0a`,
  'broken encoding': (path) => `${path}%`,
  'a question mark encoded': (path) => `${path}%3f`,
  'a fragment': (path) => `${path}#x`,
  'a query': (path) => `${path}?access_token=${KEYS.operator}&_method=GET&role=operator`,
  'full width': (path) => path.replace('/v1/', '/%EF%BD%961/'),
  'the whole address': (path) => `http://127.0.0.1${path}`,
};

/** What a proxy may be told, and we are not: none of it opens a door. */
const HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'another method': { 'x-http-method-override': 'OPTIONS', 'x-http-method': 'OPTIONS', 'x-method-override': 'OPTIONS' },
  'another address': { 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz', 'x-forwarded-prefix': '/healthz' },
  'a user': { 'x-forwarded-user': 'operator', 'x-remote-user': 'operator', 'x-role': 'operator', 'x-authenticated-role': 'operator' },
  'from within': { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1;host=localhost', host: 'localhost' },
  'a key elsewhere': {
    'x-api-key': KEYS.operator,
    'proxy-authorization': `Bearer ${KEYS.operator}`,
    cookie: `authorization=Bearer ${KEYS.operator}`,
  },
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY', 'TRACE', 'LOCK'];

describe.each(guarded.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))('%s', (_name, operation) => {
  const { method, roles, isWebhook } = operation;
  const path = operation.path
    .replace('{code}', CODE)
    .replace('{key}', encodeURIComponent(`${CODE}/result/1`))
    .replace('{name}', 'plain');
  const wrong = ROLES.filter((role) => isWebhook || !roles.includes(role));

  test.each(Object.entries(SPELLINGS))('%s leads nobody past the door', async (_spelling, spell) => {
    expect([400, 401, 404]).toContain(await ask(method, spell(path)));
    for (const role of wrong) expect([400, 401, 403, 404]).toContain(await ask(method, spell(path), as(role)));
  });

  test.each(Object.entries(HEADERS))('nor do headers that speak of %s', async (_what, headers) => {
    expect(await ask(method, path, headers)).toBe(401);
  });

  test('nor does another method', async () => {
    const published = readContract().operations.filter((each) => each.path === operation.path);
    for (const other of METHODS) {
      const known = published.some((each) => each.method === (other === 'HEAD' ? 'GET' : other));
      expect([other, await ask(other, path)]).toEqual([other, known ? 401 : 405]);
      if (!known) for (const role of ROLES) expect([other, role, await ask(other, path, as(role))]).toEqual([other, role, 405]);
    }
  });

  test('nor does a second key: the first one is the caller', async () => {
    const [role = 'clerk'] = wrong;
    if (wrong.length === 0) return expect(isWebhook).toBe(false);
    const keys = [role, ...roles].map((each) => `Bearer ${KEYS[each as Role]}`);
    expect([401, 403]).toContain(await ask(method, path, { authorization: keys }));
    expect(await ask(method, path, { authorization: keys.join(', ') })).toBe(401);
  });
});

test('nothing was written by any of them', async () => {
  const counts = await Promise.all(['events', 'inquiries', 'receipts', 'gateway_shares'].map((table) => api.count(table)));
  expect(counts).toEqual([1, 0, 0, 0]);
});

const as = (role: Role) => ({ authorization: `Bearer ${KEYS[role]}` });

/** The address as it is written here, which `fetch` would set right first. @returns the status */
async function ask(method: string, path: string, headers: Readonly<Record<string, string | readonly string[]>> = {}): Promise<number> {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const body = method === 'POST' || method === 'PUT' ? '{}' : undefined;
  const json = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': '2' };
  const call = request({ host: '127.0.0.1', port, method, path, headers: { ...json, ...headers }, agent: false });
  call.end(body);
  const [answer] = await once(call, 'response');
  answer.resume();
  return answer.statusCode;
}

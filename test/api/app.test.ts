import { serve } from '@hono/node-server';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../support/api.ts';
import { KEYS } from '../support/signature.ts';

const authorization = `Bearer ${KEYS.clerk}`;
const contract: { paths: Record<string, { get?: { parameters: { in?: string; name: string; required: boolean }[] } }> } = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
);
const good = JSON.stringify({ receiptCode: '0101701234', procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false } });

let api: Api;
let server: ReturnType<typeof serve>;
let port = 0;
beforeAll(async () => {
  api = await openApi();
  server = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 }, (at) => (port = at.port));
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await api[Symbol.asyncDispose]();
});

describe('contract §2: a body that cannot be read is refused, and nothing is stored', () => {
  const json = { 'content-type': 'application/json' };
  test.each([
    ['no JSON', json, '{"receiptCode":', 400, 'malformed'],
    ['nothing', json, '', 400, 'malformed'],
    ['single quotes', json, "{'a':1}", 400, 'malformed'],
    ['two values', json, '{}{}', 400, 'malformed'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'receiptCode=0101701234', 400, 'malformed'],
    ['JSON called text', { 'content-type': 'text/plain' }, good, 400, 'malformed'],
    ['JSON called XML', { 'content-type': 'application/xml' }, good, 400, 'malformed'],
    ['JSON without a name', {}, good, 400, 'malformed'],
    ['a body of over 64 KiB', json, JSON.stringify({ receiptCode: 'x'.repeat(65_536) }), 413, 'too_large'],
    ['lists in lists', json, '['.repeat(30_000), 400, 'malformed'],
  ] as const)('%s', async (_what, headers, body, status, code) => {
    for (const framing of ['content-length', 'chunked'] as const) {
      const answer = await send('POST', '/v1/dossiers', { authorization, ...headers }, body, framing);
      expect({ framing, status: answer.status, code: answer.body.code }).toEqual({ framing, status, code });
    }
    expect(await api.count('dossiers')).toBe(0);
  });

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=UTF-8'])('%s is JSON', async (type) => {
    expect([200, 201]).toContain((await send('POST', '/v1/dossiers', { authorization, 'content-type': type }, good, 'chunked')).status);
  });

  test('a body of just 64 KiB is read', async () => {
    const body = good + ' '.repeat(65_536 - Buffer.byteLength(good));
    const answer = await send('POST', '/v1/dossiers', { authorization, 'content-type': 'application/json' }, body, 'content-length');
    expect([200, 201]).toContain(answer.status);
  });
});

describe('every answer', () => {
  test.each([
    ['GET', '/healthz', 200],
    ['GET', '/v1/notices', 401],
    ['POST', '/v1/dossiers', 401],
    ['GET', '/nowhere', 404],
    ['GET', '/docs', 200],
  ])('%s %s is guarded by its headers', async (method, path, status) => {
    const { headers, ...answer } = await send(method, path, {}, '', 'content-length');
    expect(answer.status).toBe(status);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': expect.stringMatching(/DENY|SAMEORIGIN/),
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'strict-transport-security': expect.any(String),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    if (status >= 400) expect(answer.body.requestId).toBe(headers['x-request-id']);
  });

  test.each([
    ['GET', '/khong-co'],
    ['GET', '/v1'],
    ['GET', '/v2/dossiers'],
    ['GET', '/v1/dossiers/'],
    ['GET', '/V1/notices'],
    ['POST', '/v1/gateways/esms/inquiries'],
    ['GET', '/docs/..%2f..%2fpackage.json'],
    ['GET', '/.env'],
  ])('%s %s is no route, and says so as a problem', async (method, path) => {
    const answer = await send(method, path, { authorization }, '', 'content-length');
    expect(answer).toMatchObject({
      status: 404,
      body: { code: 'not_found', status: 404 },
      headers: { 'content-type': 'application/problem+json' },
    });
  });

  test.each([
    ['PUT', '/v1/dossiers', 'GET, HEAD, POST'],
    ['OPTIONS', '/v1/dossiers', 'GET, HEAD, POST'],
    ['DELETE', '/v1/dossiers/0101701234', 'GET, HEAD'],
    ['PATCH', '/v1/dossiers/0101701234', 'GET, HEAD'],
    ['POST', '/v1/dossiers/0101701234', 'GET, HEAD'],
    ['GET', '/v1/dossiers/0101701234/events', 'POST'],
    ['GET', '/v1/gateways/plain/inquiries', 'POST'],
    ['POST', '/v1/gateways/plain/share', 'PUT'],
    ['PUT', '/v1/gateways', 'GET, HEAD'],
    ['PUT', '/v1/notices/0101701234%2Fresult%2F1/resend', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['POST', '/metrics', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['TRACE', '/docs/init.js', 'GET, HEAD'],
  ])('contract §2: %s %s is a wrong method, and Allow says which are right', async (method, path, allow) => {
    const answer = await send(method, path, { authorization }, '', 'content-length');
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' }, headers: { allow } });
  });

  test.each([
    ['/v1/notices', /^Bearer realm="/],
    ['/v1/gateways/plain/receipts', /^StandardWebhooks realm="/],
  ])('contract §2: a 401 of %s says how to identify oneself', async (path, challenge) => {
    const answer = await send(path.includes('gateways') ? 'POST' : 'GET', path, {}, '', 'content-length');
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, expect.stringMatching(challenge)]);
  });

  test.each(['7', 'a-b_c.d:1', '7f0e0d4c-8f5e-4f3b-9d52-0a6f4f6b2c11', 'x'.repeat(128), '{"a":1}'])(
    'contract §2: the caller names its request %s, and the answer has that name',
    async (id) => {
      const answer = await send('GET', '/nowhere', { 'x-request-id': id }, '', 'content-length');
      expect([answer.headers['x-request-id'], answer.body.requestId]).toEqual([id, id]);
    },
  );

  test.each(['', 'a b', 'x'.repeat(129), 'M\u00e3', 'a\tb', '0905123456', '+84.905.123.456'])(
    'a name that is no use, %j, is replaced',
    async (id) => {
      const answer = await send('GET', '/nowhere', { 'x-request-id': id }, '', 'content-length');
      expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers['x-request-id']).toBe(answer.body.requestId);
    },
  );
});

describe('contract §2: a blank query parameter counts as absent', () => {
  const lists = Object.entries(contract.paths).flatMap(([path, { get }]) =>
    (get?.parameters ?? []).filter((each) => each.in === 'query').map(({ name, required }) => ({ path, name, required })),
  );

  test.each(lists)('$name of $path', async ({ path, name, required }) => {
    expect(required).toBe(false);
    const key = path === '/v1/inquiries' ? KEYS.operator : KEYS.clerk;
    const ask = (query: string) => send('GET', `${path}${query}`, { authorization: `Bearer ${key}` }, '', 'content-length');
    const [without, blank, space] = await Promise.all([ask(''), ask(`?${name}=`), ask(`?${name}=%20`)]);
    for (const answer of [blank, space]) expect([answer.status, answer.body.code]).toEqual([without.status, without.body.code]);
    expect(without.status).not.toBe(422);
  });
});

type Framing = 'content-length' | 'chunked';

async function send(method: string, path: string, headers: Record<string, string>, body: string, framing: Framing) {
  const length = framing === 'chunked' ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(Buffer.byteLength(body)) };
  const call = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, ...length } });
  call.on('error', () => {}); // the server may answer and hang up before all is sent
  call.end(body);
  const [answer] = await once(call, 'response');
  const text = Buffer.concat(await answer.toArray()).toString();
  return { status: Number(answer.statusCode), headers: answer.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

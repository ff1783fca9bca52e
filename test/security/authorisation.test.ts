import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '../../src/domain/roles.ts';
import { openApi, type Api } from '../support/api.ts';
import { PUBLISHED_ROUTES } from '../support/published-routes.ts';
import { KEYS } from '../support/signature.ts';

const routes = PUBLISHED_ROUTES.map(({ method, path, operation }) => ({
  method,
  path: path.replace('{name}', 'plain').replaceAll(/\{\w+\}/g, 'KHONG-CO-1'),
  operation,
}));
const staff = routes.filter(({ operation }) => operation['x-roles']);
const webhooks = routes.filter(({ operation }) => operation.security?.some((each) => 'webhook' in each));

/** What anybody may ask: nothing in it is about a dossier. */
const PUBLIC = ['GET /healthz', 'GET /readyz'];
const UNPUBLISHED = [
  'GET /', // how to turn the console on; with it on, test/security/pages.test.ts asks every page
  'GET /metrics',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/init.js',
  'GET /docs/swagger-ui-bundle.js',
  'GET /docs/swagger-ui.css',
];

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const ask = (method: string, path: string, authorization?: string) =>
  api.call(method, path, method === 'GET' ? undefined : {}, authorization === undefined ? {} : { authorization });

describe('every route asks for a role', () => {
  test('or for a signature, or is on the short list', () => {
    const open = routes
      .filter((route) => !staff.includes(route) && !webhooks.includes(route))
      .map(({ method, path }) => `${method} ${path}`);
    expect(open.toSorted()).toEqual(PUBLIC);
    expect(staff.length).toBeGreaterThan(10);
    expect(webhooks).toHaveLength(2);
  });

  test('and each that is served is published, or is on the short list', () => {
    const served = api.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(':name', 'plain').replaceAll(/:\w+/g, 'KHONG-CO-1')}`);
    const published = routes.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(served)].filter((each) => !published.includes(each)).toSorted()).toEqual(UNPUBLISHED.toSorted());
  });

  test('and each published role is one that exists', () => {
    for (const { operation } of staff) for (const role of operation['x-roles'] ?? []) expect(ROLES).toContain(role);
  });

  describe.each(staff.map(({ method, path, operation }) => [method, path, operation['x-roles'] ?? []] as const))(
    '%s %s',
    (method, path, roles) => {
      test.each([
        ['no key', undefined],
        ['a wrong key', 'Bearer wrong-key-0123456789'],
        ['no secret', 'Bearer'],
        ['an empty secret', 'Bearer '],
        ['the beginning of a key', `Bearer ${KEYS.operator.slice(0, -1)}`],
        ['a key and more', `Bearer ${KEYS.operator}0`],
        ['a key and a word', `Bearer ${KEYS.operator} x`],
        ['a key of other capitals', `Bearer ${KEYS.operator.toUpperCase()}`],
        ['a key as a name', `Basic ${Buffer.from(`operator:${KEYS.operator}`).toString('base64')}`],
        ['a key without its scheme', KEYS.operator],
        ['a hash of a key', `Bearer ${Buffer.from(KEYS.operator).toString('base64')}`],
      ])('%s: 401', async (_what, authorization) => {
        const answer = await ask(method, path, authorization);
        expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
        expect(JSON.stringify(answer.body)).not.toContain('key-0123456789');
      });

      test.each(ROLES.map((role) => [role, roles.includes(role)] as const))('%s may: %s', async (role, may) => {
        const { status, body } = await ask(method, path, `Bearer ${KEYS[role]}`);
        if (may) expect([401, 403, 500]).not.toContain(status);
        else expect({ status, code: body.code }).toEqual({ status: 403, code: 'forbidden' });
      });
    },
  );
});

test.each(['Bearer', 'bearer', 'BEARER'])('the scheme %s is read', async (scheme) => {
  expect((await ask('GET', '/v1/notices', `${scheme} ${KEYS.clerk}`)).status).toBe(200);
});

test('a key in the address is none', async () => {
  expect((await ask('GET', `/v1/notices?access_token=${KEYS.clerk}`)).status).toBe(401);
});

test.each([...PUBLIC, ...UNPUBLISHED])('%s answers anybody', async (route) => {
  const [method = '', path = ''] = route.split(' ');
  expect((await ask(method, path)).status).toBe(200);
});

test.each(webhooks.map(({ path }) => path))('%s takes no key for a signature', async (path) => {
  for (const role of ROLES)
    expect(await ask('POST', path, `Bearer ${KEYS[role]}`)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
});

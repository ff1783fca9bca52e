import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { isOwnForm } from '../../../../src/api/console/is-own-form.ts';
import type { AppEnv } from '../../../../src/api/app-env.ts';

const app = new Hono<AppEnv>();
app.post('/', (c) => c.json(isOwnForm(c)));

test.each<[Record<string, string>, boolean]>([
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'none' }, true],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://office.example' }, false],
  [{ origin: 'http://office.example' }, true],
  [{ origin: 'https://office.example' }, true],
  [{ origin: 'https://office.example:444' }, false],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'null' }, false],
  [{}, true],
])('a form with %j is our own: %s', async (headers, isOwn) => {
  const answer = await app.request('http://office.example/', { method: 'POST', headers: { host: 'office.example', ...headers } });
  expect(await answer.json()).toBe(isOwn);
});

import { serve, type ServerType } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type Api } from '../support/api.ts';
import { findBrowser, NO_BROWSER, openPage } from '../../infra/dev/browser.ts';

let api: Api;
let server: ServerType;
let url = '';
beforeAll(async () => {
  api = await openApi();
  await new Promise<void>((ready) => {
    server = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      url = `http://127.0.0.1:${port}/docs`;
      ready();
    });
  });
});
afterAll(async () => {
  server.close();
  await api[Symbol.asyncDispose]();
});

const browser = findBrowser();
test.skipIf(!browser)(
  `the page of the contract shows every route, from this server alone${browser ? '' : ` (${NO_BROWSER})`}`,
  async () => {
    await using opened = await openPage(url, { width: 1200, height: 800 });
    await opened.page.getByText('/v1/notices/{key}/resend').waitFor({ timeout: 15_000 });
    expect(await opened.page.locator('.opblock').count()).toBeGreaterThanOrEqual(15);
    expect(opened.errors).toEqual([]);
  },
);

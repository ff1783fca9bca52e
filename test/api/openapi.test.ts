import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractText } from '../../infra/build/contract-text.ts';
import { openApi, type Api } from '../support/api.ts';

const committed = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

test('the committed openapi.json is what the schemas say (else: npm run openapi)', async () => {
  expect(await contractText()).toBe(committed);
});

test('/openapi.json serves it', async () => {
  const answer = await api.call('GET', '/openapi.json');
  expect([answer.status, answer.body]).toEqual([200, JSON.parse(committed)]);
});

describe('static answers are made once, compressed, and asked for again only when they changed', () => {
  const ask = (path: string, headers: Record<string, string> = {}) => api.app.request(path, { headers });
  const PATHS = ['/openapi.json', '/docs', '/docs/init.js', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js'];

  test.each(PATHS)('%s', async (path) => {
    const plain = await ask(path);
    const text = await plain.text();
    const etag = plain.headers.get('etag') ?? '';
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('vary')).toBe('accept-encoding');
    expect(plain.headers.get('cache-control')).toMatch(/no-cache|max-age=\d+/);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const again = await ask(path, { 'if-none-match': known });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await ask(path, { 'if-none-match': '"another"' })).status).toBe(200);
    for (const [accepted, encoding, unpack] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ] as const) {
      const packed = await ask(path, { 'accept-encoding': accepted });
      expect(packed.headers.get('content-encoding')).toBe(encoding);
      expect(packed.headers.get('etag')).not.toBe(etag);
      expect(unpack(Buffer.from(await packed.arrayBuffer())).toString()).toBe(text);
    }
    expect((await ask(path, { 'accept-encoding': 'gzip;q=0, deflate' })).headers.get('content-encoding')).toBeNull();
  });
});

test('it has every call of contract §2 and §4', () => {
  const { paths }: { paths: Record<string, object> } = JSON.parse(committed);
  const calls = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  expect(calls).toEqual(
    expect.arrayContaining([
      'post /v1/dossiers',
      'get /v1/dossiers/{code}',
      'get /v1/dossiers',
      'post /v1/dossiers/{code}/events',
      'get /v1/dossiers/{code}/timeline',
      'get /v1/notices',
      'post /v1/notices/{key}/resend',
      'get /v1/apologies',
      'get /v1/inquiries',
      'get /v1/inquiries/reconciliation',
      'get /v1/statistics',
      'get /v1/audit',
      'get /healthz',
      'get /readyz',
      'get /v1/gateways',
      'put /v1/gateways/{name}/share',
      'post /v1/gateways/{name}/inquiries',
      'post /v1/gateways/{name}/receipts',
    ]),
  );
});

describe('/docs comes from this machine alone', () => {
  const external = /(?:src|href|url|import)\s*[=(:]?\s*["'(]?\s*(?:https?:)?\/\/[^\s"')]+/i;

  test.each([
    ['/docs', /^text\/html/],
    ['/docs/init.js', /^text\/javascript/],
    ['/docs/swagger-ui.css', /^text\/css/],
  ])('%s names no other', async (path, type) => {
    const { status, body, headers } = await api.call('GET', path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(type);
    expect(body).not.toMatch(external);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('and its page may ask no other', async () => {
    const { headers, body } = await api.call('GET', '/docs');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    for (const own of ["script-src 'self'", "style-src 'self'", "connect-src 'self'"]) expect(policy).toContain(own);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)/);
    const assets = [...body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets.length).toBeGreaterThan(2);
    for (const path of assets) {
      const answer = await api.call('GET', path);
      expect([answer.status, typeof answer.body]).toEqual([200, 'string']);
      expect(answer.body.length).toBeGreaterThan(50);
    }
    expect((await api.call('GET', '/docs/init.js')).body).toContain('validatorUrl: null');
  });
});

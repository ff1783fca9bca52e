import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

const ASSETS = [
  { at: '/', file: 'page.html', type: 'text/html; charset=utf-8' },
  { at: '/page.css', file: 'page.css', type: 'text/css; charset=utf-8' },
  { at: '/page.js', file: 'page.js', type: 'text/javascript; charset=utf-8' },
];

/** The page that looks like a telephone. */
export function pageRoutes(): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const { at, file, type } of ASSETS) {
    app.get(at, async (c) =>
      c.body(await readFile(path.join(import.meta.dirname, file), 'utf8'), 200, { ...HEADERS, 'content-type': type }),
    );
  }
  return app;
}

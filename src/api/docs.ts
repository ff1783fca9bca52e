import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describeApi } from './describe-api.ts';
import type { App } from './route-deps.ts';
import { staticAnswer } from './static-answer.ts';

/** `/openapi.json`, and its page `/docs`, which loads nothing from another server. Every text is made once. */
export function docsRoutes(app: App): void {
  app.get('/openapi.json', staticAnswer(JSON.stringify(describeApi(app)), 'application/json', REVALIDATE));
  app.get('/docs', staticAnswer(PAGE, 'text/html; charset=utf-8', REVALIDATE));
  app.get('/docs/init.js', staticAnswer(INIT, 'text/javascript; charset=utf-8', REVALIDATE));
  for (const [name, answer] of Object.entries(assets())) app.get(`/docs/${name}`, answer);
}

/** A release may change it. */
const REVALIDATE = 'no-cache';

/** What that page may load. */
export const DOCS_SOURCES = {
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
};

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Một cửa SMS: API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="contract"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/init.js"></script></body></html>`;

const INIT = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#contract', deepLinking: true, validatorUrl: null });`;

/** Swagger UI, in memory once however many apps a process makes. */
function assets() {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const read = (name: string, type: string) => staticAnswer(readFileSync(join(folder, name), 'utf8'), type, 'public, max-age=86400');
  return (kept ??= {
    'swagger-ui-bundle.js': read('swagger-ui-bundle.js', 'text/javascript; charset=utf-8'),
    'swagger-ui.css': read('swagger-ui.css', 'text/css; charset=utf-8'),
  });
}

let kept: Readonly<Record<'swagger-ui-bundle.js' | 'swagger-ui.css', ReturnType<typeof staticAnswer>>> | undefined;

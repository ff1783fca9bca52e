import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { App } from './route-deps.ts';

/** `/openapi.json`, and its page `/docs`, which loads nothing from another server. */
export function docsRoutes(app: App): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'a secret of API_KEYS',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'webhook', {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks, HMAC of WEBHOOK_SECRET',
  });
  app.get('/openapi.json', (c) => c.json(describeApi(app)));
  app.get('/docs', (c) => c.html(PAGE));
  app.get('/docs/init.js', (c) => c.body(INIT, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  for (const [name, type] of Object.entries(ASSETS)) {
    app.get(`/docs/${name}`, (c) =>
      c.body(readFileSync(join(swaggerUi(), name), 'utf8'), 200, { 'content-type': type, 'cache-control': 'max-age=86400' }),
    );
  }
}

/** The API as OpenAPI 3.1, from the schemas that validate its requests. */
export function describeApi(app: App): object {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Một cửa SMS',
      version: '1.0.0',
      description: 'The SMS notices of a one-stop public office. Errors are RFC 9457 problems.',
    },
  });
}

/** What that page may load. */
export const DOCS_SOURCES = {
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
};

const ASSETS = { 'swagger-ui-bundle.js': 'text/javascript; charset=utf-8', 'swagger-ui.css': 'text/css; charset=utf-8' } as const;

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Một cửa SMS: API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="contract"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/init.js"></script></body></html>`;

const INIT = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#contract', deepLinking: true, validatorUrl: null });`;

function swaggerUi(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

import { OpenAPIHono } from '@hono/zod-openapi';
import { randomUUID } from 'node:crypto';
import { bodyLimit } from 'hono/body-limit';
import type { Context, MiddlewareHandler } from 'hono';
import { createGuard, type AppEnv } from './auth.ts';
import { DOCS_SOURCES, docsRoutes } from './docs.ts';
import { answerError, fieldErrors, answerProblem, ProblemError } from './problem.ts';
import { getAuditRoute } from './routes/get-audit.ts';
import { getDossierRoute } from './routes/get-dossier.ts';
import { getStatisticsRoute } from './routes/get-statistics.ts';
import { getTimelineRoute } from './routes/get-timeline.ts';
import { healthRoutes } from './routes/health.ts';
import { listApologiesRoute } from './routes/list-apologies.ts';
import { listDossiersRoute } from './routes/list-dossiers.ts';
import { listInquiriesRoute } from './routes/list-inquiries.ts';
import { listNoticesRoute } from './routes/list-notices.ts';
import { receiveInquiryRoute } from './routes/receive-inquiry.ts';
import { receiveReceiptRoute } from './routes/receive-receipt.ts';
import { recordEventRoute } from './routes/record-event.ts';
import { registerDossierRoute } from './routes/register-dossier.ts';
import { resendNoticeRoute } from './routes/resend-notice.ts';
import type { App, AppDeps } from './route-deps.ts';
import { securityHeaders } from './security-headers.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** The HTTP API of contract §2 and §4: one file a route. */
export function createApp(deps: AppDeps): App {
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw new ProblemError('invalid', 'wrong or unknown fields', fieldErrors(result.error.issues));
    },
  });

  const headers = securityHeaders();
  const headersOfDocs = securityHeaders(DOCS_SOURCES);
  app.use((c, next) => (c.req.path.startsWith('/docs') ? headersOfDocs : headers)(c, next));
  app.use(async (c, next) => {
    c.set('requestId', randomUUID());
    const started = performance.now();
    c.header('x-request-id', c.get('requestId')); // before the answer: to change a finished one, Hono copies it
    if (c.req.path.startsWith('/v1/')) c.header('cache-control', 'no-store');
    await next();
    deps.metrics.requestAnswered(c.req.method, c.req.routePath, c.res.status, (performance.now() - started) / 1000);
  });
  app.use(bodyAtMost(MAX_BODY_BYTES));
  app.use(async (c, next) => {
    if (c.req.method === 'POST' && !isJson(c.req.header('content-type')) && Number(c.req.header('content-length') ?? 0) > 0)
      throw new ProblemError('malformed', 'expected the content type application/json');
    await next();
  });
  app.onError((error, c) => answerError(error, c, deps));
  app.notFound((c) => answerProblem(c, 'not_found', `no route ${c.req.method} ${c.req.path}`));

  const routeDeps = { ...deps, guard: createGuard(deps.keys) };
  for (const register of ROUTES) register(app, routeDeps);
  docsRoutes(app);
  return app;
}

const ROUTES = [
  registerDossierRoute,
  listDossiersRoute,
  getDossierRoute,
  recordEventRoute,
  getTimelineRoute,
  listNoticesRoute,
  resendNoticeRoute,
  listApologiesRoute,
  listInquiriesRoute,
  getStatisticsRoute,
  getAuditRoute,
  receiveInquiryRoute,
  receiveReceiptRoute,
  healthRoutes,
];

/** A body that says its length is judged by that; only another has to be read, which costs a whole `Request` with a stream. */
function bodyAtMost(maxSize: number): MiddlewareHandler {
  const onError = (c: Context) => answerProblem(c, 'too_large');
  const read = bodyLimit({ maxSize, onError });
  return async (c, next) => {
    if (c.req.method === 'GET') return next();
    const saidLength = c.req.header('transfer-encoding') === undefined ? c.req.header('content-length') : undefined;
    if (saidLength === undefined) return read(c, next);
    return Number(saidLength) > maxSize ? onError(c) : next();
  };
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType ?? '');
}

import { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from './app-env.ts';
import { createGuard } from './auth.ts';
import { DOCS_SOURCES, docsRoutes } from './docs.ts';
import { fieldErrors } from './field-errors.ts';
import { consoleRoutes } from './console/console.ts';
import { CONSOLE_SOURCES } from './console/console-sources.ts';
import { isAskedByBrowser, noSuchPage } from './console/no-such-page.tsx';
import { answerError, answerProblem, fieldsProblem, STATUS_OF } from './problem.ts';
import { bodyAtMost } from './read-body.ts';
import { requestIdOf } from './request-id.ts';
import { getAuditRoute } from './routes/get-audit.ts';
import { getDossierRoute } from './routes/get-dossier.ts';
import { getReconciliationRoute } from './routes/get-reconciliation.ts';
import { getStatisticsCsvRoute, getStatisticsRoute, getStatisticsXlsxRoute } from './routes/get-statistics.ts';
import { getTimelineRoute } from './routes/get-timeline.ts';
import { healthRoutes } from './routes/health.ts';
import { listApologiesRoute } from './routes/list-apologies.ts';
import { countListsRoute } from './routes/count-lists.ts';
import { listDossiersRoute } from './routes/list-dossiers.ts';
import { listGatewaysRoute } from './routes/list-gateways.ts';
import { listInquiriesRoute } from './routes/list-inquiries.ts';
import { listNoticesRoute } from './routes/list-notices.ts';
import { listUnreachedRoute } from './routes/list-unreached.ts';
import { receiveInquiryRoute } from './routes/receive-inquiry.ts';
import { receiveReceiptRoute } from './routes/receive-receipt.ts';
import { recordEventRoute } from './routes/record-event.ts';
import { registerDossierRoute } from './routes/register-dossier.ts';
import { resendNoticeRoute } from './routes/resend-notice.ts';
import { setGatewayShareRoute } from './routes/set-gateway-share.ts';
import type { App, AppDeps } from './route-deps.ts';
import { securityHeaders } from './security-headers.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** The HTTP API of contract §2 and §4: one file a route. */
export function createApp(deps: AppDeps): App {
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw fieldsProblem(fieldErrors(result.error.issues, 'data' in result ? result.data : undefined));
    },
  });

  const headersOfApi = securityHeaders();
  const headersOfDocs = securityHeaders(DOCS_SOURCES);
  const headersOfPages = securityHeaders(CONSOLE_SOURCES);
  app.use((c, next) => {
    const { path } = c.req;
    if (path.startsWith('/docs')) return headersOfDocs(c, next);
    return (path.startsWith('/v1/') ? headersOfApi : headersOfPages)(c, next);
  });
  app.use(async (c, next) => {
    const requestId = requestIdOf(c.req.header('x-request-id'));
    c.set('requestId', requestId);
    const started = performance.now();
    c.header('x-request-id', requestId); // before the answer: to change a finished one, Hono copies it
    if (c.req.path.startsWith('/v1/')) c.header('cache-control', 'no-store');
    await next();
    const { method, routePath } = c.req;
    deps.metrics.requestAnswered(method, routePath, c.res.status, (performance.now() - started) / 1000);
    const code = c.get('problem');
    if (code === undefined || code === 'fault') return; // a fault has a line of its own
    const level = LOUD.has(code) ? 'warn' : 'info';
    deps.log[level](
      { code, status: STATUS_OF[code], method, route: routePath, caller: c.get('caller')?.name, gateway: c.get('gateway'), requestId },
      'request_refused',
    );
  });
  app.use(bodyAtMost(MAX_BODY_BYTES));
  app.onError((error, c) => answerError(error, c, deps));
  app.notFound((c) => {
    const { method, path } = c.req;
    const allow = methodsAt(app, path);
    if (allow.length === 0 && isAskedByBrowser(c, deps)) return noSuchPage(c);
    if (allow.length === 0) return answerProblem(c, 'not_found', { code: 'no_route', values: { method, path } });
    const list = allow.join(', ');
    return answerProblem(c, 'method_not_allowed', { code: 'other_method', values: { method, allow: list } }, { headers: { allow: list } });
  });

  const routeDeps = { ...deps, guard: createGuard(deps.keys) };
  for (const register of ROUTES) register(app, routeDeps);
  docsRoutes(app);
  consoleRoutes(app, deps);
  return app;
}

const ROUTES = [
  registerDossierRoute,
  listDossiersRoute,
  countListsRoute,
  getDossierRoute,
  recordEventRoute,
  getTimelineRoute,
  listNoticesRoute,
  listUnreachedRoute,
  resendNoticeRoute,
  listApologiesRoute,
  listInquiriesRoute,
  getReconciliationRoute,
  getStatisticsRoute,
  getStatisticsCsvRoute,
  getStatisticsXlsxRoute,
  getAuditRoute,
  listGatewaysRoute,
  setGatewayShareRoute,
  receiveInquiryRoute,
  receiveReceiptRoute,
  healthRoutes,
];

/** Refusals that may mean an attack or a lost server. */
const LOUD: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'unavailable']);

/** The methods that have a route at this path. Hono answers HEAD as GET. */
function methodsAt(app: App, path: string): readonly string[] {
  const isServed = (method: string) => app.router.match(method, path)[0].some(([[, route]]) => route.method !== 'ALL');
  return ['GET', 'POST', 'PUT'].filter(isServed).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

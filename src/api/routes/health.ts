import { createRoute, z } from '@hono/zod-openapi';
import { gatewayState } from '../gateway-view.ts';
import { RETRY_AFTER_S } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer } from '../route-parts.ts';

const alive = z.object({ status: z.literal('alive') });
const upOrDown = z.enum(['up', 'down']);
const readiness = z
  .object({
    status: z.enum(['ready', 'degraded', 'unready']),
    database: upOrDown,
    temporal: upOrDown,
    gateway: gatewayState.openapi({ description: 'the best state of the gateways that have a share: `ok` as long as one can send' }),
    gateways: z.record(z.string(), gatewayState).openapi({ description: 'each gateway by its name' }),
  })
  .openapi('Readiness', { example: { status: 'ready', database: 'up', temporal: 'up', gateway: 'ok', gateways: { plain: 'ok' } } });

/** For those who operate it: no key is asked for, and nothing here is about a dossier. */
export function healthRoutes(app: App, { services, metrics }: RouteDeps): void {
  const aliveRoute = createRoute({
    method: 'get',
    path: '/healthz',
    operationId: 'isAlive',
    security: [],
    description: 'Answers as long as the process lives, whatever is down. It needs no key.',
    tags: ['Health'],
    summary: 'The process lives',
    responses: { 200: jsonAnswer(alive, 'the process lives') },
  });
  app.openapi(aliveRoute, (c) => c.json({ status: 'alive' as const }, 200));

  const readyRoute = createRoute({
    method: 'get',
    path: '/readyz',
    operationId: 'checkHealth',
    security: [],
    description: 'Says of each server behind this one whether it answers. It needs no key.',
    tags: ['Health'],
    summary: 'Database, Temporal and gateways, each',
    responses: {
      200: jsonAnswer(readiness, 'it can work; `degraded` when a neighbour is away'),
      503: jsonAnswer(readiness, 'without its database it can do nothing'),
    },
  });
  app.openapi(readyRoute, async (c) => {
    const health = await services.checkHealth();
    return health.status === 'unready' ? c.json(health, 503, { 'retry-after': String(RETRY_AFTER_S) }) : c.json(health, 200);
  });

  app.get('/metrics', async (c) => c.body(await metrics.scrape(await services.readGauges()), 200, { 'content-type': metrics.contentType }));
}

import { createRoute, z } from '@hono/zod-openapi';
import { countByStatus } from '../../db/notices.ts';
import { readGateway } from '../../db/gateways.ts';
import { countUndelivered } from '../../db/outbox.ts';
import { GATEWAY_STATES } from '../../domain/gateway-state.ts';
import { json } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { inTime } from '../../lib/with-time-limit.ts';

const part = z.enum(['up', 'down']);
const ready = z
  .object({
    status: z.enum(['ready', 'degraded', 'unready']),
    database: part,
    temporal: part,
    gateway: z.enum([...GATEWAY_STATES, 'unknown']),
  })
  .openapi('Readiness');

/** How long a neighbour may take to say that it is there, milliseconds. */
const PATIENCE_MS = 1000;

/** For those who run it. Ready as long as PostgreSQL answers: without Temporal the journal still takes writes and answers inquiries. */
export function healthRoutes(app: App, { config, database, temporal, metrics }: RouteDeps): void {
  const alive = createRoute({
    method: 'get',
    path: '/healthz',
    tags: ['Health'],
    summary: 'The process lives',
    responses: { 200: json(z.object({ status: z.literal('alive') }), 'the process lives') },
  });
  app.openapi(alive, (c) => c.json({ status: 'alive' as const }, 200));

  const readiness = createRoute({
    method: 'get',
    path: '/readyz',
    tags: ['Health'],
    summary: 'Database, Temporal and gateway, each',
    responses: {
      200: json(ready, 'it can work; `degraded` when a neighbour is away'),
      503: json(ready, 'without its database it can do nothing'),
    },
  });
  app.openapi(readiness, async (c) => {
    const [gateway, temporalUp] = await Promise.all([
      within(readGateway(database, config.sms.gateway)),
      within(temporal.workflowService.getSystemInfo({})).then((info) => info !== undefined),
    ]);
    const parts = { database: state(gateway !== undefined), temporal: state(temporalUp), gateway: gateway?.state ?? ('unknown' as const) };
    if (gateway === undefined) return c.json({ status: 'unready' as const, ...parts }, 503);
    const well = temporalUp && (gateway === null || gateway.state === 'ok' || gateway.state === 'throttled');
    return c.json({ status: well ? ('ready' as const) : ('degraded' as const), ...parts }, 200);
  });

  app.get('/metrics', async (c) => {
    const [undelivered, noticesByStatus, gateway] = await Promise.all([
      within(countUndelivered(database)),
      within(countByStatus(database)),
      within(readGateway(database, config.sms.gateway)),
    ]);
    const gatewayState = gateway === null ? ('ok' as const) : gateway?.state;
    return c.body(await metrics.scrape({ undelivered, noticesByStatus, gatewayState }), 200, { 'content-type': metrics.contentType });
  });
}

function state(up: boolean): 'up' | 'down' {
  return up ? 'up' : 'down';
}

/** Undefined when it failed or took too long. */
function within<T>(answer: Promise<T>): Promise<T | undefined> {
  return inTime(PATIENCE_MS, answer).catch(() => undefined);
}

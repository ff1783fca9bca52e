import { createRoute, z } from '@hono/zod-openapi';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const audit = z
  .object({ ok: z.boolean(), events: z.int(), brokenAt: z.object({ receiptCode: z.string(), seq: z.int() }).nullable() })
  .openapi('Audit', { example: { ok: true, events: 12_345, brokenAt: null } });

/** Whether the journal is what was written (requirements §8); `node dist/main.js audit` asks the same. */
export function getAuditRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'verifyJournal',
    path: '/v1/audit',
    tags: ['Records'],
    summary: 'Whether the journal is what was written',
    description:
      'Reads the whole journal and compares each entry with its place in the hash chain. `brokenAt` names the first that differs.',
    ...requireRole(guard, ['auditor'], 'none'),
    responses: { 200: jsonAnswer(audit, 'the verification'), ...problemAnswers('unauthorized', 'forbidden', 'unavailable') },
  });
  app.openapi(route, async (c) => c.json(await services.verifyJournal(), 200));
}

import { createRoute, z } from '@hono/zod-openapi';
import { auditJournal } from '../../db/audit.ts';
import { allows, json, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';

const audit = z
  .object({ ok: z.boolean(), events: z.int(), brokenAt: z.object({ receiptCode: z.string(), seq: z.int() }).nullable() })
  .openapi('Audit');

/** Whether the journal is what was written (requirements §8); `node dist/main.js audit` asks the same. */
export function getAuditRoute(app: App, { guard, database }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/audit',
    tags: ['Records'],
    summary: 'Whether the journal is what was written',
    ...allows(guard, ['auditor']),
    responses: { 200: json(audit, 'the verification'), ...problems('unauthorized', 'forbidden', 'invalid', 'unavailable') },
  });
  app.openapi(route, async (c) => c.json(await auditJournal(database), 200));
}

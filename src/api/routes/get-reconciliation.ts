import { createRoute, z } from '@hono/zod-openapi';
import { CHARGE_COUNTS, CHARGE_DIFFERENCES } from '../../domain/inquiry-charges.ts';
import { localDate, parameter, shownDate, shownInstant } from '../fields.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const counts = Object.fromEntries(CHARGE_COUNTS.map((name) => [name, z.int()] as const));
const reconciliation = z
  .object({
    date: shownDate,
    reconciledAt: shownInstant.nullable().openapi({ description: 'null until the night after: the books as they stand' }),
    gateways: z.array(z.object({ gateway: z.string(), ...counts })),
    differenceCount: z.int(),
    differences: z
      .array(z.object({ kind: z.enum(CHARGE_DIFFERENCES), gateway: z.string(), id: z.string(), receivedAt: shownInstant }))
      .openapi({ description: 'the first 200; `id` is masked as in the list of inquiries' }),
  })
  .openapi('Reconciliation', {
    example: {
      date: '2026-11-23',
      reconciledAt: '2026-11-23T17:31:00.000Z',
      gateways: [{ gateway: 'vcom', inquiries: 120, replies: 118, charged: 97, free: 23, refundsDue: 1 }],
      differenceCount: 1,
      differences: [{ kind: 'charged_without_reply', gateway: 'vcom', id: 'mo-1', receivedAt: '2026-11-23T02:00:00.000Z' }],
    },
  });

/** The inquiries of a day, their replies and their charges, compared (requirements §11.5). */
export function getReconciliationRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'readReconciliation',
    path: '/v1/inquiries/reconciliation',
    tags: ['Inquiries'],
    summary: 'What the inquiries of a day and their charges came to',
    description:
      'Each night the day before is reconciled, and the outcome is kept. `charged_without_reply`: charged, and the reply did not leave for ' +
      'certain. `reply_not_booked`: a reply left for which the books have no answer. `charged_twice`: the same number and text were charged ' +
      'twice within 60 s. `no_outcome`: nobody answered.',
    ...requireRole(guard, ['operator'], 'none'),
    request: { query: z.strictObject({ date: parameter(localDate, 'the day; yesterday when left out') }) },
    responses: { 200: jsonAnswer(reconciliation, 'the day'), ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable') },
  });

  app.openapi(route, async (c) => {
    const { gateways, differences, ...rest } = await services.readReconciliation(c.req.valid('query').date);
    return c.json({ ...rest, gateways: [...gateways], differences: [...differences] }, 200);
  });
}

import { createRoute, z } from '@hono/zod-openapi';
import { moment, paging } from '../fields.ts';
import { inquiryShape, viewInquiry } from '../inquiry-view.ts';
import { readPlace, writePlace } from '../page-cursor.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { pageAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const filters = z.strictObject({ from: moment.optional(), to: moment.optional(), ...paging });

export function listInquiriesRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/inquiries',
    tags: ['Inquiries'],
    summary: 'What citizens asked',
    ...requireRole(guard, ['operator']),
    request: { query: filters },
    responses: {
      200: pageAnswer(inquiryShape, 'inquiries'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query');
    const { items, next } = await services.listInquiries(filter, { limit, after: readPlace(cursor) });
    return c.json({ items: items.map(viewInquiry), nextCursor: writePlace(next) }, 200);
  });
}

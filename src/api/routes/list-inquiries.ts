import { createRoute, z } from '@hono/zod-openapi';
import { PAGE_SIZE, paging, parameter, periodEnd, periodStart } from '../fields.ts';
import { inquiryShape, viewInquiry } from '../inquiry-view.ts';
import { readPlace, writePlace } from '../page-cursor.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { pageAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const filters = z.strictObject({
  from: parameter(periodStart, 'received on this day or later, or from this moment on'),
  to: parameter(periodEnd, 'received on this day or earlier, or before this moment'),
  ...paging,
});

export function listInquiriesRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'listInquiries',
    path: '/v1/inquiries',
    tags: ['Inquiries'],
    summary: 'What citizens asked',
    description: 'The newest first, with masked phones.',
    ...requireRole(guard, ['operator'], 'own'),
    request: { query: filters },
    responses: {
      200: pageAnswer(inquiryShape, 'inquiries'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { limit = PAGE_SIZE, cursor, ...filter } = c.req.valid('query');
    const { items, next } = await services.listInquiries(c.get('caller'), filter, { limit, after: readPlace(cursor) });
    return c.json({ items: items.map(viewInquiry), nextCursor: writePlace(next) }, 200);
  });
}

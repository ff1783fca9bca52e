import { createRoute, z } from '@hono/zod-openapi';
import { listInquiries } from '../../db/lists.ts';
import { allows, json, paging, problems } from '../contract.ts';
import { readAfter, writeCursor } from '../cursor.ts';
import type { App, RouteDeps } from '../deps.ts';
import { inquiry, moment } from '../shapes.ts';
import { inquiryView } from '../views.ts';

const filters = z.strictObject({ from: moment.optional(), to: moment.optional(), ...paging });

/** What citizens asked and were answered, newest first, numbers masked. */
export function listInquiriesRoute(app: App, { guard, database }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/inquiries',
    tags: ['Inquiries'],
    summary: 'What citizens asked',
    ...allows(guard, ['operator']),
    request: { query: filters },
    responses: {
      200: json(z.object({ items: z.array(inquiry), nextCursor: z.string().nullable() }), 'inquiries'),
      ...problems('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query');
    const items = (await listInquiries(database, filter, limit, readAfter(cursor))).map(inquiryView);
    const last = items.length === limit ? items.at(-1) : undefined;
    return c.json({ items, nextCursor: last ? writeCursor([last.receivedAt, last.id]) : null }, 200);
  });
}

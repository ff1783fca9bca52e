import { createRoute, z } from '@hono/zod-openapi';
import { listNotices } from '../../db/lists.ts';
import { NOTICE_KINDS } from '../../domain/notice-key.ts';
import { NOTICE_STATUSES } from '../../domain/notice-status.ts';
import { ROLES } from '../../domain/roles.ts';
import { allows, json, paging, problems } from '../contract.ts';
import { readAfter, writeCursor } from '../cursor.ts';
import type { App, RouteDeps } from '../deps.ts';
import { notice } from '../shapes.ts';
import { noticeView } from '../views.ts';

const filters = z.strictObject({ status: z.enum(NOTICE_STATUSES).optional(), kind: z.enum(NOTICE_KINDS).optional(), ...paging });

/** The ledger, newest decision first: who was told, who was not, and why. */
export function listNoticesRoute(app: App, { guard, database }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/notices',
    tags: ['Notices'],
    summary: 'The ledger of notices',
    ...allows(guard, ROLES),
    request: { query: filters },
    responses: {
      200: json(z.object({ items: z.array(notice), nextCursor: z.string().nullable() }), 'notices'),
      ...problems('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query');
    const items = (await listNotices(database, filter, limit, readAfter(cursor))).map(noticeView);
    const last = items.length === limit ? items.at(-1) : undefined;
    return c.json({ items, nextCursor: last ? writeCursor([last.decidedAt, last.key]) : null }, 200);
  });
}

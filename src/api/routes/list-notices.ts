import { createRoute, z } from '@hono/zod-openapi';
import { NOTICE_KINDS } from '../../domain/notice-key.ts';
import { NOTICE_STATUSES } from '../../domain/notice-status.ts';
import { ROLES } from '../../domain/roles.ts';
import { PAGE_SIZE, paging, parameter } from '../fields.ts';
import { noticeShape, viewNotice } from '../notice-view.ts';
import { readPlace, writePlace } from '../page-cursor.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { pageAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const filters = z.strictObject({
  status: parameter(z.enum(NOTICE_STATUSES), 'what became of it'),
  kind: parameter(z.enum(NOTICE_KINDS), 'what it tells'),
  ...paging,
});

export function listNoticesRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'listNotices',
    path: '/v1/notices',
    tags: ['Notices'],
    summary: 'The ledger of notices',
    description: 'The newest decision first.',
    ...requireRole(guard, ROLES, 'own'),
    request: { query: filters },
    responses: {
      200: pageAnswer(noticeShape, 'notices'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { limit = PAGE_SIZE, cursor, ...filter } = c.req.valid('query');
    const { items, next } = await services.listNotices(c.get('caller'), filter, { limit, after: readPlace(cursor) });
    return c.json({ items: items.map(viewNotice), nextCursor: writePlace(next) }, 200);
  });
}

import { createRoute, z } from '@hono/zod-openapi';
import { ROLES } from '../../domain/roles.ts';
import { UNREACHED_REASONS } from '../../domain/unreached.ts';
import { PAGE_SIZE, paging, parameter, searchText, shownInstant } from '../fields.ts';
import { noticeShape, viewNotice } from '../notice-view.ts';
import { readPlace, writePlace } from '../page-cursor.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { pageAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const unreached = z
  .object({
    receiptCode: z.string(),
    agency: z.string(),
    notice: noticeShape,
    reason: z.enum(UNREACHED_REASONS).openapi({ description: 'why nobody was told; the notice says more' }),
    since: shownInstant.openapi({ description: 'when it was decided that the citizen should be told' }),
  })
  .openapi('Unreached');

/** Requirements §8.5. */
export function listUnreachedRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'listUnreached',
    path: '/v1/unreached',
    tags: ['Notices'],
    summary: 'Who was not told, of what, and since when',
    description:
      'Each notice that is skipped for `no_phone`, missed, failed or uncertain, as long as there is since its decision no answered inquiry ' +
      'about the dossier, no event `informed` for the notice and no close. The newest decision first.',
    ...requireRole(guard, ROLES, 'own'),
    request: { query: z.strictObject({ agency: parameter(searchText(100), 'agency id'), ...paging }) },
    responses: {
      200: pageAnswer(unreached, 'notices by which nobody was told'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { limit = PAGE_SIZE, cursor, agency } = c.req.valid('query');
    const { items, next } = await services.listUnreached(c.get('caller'), agency, { limit, after: readPlace(cursor) });
    const shown = items.map(({ notice, agency: of, reason }) => ({
      receiptCode: notice.receiptCode,
      agency: of,
      notice: viewNotice(notice),
      reason,
      since: notice.decidedAt,
    }));
    return c.json({ items: shown, nextCursor: writePlace(next) }, 200);
  });
}

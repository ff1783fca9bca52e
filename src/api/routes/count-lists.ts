import { createRoute, z } from '@hono/zod-openapi';
import { DOSSIER_LISTS } from '../../domain/dossier-lists.ts';
import { ROLES } from '../../domain/roles.ts';
import { parameter, searchText } from '../fields.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const counts = z.object(Object.fromEntries(DOSSIER_LISTS.map((list) => [list, z.int()]))).openapi('ListCounts', {
  example: { tonight: 12, due_soon: 31, overdue: 4, waiting: 9, ready: 57, unreached: 3, all: 214 },
});

export function countListsRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'countLists',
    path: '/v1/lists',
    tags: ['Dossiers'],
    summary: 'How many dossiers each list has',
    description: 'The lists of `GET /v1/dossiers`, open dossiers only.',
    ...requireRole(guard, ROLES, 'own'),
    request: { query: z.strictObject({ agency: parameter(searchText(100), 'agency id') }) },
    responses: {
      200: jsonAnswer(counts, 'a number for each list'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => c.json(await services.countLists(c.get('caller'), c.req.valid('query').agency), 200));
}

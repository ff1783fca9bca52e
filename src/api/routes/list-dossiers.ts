import { createRoute, z } from '@hono/zod-openapi';
import { PROBLEM_STATUSES } from '../../domain/notice-status.ts';
import { ROLES } from '../../domain/roles.ts';
import { dossierShape, viewDossier } from '../dossier-view.ts';
import { localDate, paging, searchText } from '../fields.ts';
import { readCursor, writeCursor } from '../page-cursor.ts';
import { ProblemError } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { pageAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const filters = z.strictObject({
  agency: searchText(100).optional(),
  step: searchText(200).optional(),
  state: searchText(200).optional(),
  due: localDate.optional(),
  late: z.enum(['true', 'false']).optional(),
  problem: z
    .enum(['any', ...PROBLEM_STATUSES])
    .optional()
    .openapi({ description: 'a notice in this state, by the ledger' }),
  ...paging,
});

export function listDossiersRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/dossiers',
    tags: ['Dossiers'],
    summary: 'Open dossiers',
    ...requireRole(guard, ROLES),
    request: { query: filters },
    responses: {
      200: pageAnswer(dossierShape, 'open dossiers'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { cursor, late, ...filter } = c.req.valid('query');
    const token = readCursor(cursor, 1)?.[0] ?? null;
    const page = await services.listDossiers({ ...filter, late: late && late === 'true', token });
    if (page.kind !== 'listed') throw listProblem(page.kind);
    const nextCursor = page.nextToken === null ? null : writeCursor([page.nextToken]);
    return c.json({ items: page.items.map(viewDossier), nextCursor }, 200);
  });
}

function listProblem(kind: 'not_understood' | 'unavailable'): ProblemError {
  if (kind === 'not_understood') return new ProblemError('invalid', 'cursor or filter: Temporal does not understand it');
  return new ProblemError('unavailable', 'Temporal does not answer: no list of open dossiers');
}

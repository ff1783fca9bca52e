import { createRoute, z } from '@hono/zod-openapi';
import { PROBLEM_STATUSES } from '../../domain/notice-status.ts';
import { ROLES } from '../../domain/roles.ts';
import { dossierShape, viewDossier } from '../dossier-view.ts';
import { localDate, PAGE_SIZE, paging, parameter, searchText } from '../fields.ts';
import { readCursor, writeCursor } from '../page-cursor.ts';
import { ProblemError } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { pageAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const filters = z.strictObject({
  agency: parameter(searchText(100), 'agency id'),
  step: parameter(searchText(200), 'where the dossier is'),
  state: parameter(searchText(200), 'what it waits for'),
  due: parameter(localDate, 'the due date in force'),
  late: parameter(z.enum(['true', 'false']), 'whether it is `Trễ hạn`, as of today'),
  problem: parameter(z.enum(['any', ...PROBLEM_STATUSES]), 'a notice in this state, by the ledger'),
  ...paging,
});

export function listDossiersRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'listDossiers',
    path: '/v1/dossiers',
    tags: ['Dossiers'],
    summary: 'Open dossiers',
    description: 'The open dossiers that all given filters select. A name is found in any spelling that means the same.',
    ...requireRole(guard, ROLES, 'own'),
    request: { query: filters },
    responses: {
      200: pageAnswer(dossierShape, 'open dossiers'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { cursor, limit = PAGE_SIZE, late, ...filter } = c.req.valid('query');
    const token = readCursor(cursor, 1)?.[0] ?? null;
    const page = await services.listDossiers(c.get('caller'), { ...filter, limit, late: late && late === 'true', token });
    if (page.kind !== 'listed') throw listProblem(page.kind);
    const nextCursor = page.nextToken === null ? null : writeCursor([page.nextToken]);
    return c.json({ items: page.items.map(viewDossier), nextCursor }, 200);
  });
}

function listProblem(kind: 'not_understood' | 'unavailable'): ProblemError {
  if (kind === 'not_understood')
    return new ProblemError('invalid', { code: 'list_not_understood' }, { errors: [{ path: 'cursor', code: 'bad_cursor' }] });
  return new ProblemError('unavailable', { code: 'no_list' });
}

import { createRoute, z } from '@hono/zod-openapi';
import { isGrpcServiceError } from '@temporalio/client';
import { dateOf } from '../../domain/calendar.ts';
import { PROBLEM_STATUSES } from '../../domain/notice-status.ts';
import { isLate } from '../../domain/on-time.ts';
import { ROLES } from '../../domain/roles.ts';
import { allows, json, paging, problems, storable } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { App, RouteDeps } from '../deps.ts';
import { ProblemError } from '../problem.ts';
import { dossier, dossierView, localDate, type DossierView } from '../shapes.ts';
import { openDossiers, troubledDossiers, visibilityQuery } from '../../services/visibility.ts';

const filters = z.strictObject({
  agency: storable(100).optional(),
  step: storable(200).optional(),
  state: storable(200).optional(),
  due: localDate.optional(),
  late: z.enum(['true', 'false']).optional(),
  problem: z
    .enum(['any', ...PROBLEM_STATUSES])
    .optional()
    .openapi({ description: 'a notice in this state, by the ledger' }),
  ...paging,
});

/** Pages of Temporal's that may be read to fill one of ours: `late` is no search attribute, it changes with the day. */
const PAGES = 20;

/** Open dossiers from Temporal's visibility, which may be a moment behind a write; those with a problem from the ledger. */
export function listDossiersRoute(app: App, { guard, database, temporal, now: clock }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/dossiers',
    tags: ['Dossiers'],
    summary: 'Open dossiers',
    ...allows(guard, ROLES),
    request: { query: filters },
    responses: {
      200: json(z.object({ items: z.array(dossier), nextCursor: z.string().nullable() }), 'open dossiers'),
      ...problems('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { limit, cursor, late, problem, ...wanted } = c.req.valid('query');
    const query = visibilityQuery(wanted);
    const troubles = problem === 'any' ? PROBLEM_STATUSES : problem && [problem];
    const next = (size: number, token: string | null) =>
      troubles
        ? troubledDossiers(database, troubles, wanted, size, token)
        : openDossiers(temporal, database, query, size, token).catch(unavailable);
    const now = clock();
    const today = dateOf(now);
    const items: DossierView[] = [];
    let token = readCursor(cursor, 1)?.[0] ?? null;
    for (let page = 0; page < PAGES; page++) {
      const found = await next(limit - items.length, token);
      const fitting = found.dossiers.filter((each) => late === undefined || isLate(each.dossier, today) === (late === 'true'));
      items.push(...fitting.map(({ dossier, contact }) => dossierView(dossier, contact, 'journal', now)));
      token = found.nextToken;
      if (token === null || items.length >= limit) break;
    }
    return c.json({ items, nextCursor: token === null ? null : writeCursor([token]) }, 200);
  });
}

function unavailable(error: unknown): never {
  if (isGrpcServiceError(error) && error.code === INVALID_ARGUMENT)
    throw new ProblemError('invalid', 'cursor or filter: Temporal does not understand it');
  if (isGrpcServiceError(error)) throw new ProblemError('unavailable', 'Temporal does not answer: no list of open dossiers');
  throw error;
}

const INVALID_ARGUMENT = 3;

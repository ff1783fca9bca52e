import { createRoute, z } from '@hono/zod-openapi';
import { dateOf } from '../../domain/calendar.ts';
import { DOSSIER_LISTS, DOSSIER_SORTS } from '../../domain/dossier-lists.ts';
import { PROBLEM_STATUSES } from '../../domain/notice-status.ts';
import { remainingOf } from '../../domain/remaining.ts';
import { ROLES } from '../../domain/roles.ts';
import { DOSSIER_EXAMPLE, dossierShape, viewDossier } from '../dossier-view.ts';
import { localDate, PAGE_SIZE, paging, parameter, searchedCode, searchText } from '../fields.ts';
import { readDossierCursor, writeDossierCursor } from '../dossier-cursor.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const filters = z.strictObject({
  list: parameter(z.enum(DOSSIER_LISTS), 'a work list; all dossiers when it is left out'),
  q: parameter(searchedCode, 'a code in any spelling, a part of one, or a telephone number'),
  agency: parameter(searchText(100), 'agency id'),
  procedure: parameter(searchText(100), "the procedure's code"),
  step: parameter(searchText(200), 'where the dossier is'),
  state: parameter(searchText(200), 'what it waits for'),
  due: parameter(localDate, 'the due date in force'),
  dueFrom: parameter(localDate, 'the due date in force is this day or later'),
  dueTo: parameter(localDate, 'the due date in force is this day or earlier'),
  late: parameter(z.enum(['true', 'false']), 'whether it is `Trễ hạn`, as of today'),
  problem: parameter(z.enum(['any', ...PROBLEM_STATUSES]), 'a notice in this state, by the ledger'),
  closed: parameter(z.enum(['true', 'false', 'any']), 'only open dossiers when it is left out'),
  sort: parameter(z.enum(DOSSIER_SORTS), 'by due date when it is left out; `-` is the reverse'),
  ...paging,
});

const remaining = z.object({
  days: z.int().nullable().openapi({ description: 'to the due date in force; null without one, negative when it is past' }),
  text: z.string().openapi({ example: 'Còn 2 ngày' }),
});

const EXAMPLE = { ...DOSSIER_EXAMPLE, warnings: [], remaining: { days: 4, text: 'Còn 4 ngày' } };

const listShape = z.object({
  items: z.array(dossierShape.extend({ remaining }).openapi('ListedDossier', { example: EXAMPLE })),
  nextCursor: z.string().nullable().openapi({ description: 'the `cursor` of the next page; null on the last one' }),
  total: z.int().openapi({ description: 'of all pages; exact up to 10000' }),
  totalIsMore: z.boolean().openapi({ description: 'there are more than 10000' }),
});

export function listDossiersRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'listDossiers',
    path: '/v1/dossiers',
    tags: ['Dossiers'],
    summary: 'Lists of dossiers',
    description:
      'The dossiers of a list that all given filters select; only open ones unless `closed` says otherwise. Every write that was ' +
      'acknowledged shows. A name is found in any spelling that means the same.',
    ...requireRole(guard, ROLES, 'own'),
    request: { query: filters },
    responses: {
      200: jsonAnswer(listShape, 'dossiers'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { cursor, limit = PAGE_SIZE, ...query } = c.req.valid('query');
    const { list = 'all', late, closed = 'false', sort = 'due', ...filter } = query;
    const after = readDossierCursor(cursor, query);
    const page = await services.listDossiers(c.get('caller'), {
      ...filter,
      list,
      sort,
      limit,
      after,
      late: late && late === 'true',
      closed: closed === 'any' ? null : closed === 'true',
    });
    const items = page.items.map((item) => ({ ...viewDossier(item), remaining: remainingOf(item.dossier, dateOf(item.asOf)) }));
    const { next, total, totalIsMore } = page;
    return c.json({ items, nextCursor: next && writeDossierCursor(next, query), total, totalIsMore }, 200);
  });
}

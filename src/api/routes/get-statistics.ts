import { createRoute, z } from '@hono/zod-openapi';
import { ROLES } from '../../domain/roles.ts';
import { DAY_FIGURES, SUMS } from '../../domain/figures.ts';
import { STATISTICS_GROUPS } from '../../domain/statistics.ts';
import { localDate, parameter, shownDate } from '../fields.ts';
import { refusalProblem } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

const counts = z
  .object({
    ...Object.fromEntries(SUMS.map((name) => [name, z.int()])),
    ...Object.fromEntries(DAY_FIGURES.map((name) => [name, z.int().nullable()])),
  })
  .openapi('Counts');
const statistics = z
  .object({ from: shownDate, to: shownDate, total: counts, groups: z.array(z.object({ key: z.string(), counts })) })
  .openapi('Statistics');

export function getStatisticsRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'getStatistics',
    path: '/v1/statistics',
    tags: ['Records'],
    summary: 'What a period came to',
    description:
      'The figures of a period as at the end of its last day, or now, in all and by group, from the journal, the ledger and the inquiries. ' +
      'Each dossier is `carriedOver` or `received`, and in exactly one of `resolvedEarly`, `resolvedOnTime`, `resolvedLate`, `openOnTime`, ' +
      '`openLate`, `waitingForSupplement`, `withdrawn` and `rejected`; each month is a period of its own. `daysMedian` and `daysP90` are ' +
      'the days from receipt to result without the stopped ones. Apologies count on their eves. `toBeTold` are the notices whose last day ' +
      'to be told in time is in the period and over. `messages`, `segments` and `cost` (đồng) are of notices that a gateway took and ' +
      'replies that left in the period. `refundsDue` are questions that were charged although their replies failed. A question without a ' +
      'known code belongs to no agency and no procedure, and counts in `total` alone.',
    ...requireRole(guard, ROLES, 'own'),
    request: {
      query: z.strictObject({
        from: parameter(localDate, 'first day; 30 days ago when left out'),
        to: parameter(localDate, 'last day; today when left out'),
        by: parameter(z.enum(STATISTICS_GROUPS), 'what to group by; no groups when it is left out'),
      }),
    },
    responses: { 200: jsonAnswer(statistics, 'counts'), ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable') },
  });

  app.openapi(route, async (c) => {
    const counted = await services.countStatistics(c.get('caller'), c.req.valid('query'));
    if (counted.kind === 'field_refused') throw refusalProblem(counted.refusal);
    const { from, to, total, groups } = counted;
    return c.json({ from, to, total, groups: [...groups] }, 200);
  });
}

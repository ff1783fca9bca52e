import { createRoute, z } from '@hono/zod-openapi';
import { ROLES } from '../../domain/roles.ts';
import { DAY_FIGURES, SUMS } from '../../domain/figures.ts';
import { STATISTICS_GROUPS, type StatisticsGroup } from '../../domain/statistics.ts';
import type { Statistics } from '../../services/count-statistics.ts';
import { localDate, parameter, shownDate } from '../fields.ts';
import { refusalProblem } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';
import { FILE_TYPES, preferredForm, statisticsFile, type FileForm } from '../statistics-file.ts';

const counts = z
  .object({
    ...Object.fromEntries(SUMS.map((name) => [name, z.int()])),
    ...Object.fromEntries(DAY_FIGURES.map((name) => [name, z.int().nullable()])),
  })
  .openapi('Counts');
const statistics = z
  .object({ from: shownDate, to: shownDate, total: counts, groups: z.array(z.object({ key: z.string(), counts })) })
  .openapi('Statistics');

const DESCRIPTION =
  'The figures of a period as at the end of its last day, or now, in all and by group, from the journal, the ledger and the inquiries. ' +
  'Each dossier is `carriedOver` or `received`, and in exactly one of `resolvedEarly`, `resolvedOnTime`, `resolvedLate`, `openOnTime`, ' +
  '`openLate`, `waitingForSupplement`, `withdrawn` and `rejected`; each month is a period of its own. `daysMedian` and `daysP90` are ' +
  'the days from receipt to result without the stopped ones. Apologies count on their eves. `toBeTold` are the notices whose last day ' +
  'to be told in time is in the period and over. `messages`, `segments` and `cost` (đồng) are of notices that a gateway took and ' +
  'replies that left in the period. `refundsDue` are questions that were charged although their replies failed. A question without a ' +
  'known code belongs to no agency and no procedure, and counts in `total` alone.';

const query = z.strictObject({
  from: parameter(localDate, 'first day; 30 days ago when left out'),
  to: parameter(localDate, 'last day; today when left out'),
  by: parameter(z.enum(STATISTICS_GROUPS), 'what to group by; no groups when it is left out'),
});

const json = jsonAnswer(statistics, 'counts');
const files = { [FILE_TYPES.csv]: { schema: z.string() }, [FILE_TYPES.xlsx]: { schema: z.string().openapi({ format: 'binary' }) } };

const problems = problemAnswers('unauthorized', 'forbidden', 'invalid', 'unavailable');

export function getStatisticsRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    operationId: 'getStatistics',
    path: '/v1/statistics',
    tags: ['Records'],
    summary: 'What a period came to',
    description: `${DESCRIPTION} With \`Accept: text/csv\`, or the type of an XLSX, it is that file.`,
    ...requireRole(guard, ROLES, 'own'),
    request: { query },
    responses: { 200: { ...json, content: { ...json.content, ...files } }, ...problems },
  });

  app.openapi(route, async (c): Promise<Response> => {
    const asked = c.req.valid('query');
    const counted = await services.countStatistics(c.get('caller'), asked);
    if (counted.kind === 'field_refused') throw refusalProblem(counted.refusal);
    const form = preferredForm(c.req.header('accept'));
    if (form !== null) return sendFile(counted, asked.by, form, VARY);
    const { from, to, total, groups } = counted;
    return c.json({ from, to, total, groups }, 200, VARY);
  });
}

export function getStatisticsCsvRoute(app: App, deps: RouteDeps): void {
  fileRoute(app, deps, 'csv', 'getStatisticsCsv', '/v1/statistics.csv');
}

export function getStatisticsXlsxRoute(app: App, deps: RouteDeps): void {
  fileRoute(app, deps, 'xlsx', 'getStatisticsXlsx', '/v1/statistics.xlsx');
}

function fileRoute(app: App, { guard, services }: RouteDeps, form: FileForm, operationId: string, path: string): void {
  const route = createRoute({
    method: 'get',
    operationId,
    path,
    tags: ['Records'],
    summary: `What a period came to, as a file (${form.toUpperCase()})`,
    description: 'The figures of `/v1/statistics` under Vietnamese heads: one row a group, and one for all.',
    ...requireRole(guard, ROLES, 'own'),
    request: { query },
    responses: {
      200: { description: 'the file', content: { [FILE_TYPES[form]]: { schema: z.string().openapi({ format: 'binary' }) } } },
      ...problems,
    },
  });

  app.openapi(route, async (c): Promise<Response> => {
    const asked = c.req.valid('query');
    const counted = await services.countStatistics(c.get('caller'), asked);
    if (counted.kind === 'field_refused') throw refusalProblem(counted.refusal);
    return sendFile(counted, asked.by, form, {});
  });
}

/** The answer of `Accept` is not the answer of another. */
const VARY = { vary: 'accept' };

function sendFile(counted: Statistics, by: StatisticsGroup | undefined, form: FileForm, more: Readonly<Record<string, string>>): Response {
  const { body, headers } = statisticsFile(counted, by, form);
  return new Response(body, { headers: { ...headers, ...more } });
}

import { createRoute, z } from '@hono/zod-openapi';
import { dateOf, plusDays, type LocalDate } from '../../domain/calendar.ts';
import { COUNTS, counted, NOTHING, type Counts } from '../../domain/statistics.ts';
import { apologiesOf, keysReceived } from '../../db/dossier-keys.ts';
import { foldEntries, readEntries } from '../../db/dossiers.ts';
import type { Database } from '../../db/open.ts';
import { ROLES } from '../../domain/roles.ts';
import { allows, json, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { invalid } from '../problem.ts';
import { localDate } from '../shapes.ts';

const counts = z.object(Object.fromEntries(COUNTS.map((name) => [name, z.int()]))).openapi('Counts');
const statistics = z
  .object({ from: z.string(), to: z.string(), total: counts, groups: z.array(z.object({ key: z.string(), counts })) })
  .openapi('Statistics');

/** Dossiers folded at a time. */
const BATCH = 500;

/** What became of the dossiers received in a period, from journal and ledger alone, so that anyone can recompute it. */
export function getStatisticsRoute(app: App, { guard, database, now }: RouteDeps): void {
  const route = createRoute({
    method: 'get',
    path: '/v1/statistics',
    tags: ['Records'],
    summary: 'What a period came to',
    ...allows(guard, ROLES),
    request: {
      query: z.strictObject({
        from: localDate.optional().openapi({ description: 'first day of receipt; 30 days ago when left out' }),
        to: localDate.optional().openapi({ description: 'last day of receipt; today when left out' }),
        by: z.enum(['procedure', 'agency']).optional(),
      }),
    },
    responses: { 200: json(statistics, 'counts'), ...problems('unauthorized', 'forbidden', 'invalid', 'unavailable') },
  });

  app.openapi(route, async (c) => {
    const today = dateOf(now());
    const { from = plusDays(today, -30), to = today, by } = c.req.valid('query');
    if (to < from) throw invalid('to', `expected a day not before ${from}`);
    const { total, groups } = await countReceived(database, from, to, by, today);
    const sorted = [...groups].toSorted(([left], [right]) => (left < right ? -1 : 1));
    return c.json({ from, to, total, groups: sorted.map(([key, counts]) => ({ key, counts })) }, 200);
  });
}

async function countReceived(database: Database, from: LocalDate, to: LocalDate, by: 'procedure' | 'agency' | undefined, today: LocalDate) {
  let total: Counts = NOTHING;
  const groups = new Map<string, Counts>();
  for (
    let keys = await keysReceived(database, from, to, '', BATCH);
    keys.length > 0;
    keys = await keysReceived(database, from, to, keys.at(-1) ?? '', BATCH)
  ) {
    const [journals, apologies] = await Promise.all([readEntries(database, keys), apologiesOf(database, keys)]);
    for (const [key, entries] of journals) {
      const dossier = foldEntries(entries);
      const told = apologies.get(key) ?? [];
      total = counted(total, dossier, told, today);
      if (by === undefined) continue;
      const group = by === 'agency' ? dossier.agency : dossier.procedure.code;
      groups.set(group, counted(groups.get(group) ?? NOTHING, dossier, told, today));
    }
  }
  return { total, groups };
}

import { and, eq, inArray, sql } from 'drizzle-orm';
import { isOfAgencies } from './of-agencies.ts';
import type { Database } from './open.ts';
import { dossiers, notices } from './schema.ts';

/** How many notices were due so long ago and are neither sent nor given up. */
export async function countDelayed({ orm }: Database, agencies: readonly string[] | null, ageSeconds: number): Promise<number> {
  const [row] = await orm
    .select({ count: sql<number>`count(*)::int` })
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(
      and(
        inArray(notices.status, ['created', 'sending']),
        sql`${notices.dueAt} < now() - make_interval(secs => ${ageSeconds})`,
        isOfAgencies(agencies),
      ),
    );
  return row?.count ?? 0;
}

import { and, eq, isNull, sql } from 'drizzle-orm';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { isOfAgencies } from './of-agencies.ts';
import type { Database } from './open.ts';
import { dossiers, notices } from './schema.ts';
import { isUnreached } from './unreached.ts';

export type UnreachedCount = { readonly status: NoticeStatus; readonly count: number };

/** How many notices have left a citizen untold, by what became of them. A status without one is left out. */
export async function countUnreached({ orm }: Database, agencies: readonly string[] | null): Promise<UnreachedCount[]> {
  return orm
    .select({ status: notices.status, count: sql<number>`count(*)::int` })
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(and(isUnreached, isNull(dossiers.closedAt), isOfAgencies(agencies)))
    .groupBy(notices.status);
}

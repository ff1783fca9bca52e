import { inArray, sql } from 'drizzle-orm';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { Database } from './open.ts';
import { unreachedOfOpen } from './unreached.ts';

export type UnreachedCount = { readonly status: NoticeStatus; readonly count: number };

/** How many notices have left a citizen untold, by what became of them. A status without one is left out. */
export async function countUnreached({ orm }: Database, agencies: readonly string[] | null): Promise<UnreachedCount[]> {
  return orm
    .select({ status: sql<NoticeStatus>`status`, count: sql<number>`count(*)::int` })
    .from(unreachedOfOpen)
    .where(agencies === null ? undefined : inArray(sql`agency`, agencies))
    .groupBy(sql`status`);
}

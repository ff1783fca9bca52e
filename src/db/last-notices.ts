import { and, desc, eq, inArray } from 'drizzle-orm';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import type { NoticeRow } from './notice-rows.ts';
import { isOfAgencies } from './of-agencies.ts';
import type { Database } from './open.ts';
import { dossiers, notices } from './schema.ts';

/** Reads the notice that was decided last for each of these dossiers. A dossier without notices has no row. */
export async function readLastNotices({ orm }: Database, keys: readonly CodeKey[], { agencies }: Scope): Promise<NoticeRow[]> {
  return orm
    .selectDistinctOn([notices.codeKey], { notice: notices, receiptCode: dossiers.receiptCode })
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(and(inArray(notices.codeKey, keys), isOfAgencies(agencies)))
    .orderBy(notices.codeKey, desc(notices.decidedAt), desc(notices.key));
}

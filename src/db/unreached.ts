import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import { PROBLEM_STATUSES } from '../domain/notice-status.ts';
import type { ListPlace } from './list-place.ts';
import type { NoticeRow } from './notice-rows.ts';
import { isOfAgencies } from './of-agencies.ts';
import type { Database } from './open.ts';
import { dossiers, events, inquiries, notices } from './schema.ts';

const problems = sql.raw(PROBLEM_STATUSES.map((status) => `'${status}'`).join(', '));

/**
 * Whether this row of `notices` has left a citizen untold (requirements §8.5): nobody was told by it, and since its decision there is no
 * answered inquiry about its dossier, no `informed` for it and no close. It stands in the `where` of any statement that reads `notices`.
 * `whyUnreached` in the domain says why.
 */
export const isUnreached: SQL = sql`(
  (${notices.status} in (${problems}) or (${notices.status} = 'skipped' and ${notices.reason} = 'no_phone'))
  and not exists (select from ${dossiers} d where d.code_key = ${notices.codeKey} and d.closed_at is not null)
  and not exists (select from ${inquiries} i where i.code_keys @> array[${notices.codeKey}]::text[] and i.outcome = 'answered'
    and i.reply_status is distinct from 'failed' and i.answered_at > ${notices.decidedAt})
  and not exists (select from ${events} e where e.code_key = ${notices.codeKey} and e.type = 'informed'
    and e.body ->> 'notice' = ${notices.key})
)`;

export type UnreachedRow = NoticeRow & { readonly agency: string };

/** The newest decision first. */
export async function readUnreached(
  { orm }: Database,
  agency: string | undefined,
  agencies: readonly string[] | null,
  limit: number,
  after: ListPlace,
): Promise<UnreachedRow[]> {
  return orm
    .select({ notice: notices, receiptCode: dossiers.receiptCode, agency: dossiers.agency })
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(
      and(
        isUnreached,
        isOfAgencies(agencies),
        agency === undefined ? undefined : eq(dossiers.agency, agency),
        after ? sql`(${notices.decidedAt}, ${notices.key}) < (${after.at}, ${after.id})` : undefined,
      ),
    )
    .orderBy(desc(notices.decidedAt), desc(notices.key))
    .limit(limit);
}

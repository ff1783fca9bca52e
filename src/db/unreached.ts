import { and, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { PROBLEM_STATUSES, type NoticeStatus } from '../domain/notice-status.ts';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import type { ListPlace } from './list-place.ts';
import type { NoticeRow } from './notice-rows.ts';
import type { Database } from './open.ts';
import { dossiers, dossierStates, events, inquiries, notices } from './schema.ts';

/** Written out, because PostgreSQL takes an index of some rows only where the statement itself says that they are those. */
const isProblem = sql`${notices.status} in (${sql.raw(PROBLEM_STATUSES.map((status) => `'${status}'`).join(', '))})`;

/** By which nobody was told; of closed dossiers only those that failed after the close. */
const toldNobody = sql`(not ${notices.ofClosed} and (${isProblem} or (${notices.status} = 'skipped' and ${notices.reason} = 'no_phone')))`;

/**
 * Whether a dossier has a notice in one of these states, each of which is a problem. `isOpen`: only open dossiers are asked about. Its key is
 * written as an expression, so that PostgreSQL does not look for each of these notices in an index that begins with the due date, which it
 * takes for quick and is not (8 s with a million dossiers).
 */
export function hasProblem(statuses: readonly NoticeStatus[], isOpen: boolean): SQL {
  const which = isOpen ? sql`not ${notices.ofClosed} and ${isProblem}` : isProblem;
  return sql`(${dossierStates.codeKey} || '') in (
    select ${notices.codeKey} from ${notices} where ${which} and ${inArray(notices.status, statuses)})`;
}

/** Since whose decision nobody was told by other means. */
const untoldSince = sql`
  not exists (select from ${inquiries} i where i.code_keys @> array[${notices.codeKey}]::text[] and i.outcome = 'answered'
    and i.reply_status is distinct from 'failed' and i.answered_at > ${notices.decidedAt})
  and not exists (select from ${events} e where e.code_key = ${notices.codeKey} and e.type = 'informed'
    and e.body ->> 'notice' = ${notices.key})`;

/**
 * Whether this row of `notices` has left the citizen of an open dossier untold (requirements §8.5): nobody was told by it, and since its
 * decision there is no answered inquiry about its dossier and no `informed` for it. It stands in the `where` of any statement that reads
 * `notices` and leaves out what is of closed dossiers. `whyUnreached` in the domain says why.
 */
export const isUnreached: SQL = sql`(${toldNobody} and ${untoldSince})`;

/**
 * All such notices of open dossiers, with their agency, for a statement that needs them all. `offset 0` makes PostgreSQL leave out what is of
 * closed dossiers first: nine of ten, for each of which it would look for inquiries.
 */
export const unreachedOfOpen: SQL = sql`(
  select * from (
    select ${notices.codeKey}, ${notices.key}, ${notices.status}, ${notices.decidedAt}, o.agency from ${notices}
    join ${dossierStates} o on o.code_key = ${notices.codeKey} and o.closed = false where ${toldNobody} offset 0
  ) notices where ${untoldSince}) unreached`;

/** An array of the keys of their dossiers, which are gathered once. */
export const unreachedKeys: SQL = sql`array(select code_key from ${unreachedOfOpen})`;

export type UnreachedRow = NoticeRow & { readonly agency: string };

/** The newest decision first. */
export async function readUnreached(
  { orm }: Database,
  agency: string | undefined,
  agencies: readonly string[] | null,
  limit: number,
  after: ListPlace,
): Promise<UnreachedRow[]> {
  const receiptCode = sql<ReceiptCode>`(select ${dossiers.receiptCode} from ${dossiers} where ${dossiers.codeKey} = ${notices.codeKey})`;
  const conditions = [
    agencies === null ? undefined : inArray(dossierStates.agency, agencies),
    agency === undefined ? undefined : eq(dossierStates.agency, agency),
  ].filter((condition) => condition !== undefined);
  return orm
    .select({ notice: notices, receiptCode, agency: dossierStates.agency })
    .from(notices)
    .innerJoin(dossierStates, eq(dossierStates.codeKey, notices.codeKey))
    .where(
      and(
        isUnreached,
        eq(dossierStates.closed, false),
        conditions.length === 0 ? undefined : isOfOpen(and(...conditions)),
        after ? sql`(${notices.decidedAt}, ${notices.key}) < (${after.at}, ${after.id})` : undefined,
      ),
    )
    .orderBy(desc(notices.decidedAt), desc(notices.key))
    .limit(limit);
}

/** Gathered first, because an agency may have few notices among many: the way from the newest on would lead through all of them. */
function isOfOpen(condition: SQL | undefined): SQL {
  return sql`${notices.codeKey} = any(array(
    select ${dossierStates.codeKey} from ${dossierStates} where ${dossierStates.closed} = false and ${condition}))`;
}

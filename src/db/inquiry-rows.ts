import { and, desc, getTableColumns, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { Instant } from '../domain/calendar.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import type { ListPlace } from './list-place.ts';
import { isAboutAgencies } from './of-agencies.ts';
import type { Database } from './open.ts';
import { inquiries } from './schema.ts';

/** `place` orders the inquiries of one moment. It is a digest, because an id may hold a number and the place of a list is shown. */
export type InquiryRow = typeof inquiries.$inferSelect & { readonly place: string };

const place = sql<string>`encode(sha256(convert_to(concat_ws('/', ${inquiries.gateway}, ${inquiries.id}, ${inquiries.nth}), 'UTF8')), 'hex')`;
const columns = { ...getTableColumns(inquiries), place };

/** From `from` and before `to`. */
type Received = { readonly from?: Instant | undefined; readonly to?: Instant | undefined };

/** Inquiries of a period, newest first. */
export async function readInquiries({ orm }: Database, filter: Received & Scope, limit: number, after: ListPlace): Promise<InquiryRow[]> {
  const where: (SQL | undefined)[] = [
    filter.from && gte(inquiries.receivedAt, filter.from),
    filter.to && lt(inquiries.receivedAt, filter.to),
    isAboutAgencies(filter.agencies),
    after ? sql`(${inquiries.receivedAt}, ${place}) < (${after.at}, ${after.id})` : undefined,
  ];
  return orm
    .select(columns)
    .from(inquiries)
    .where(and(...where))
    .orderBy(desc(inquiries.receivedAt), desc(place))
    .limit(limit);
}

/** What the inquiries of a period came to. `limited` were told that they are too many, `unanswered` got no reply at all. */
export type InquiryCounts = { readonly all: number; readonly charged: number; readonly limited: number; readonly unanswered: number };

export async function countInquiries({ orm }: Database, { from, to, agencies }: Received & Scope): Promise<InquiryCounts> {
  const countWhere = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::float8`;
  const [row] = await orm
    .select({
      all: sql<number>`count(*)::float8`,
      charged: countWhere(sql`${inquiries.charge}`),
      limited: countWhere(sql`${inquiries.outcome} = 'too_many'`),
      unanswered: countWhere(sql`${inquiries.outcome} = 'ignored'`),
    })
    .from(inquiries)
    .where(and(from && gte(inquiries.receivedAt, from), to && lt(inquiries.receivedAt, to), isAboutAgencies(agencies)));
  if (!row) throw new Error('expected one row of counts, came none');
  return row;
}

/** The last hundred inquiries about a dossier, oldest first. */
export async function readInquiriesAbout({ orm }: Database, codeKey: CodeKey, agencies: Scope['agencies']): Promise<InquiryRow[]> {
  const rows = await orm
    .select(columns)
    .from(inquiries)
    .where(and(sql`${inquiries.codeKeys} @> array[${codeKey}]::text[]`, isAboutAgencies(agencies)))
    .orderBy(desc(inquiries.receivedAt))
    .limit(100);
  return rows.toReversed();
}

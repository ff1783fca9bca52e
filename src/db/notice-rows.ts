import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { NoticeKind } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import type { ListPlace } from './list-place.ts';
import { isOfAgencies } from './of-agencies.ts';
import type { Database } from './open.ts';
import { dossiers, notices } from './schema.ts';

const noticeColumns = { notice: notices, receiptCode: dossiers.receiptCode };

export type NoticeRow = { readonly notice: typeof notices.$inferSelect; readonly receiptCode: ReceiptCode };

/** The newest decision first. */
export async function readNotices(
  { orm }: Database,
  filter: { readonly status?: NoticeStatus | undefined; readonly kind?: NoticeKind | undefined } & Scope,
  limit: number,
  after: ListPlace,
): Promise<NoticeRow[]> {
  const where: (SQL | undefined)[] = [
    filter.status && eq(notices.status, filter.status),
    filter.kind && eq(notices.kind, filter.kind),
    isOfAgencies(filter.agencies),
    after ? sql`(${notices.decidedAt}, ${notices.key}) < (${after.at}, ${after.id})` : undefined,
  ];
  return orm
    .select(noticeColumns)
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(and(...where))
    .orderBy(desc(notices.decidedAt), desc(notices.key))
    .limit(limit);
}

/** The notices of one dossier, oldest first. */
export async function readNoticesOf({ orm }: Database, codeKey: CodeKey): Promise<NoticeRow[]> {
  return orm
    .select(noticeColumns)
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(eq(notices.codeKey, codeKey))
    .orderBy(asc(notices.decidedAt), asc(notices.key));
}

export async function findNotice({ orm }: Database, key: string, { agencies }: Scope): Promise<NoticeRow | undefined> {
  const [row] = await orm
    .select(noticeColumns)
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(and(eq(notices.key, key), isOfAgencies(agencies)));
  return row;
}

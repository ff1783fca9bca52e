import { and, asc, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { Instant } from '../domain/calendar.ts';
import type { NoticeKind } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';
import { dossiers, inquiries, notices } from './schema.ts';

/** The place after which a page continues, newest first; null for the first page. */
export type After = { readonly at: Instant; readonly id: string } | null;

const noticeColumns = { notice: notices, receiptCode: dossiers.receiptCode };

export type NoticeRow = { readonly notice: typeof notices.$inferSelect; readonly receiptCode: ReceiptCode };
export type InquiryRow = typeof inquiries.$inferSelect;

/** The newest decision first. */
export async function listNotices(
  { orm }: Database,
  filter: { readonly status?: NoticeStatus | undefined; readonly kind?: NoticeKind | undefined },
  limit: number,
  after: After,
): Promise<NoticeRow[]> {
  const where: (SQL | undefined)[] = [
    filter.status && eq(notices.status, filter.status),
    filter.kind && eq(notices.kind, filter.kind),
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
export async function listNoticesOf({ orm }: Database, codeKey: CodeKey): Promise<NoticeRow[]> {
  return orm
    .select(noticeColumns)
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(eq(notices.codeKey, codeKey))
    .orderBy(asc(notices.decidedAt), asc(notices.key));
}

export async function findNotice({ orm }: Database, key: string): Promise<NoticeRow | undefined> {
  const [row] = await orm
    .select(noticeColumns)
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .where(eq(notices.key, key));
  return row;
}

/** Inquiries that were received from `from` and before `to`, newest first. */
export async function listInquiries(
  { orm }: Database,
  filter: { readonly from?: Instant | undefined; readonly to?: Instant | undefined },
  limit: number,
  after: After,
): Promise<InquiryRow[]> {
  const where: (SQL | undefined)[] = [
    filter.from && gte(inquiries.receivedAt, filter.from),
    filter.to && lt(inquiries.receivedAt, filter.to),
    after ? sql`(${inquiries.receivedAt}, ${inquiries.id}) < (${after.at}, ${after.id})` : undefined,
  ];
  return orm
    .select()
    .from(inquiries)
    .where(and(...where))
    .orderBy(desc(inquiries.receivedAt), desc(inquiries.id))
    .limit(limit);
}

/** The last hundred inquiries about a dossier, oldest first. */
export async function listInquiriesAbout({ orm }: Database, codeKey: CodeKey): Promise<InquiryRow[]> {
  const rows = await orm
    .select()
    .from(inquiries)
    .where(sql`${inquiries.codeKeys} @> array[${codeKey}]::text[]`)
    .orderBy(desc(inquiries.receivedAt))
    .limit(100);
  return rows.toReversed();
}

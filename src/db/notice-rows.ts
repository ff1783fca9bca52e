import { and, asc, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { Instant } from '../domain/calendar.ts';
import type { NoticeKind } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { Phone } from '../domain/phone.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import type { ListPlace } from './list-place.ts';
import { isOfAgencies } from './of-agencies.ts';
import type { Database } from './open.ts';
import { contacts, dossiers, notices } from './schema.ts';

const noticeColumns = { notice: notices, receiptCode: dossiers.receiptCode };

export type NoticeRow = { readonly notice: typeof notices.$inferSelect; readonly receiptCode: ReceiptCode };

/** Decided on from `from` and before `to`. `gateway` is the one for which a notice was claimed last. */
export type NoticeRowFilter = {
  readonly status?: NoticeStatus | undefined;
  readonly kind?: NoticeKind | undefined;
  readonly gateway?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
};

/** The newest decision first, each with the number of its dossier as it is now. */
export async function readNotices(
  { orm }: Database,
  filter: NoticeRowFilter & Scope,
  limit: number,
  after: ListPlace,
): Promise<(NoticeRow & { readonly phone: Phone | null })[]> {
  const where: (SQL | undefined)[] = [
    filter.status && eq(notices.status, filter.status),
    filter.kind && eq(notices.kind, filter.kind),
    filter.gateway === undefined ? undefined : eq(notices.gateway, filter.gateway),
    filter.from && gte(notices.decidedAt, filter.from),
    filter.to && lt(notices.decidedAt, filter.to),
    isOfAgencies(filter.agencies),
    after ? sql`(${notices.decidedAt}, ${notices.key}) < (${after.at}, ${after.id})` : undefined,
  ];
  return orm
    .select({ ...noticeColumns, phone: contacts.phone })
    .from(notices)
    .innerJoin(dossiers, eq(dossiers.codeKey, notices.codeKey))
    .leftJoin(contacts, eq(contacts.codeKey, notices.codeKey))
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

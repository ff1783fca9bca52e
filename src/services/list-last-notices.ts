import { readLastNotices } from '../db/last-notices.ts';
import { codeKey, type ReceiptCode } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import { readNoticeRow, type ListedNotice } from './listed-notice.ts';
import type { ServiceDeps } from './service-deps.ts';

/** The last notice of each of these dossiers that has one, in one question to the database. */
export async function listLastNotices(
  { database }: Pick<ServiceDeps, 'database'>,
  scope: Scope,
  codes: readonly ReceiptCode[],
): Promise<ReadonlyMap<ReceiptCode, ListedNotice>> {
  const rows = codes.length === 0 ? [] : await readLastNotices(database, codes.map(codeKey), scope);
  return new Map(rows.map((row) => [row.receiptCode, readNoticeRow(row)]));
}

import type { Database } from '../../src/db/open.ts';
import type { LedgerEntry } from '../../src/domain/ledger-entry.ts';
import { claimNotice, recordReceipt } from '../../src/db/notices.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import { noticeKey } from '../../src/domain/notice-key.ts';
import type { NoticeStatus, ReceiptStatus } from '../../src/domain/notice-status.ts';
import { aRecordedDossier } from './records.ts';

let next = 1;

/** A result notice of a new dossier. It is in the ledger only when `status` is given. */
export async function aNotice(database: Database, status?: NoticeStatus): Promise<{ readonly entry: LedgerEntry; readonly key: string }> {
  const { receiptCode } = await aRecordedDossier(database);
  const notice = { kind: 'result', round: next++ } as const;
  const entry = { receiptCode, notice, text: 'TB', segments: 1, decidedAt: now(), dueAt: now() };
  const key = noticeKey(receiptCode, notice);
  if (status === undefined) return { entry, key };
  await claimNotice(database, entry, 'plain', null);
  await database.sql`update notices set status = ${status} where key = ${key}`;
  return { entry, key };
}

export function receipt(database: Database, key: string, status: ReceiptStatus): Promise<void> {
  return recordReceipt(database, { gateway: 'plain', messageId: `m-of-${key}`, key, nth: 0, status, at: now() });
}

export async function row(database: Database, key: string) {
  const [found] = await database.sql<{ status: NoticeStatus }[]>`select * from notices where key = ${key}`;
  return found;
}

export function now() {
  return instantAt(Date.now());
}

import type { Database } from '../../src/db/open.ts';
import type { LedgerEntry } from '../../src/domain/ledger-entry.ts';
import { claimNotice } from '../../src/db/notices.ts';
import { recordReceipt, type Receipt } from '../../src/db/receipts.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import { noticeKey } from '../../src/domain/notice-key.ts';
import { messageIdKey } from '../../src/domain/message-id.ts';
import type { NoticeStatus } from '../../src/domain/notice-status.ts';
import { aRecordedDossier } from './records.ts';

let next = 1;

/** A result notice of a new dossier. It is in the ledger only when `status` is given. */
export async function aNotice(database: Database, status?: NoticeStatus): Promise<{ readonly entry: LedgerEntry; readonly key: string }> {
  const { receiptCode } = await aRecordedDossier(database);
  const notice = { kind: 'result', round: next++ } as const;
  const entry: LedgerEntry = {
    receiptCode,
    notice,
    text: 'TB',
    encoding: 'unicode',
    segments: 1,
    cost: null,
    decidedAt: now(),
    dueAt: now(),
  };
  const key = noticeKey(receiptCode, notice);
  if (status === undefined) return { entry, key };
  await claimNotice(database, entry, 'plain', null);
  await database.sql`update notices set status = ${status} where key = ${key}`;
  return { entry, key };
}

/** A receipt about the first hand-over of a notice, unless `some` says otherwise. */
export function receipt(database: Database, key: string, said: Receipt['said'], some: Partial<Receipt> = {}): Promise<void> {
  const messageId = messageIdKey(`m-of-${key}`, 'text');
  return recordReceipt(database, { gateway: 'plain', messageId, reference: key, said, part: 0, parts: 0, at: now(), ...some });
}

export async function row(database: Database, key: string) {
  const [found] = await database.sql<{ status: NoticeStatus; settled_at: string | null }[]>`select * from notices where key = ${key}`;
  return found;
}

export function now() {
  return instantAt(Date.now());
}

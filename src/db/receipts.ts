import type { TransactionSql } from 'postgres';
import type { Instant } from '../domain/calendar.ts';
import { messageIdKey } from '../domain/message-id.ts';
import { readReference } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { judgeReceipts, NO_RECEIPT, NO_RECEIPT_AFTER_MS, type KnownReceipt } from '../domain/receipt-verdict.ts';
import type { Database } from './open.ts';
import { inTransaction } from './transaction.ts';
import type { notices } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

/** A receipt with what it says of the whole message, or of `part` of `parts`. Ids that did not come are empty. */
export type Receipt = KnownReceipt & {
  readonly gateway: string;
  /** In the one form of `messageIdKey`. */
  readonly messageId: string;
  /** The reference that the gateway was told. */
  readonly reference: string;
  /** By the gateway's clock. A moment before the notice was due is not believed. */
  readonly at: Instant;
};

/** One receipt of a hand-over, with its notice as it stands. */
type PlacedReceipt = Pick<SqlRow<typeof notices>, 'key' | 'status' | 'reason'> & KnownReceipt;

/**
 * Keeps a receipt, even one that belongs to no message that we know, and lets all receipts of its hand-over decide about the notice. The
 * function locks the notice, and receipts of one message come one at a time, also beside our own answer.
 */
export async function recordReceipt({ sql }: Database, { gateway, messageId, reference, said, part, parts, at }: Receipt): Promise<void> {
  const { key, nth } = readReference(reference); // for notices that were claimed before their reference was kept
  await inTransaction(sql, async (transaction) => {
    const placed = await transaction<PlacedReceipt[]>`
      select key, status, reason, said, part, parts
      from keep_receipt(${gateway}, ${messageId}, ${reference}, ${key}, ${nth}, ${said}, ${part}, ${parts}, ${at})`;
    await judge(transaction, placed, at);
  });
}

/**
 * The gateway has the message, under this id unless it said none. Receipts that came before its answer decide the status; a notice that has
 * ended stays as it is. An uncertain one was not lost after all.
 */
export async function settleSent({ sql }: Database, key: string, gateway: string, messageId: string | null): Promise<NoticeStatus> {
  const settle = (by: Database['sql'] | TransactionSql, withReceipts: boolean) => by<PlacedReceipt[]>`
    select key, status, reason, said, part, parts
    from settle_sent(${key}, ${gateway}, ${messageId}, ${messageId === null ? null : messageIdKey(messageId, 'text')}, ${withReceipts})`;
  const [row] = await settle(sql, false);
  if (row) return row.status;
  let status: NoticeStatus = 'sent';
  await inTransaction(sql, async (transaction) => {
    status = (await judge(transaction, await settle(transaction, true), null)) ?? status;
  });
  return status;
}

/** @returns the status of the notice now; null when there is none */
async function judge(sql: TransactionSql, placed: readonly PlacedReceipt[], at: Instant | null): Promise<NoticeStatus | null> {
  const [notice] = placed;
  if (notice === undefined) return null;
  const after = judgeReceipts(notice, placed);
  if (after === null) return notice.status;
  await sql`
    update notices set status = ${after.status}, reason = ${after.reason}, settled_at = now(),
      sent_at = coalesce(sent_at, case when ${at}::timestamptz >= greatest(decided_at, due_at) then ${at}::timestamptz else now() end)
    where key = ${notice.key}`;
  return after.status;
}

/**
 * Ends the notices that were handed over to one of these gateways, which give receipts, and got none for 72 h (requirements §11.3). With
 * other gateways `sent` is final.
 */
export async function endWithoutReceipt({ sql }: Database, gateways: readonly string[]): Promise<void> {
  await sql`
    update notices set status = 'temporary_failure', reason = ${NO_RECEIPT}, settled_at = now()
    where status = 'sent' and gateway = any(${[...gateways]}::text[])
      and settled_at < now() - make_interval(secs => ${NO_RECEIPT_AFTER_MS / 1000})`;
}

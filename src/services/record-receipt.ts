import { recordReceipt as writeReceipt } from '../db/notices.ts';
import type { Instant } from '../domain/calendar.ts';
import { believableInstant } from '../domain/foreign-instant.ts';
import { readReference } from '../domain/notice-key.ts';
import type { ReceiptStatus } from '../domain/notice-status.ts';
import { storableId } from '../lib/storable-text.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What a gateway says became of a message in the telephone network. */
export type ReceiptRequest = {
  readonly gateway: string;
  /** The gateway's own id of the message. */
  readonly messageId: string;
  /** Ours, when the gateway sends it back. */
  readonly reference: string | null;
  readonly status: ReceiptStatus;
  /** By the gateway's clock. Now when it is left out, or not to be believed. */
  readonly at?: Instant | null | undefined;
};

/** Keeps a receipt, also one that belongs to no notice, and lets it end its notice (requirements §5.6). */
export function recordReceipt({ database, now }: Pick<ServiceDeps, 'database' | 'now'>, receipt: ReceiptRequest): Promise<void> {
  const { gateway, messageId, reference, status, at } = receipt;
  return writeReceipt(database, {
    gateway,
    messageId: storableId(messageId),
    ...readReference(storableId(reference ?? '')),
    status,
    at: believableInstant(at, now()),
  });
}

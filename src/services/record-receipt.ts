import { recordReceipt as writeReceipt } from '../db/notices.ts';
import type { Instant } from '../domain/calendar.ts';
import { readReference } from '../domain/notice-key.ts';
import type { ReceiptStatus } from '../domain/notice-status.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What a gateway says became of a message in the telephone network. */
export type ReceiptRequest = {
  readonly gateway: string;
  /** The gateway's own id of the message. */
  readonly messageId: string;
  /** Ours, when the gateway sends it back. */
  readonly reference: string | null;
  readonly status: ReceiptStatus;
  /** Now when it is left out. */
  readonly at?: Instant | undefined;
};

/** Keeps a receipt, also one that belongs to no notice, and lets it end its notice (requirements §5.6). */
export function recordReceipt({ database, now }: Pick<ServiceDeps, 'database' | 'now'>, receipt: ReceiptRequest): Promise<void> {
  const { gateway, messageId, reference, status, at = now() } = receipt;
  return writeReceipt(database, { gateway, messageId, ...readReference(reference ?? ''), status, at });
}

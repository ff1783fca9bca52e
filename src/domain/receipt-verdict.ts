import { STATUS_OF_RECEIPT, type NoticeStatus, type ReceiptStatus } from './notice-status.ts';

/** How long a message that the gateway took may be without a receipt, milliseconds (requirements §11.3). */
export const NO_RECEIPT_AFTER_MS = 72 * 3_600_000;

/** The reason of a notice that ended because no receipt came. A receipt that comes later still counts. */
export const NO_RECEIPT = 'no_receipt' as const;

/** One receipt of a hand-over. `part` counts from 1 to `parts`; 0: the receipt is about the whole message. */
export type KnownReceipt = { readonly said: ReceiptStatus | 'sent'; readonly part: number; readonly parts: number };

type Standing = { readonly status: NoticeStatus; readonly reason: string | null };

/**
 * What becomes of a notice by all receipts of its hand-over, in the order in which they came (requirements §11.3). Null: it stays as it is,
 * because it has ended or because nothing new was said.
 */
export function judgeReceipts({ status, reason }: Standing, receipts: readonly KnownReceipt[]): Standing | null {
  const verdict = verdictOf(receipts);
  if (verdict === null) return null;
  if (verdict === 'sent') return status === 'sending' || status === 'uncertain' ? { status: 'sent', reason: null } : null;
  const isOpen = OPEN.includes(status) || (status === 'temporary_failure' && reason === NO_RECEIPT);
  return isOpen ? { status: STATUS_OF_RECEIPT[verdict], reason: verdict === 'delivered' ? null : `receipt: ${verdict}` } : null;
}

const OPEN: readonly NoticeStatus[] = ['sending', 'sent', 'uncertain'];

const WORST_FIRST = ['rejected', 'undelivered', 'expired'] as const satisfies readonly ReceiptStatus[];

/** One part that failed spoils the message; it is delivered when all of its parts are. Null: no receipt at all. */
function verdictOf(receipts: readonly KnownReceipt[]): KnownReceipt['said'] | null {
  if (receipts.length === 0) return null;
  const finals = firstFinals(receipts);
  const worst = WORST_FIRST.find((status) => finals.some(({ said }) => said === status));
  if (worst !== undefined) return worst;
  const delivered = finals.filter(({ part }) => part > 0).length;
  const isWhole = finals.some(({ part }) => part === 0);
  return isWhole || (delivered > 0 && delivered >= Math.max(...receipts.map(({ parts }) => parts))) ? 'delivered' : 'sent';
}

/** The first final word about each part holds. */
function firstFinals(receipts: readonly KnownReceipt[]): readonly KnownReceipt[] {
  const finals = receipts.filter(({ said }) => said !== 'sent');
  return finals.filter(({ part }, index) => finals.findIndex((each) => each.part === part) === index);
}

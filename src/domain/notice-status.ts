import type { NoticeKind } from './notice-key.ts';

/** What became of a notice (requirements §5.6), in the order in which it may happen. */
export const NOTICE_STATUSES = [
  'created',
  'sending',
  'sent',
  'delivered',
  'skipped',
  'superseded',
  'missed',
  'temporary_failure',
  'permanent_failure',
  'technical_failure',
  'uncertain',
] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];

/** An operator sees these as problems. */
export const PROBLEM_STATUSES = [
  'missed',
  'temporary_failure',
  'permanent_failure',
  'technical_failure',
  'uncertain',
] as const satisfies readonly NoticeStatus[];

export function isProblem(status: NoticeStatus): boolean {
  return PROBLEM_STATUSES.some((problem) => problem === status);
}

/** What the telephone network says about a message it took. */
export const RECEIPT_STATUSES = ['delivered', 'undelivered', 'expired', 'rejected'] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** `expired`: the phone was off or out of reach for the message's life; the others say that it can never arrive. */
export const STATUS_OF_RECEIPT = {
  delivered: 'delivered',
  undelivered: 'permanent_failure',
  expired: 'temporary_failure',
  rejected: 'permanent_failure',
} as const satisfies Record<ReceiptStatus, NoticeStatus>;

/** A hand-over under a new reference: the how-manieth after the first, and whether requirements §5.6 or an operator ordered it. */
export type Repetition = { readonly nth: number; readonly by: 'policy' | 'operator' };

/** Whether nobody has to come back to it: an uncertain result or supplement is sent once more (requirements §5.6). */
export function isOver({ status, resent }: { readonly status: NoticeStatus; readonly resent: number }, kind: NoticeKind): boolean {
  if (status === 'created' || status === 'sending') return false;
  return status !== 'uncertain' || kind === 'apology' || resent > 0;
}

const FAILED: readonly NoticeStatus[] = ['temporary_failure', 'permanent_failure', 'technical_failure'];

/** What an operator may send again (contract §2): what failed, missed results and supplements, and whatever is uncertain. */
export function isResendable(status: NoticeStatus, kind: NoticeKind): boolean {
  return FAILED.includes(status) || status === 'uncertain' || (status === 'missed' && kind !== 'apology');
}

import type { NoticeKind } from './notice-key.ts';

/** What became of a notice (requirements §5.6). */
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

/** What the telephone network says about a message that it accepted. */
export const RECEIPT_STATUSES = ['delivered', 'undelivered', 'expired', 'rejected'] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** `expired` means that the phone was off or out of reach until the message expired; the other failures are final. */
export const STATUS_OF_RECEIPT = {
  delivered: 'delivered',
  undelivered: 'permanent_failure',
  expired: 'temporary_failure',
  rejected: 'permanent_failure',
} as const satisfies Record<ReceiptStatus, NoticeStatus>;

/**
 * A hand-over under a new reference. `nth` counts from 1 after the first hand-over; `policy` is the rule of requirements §5.6. An operator may
 * name the gateway (requirements §11.4).
 */
export type Repetition =
  | { readonly nth: number; readonly by: 'policy' }
  | { readonly nth: number; readonly by: 'operator'; readonly gateway?: string };

/** Whether nothing is left to do for it. An uncertain result or supplement is sent once more (requirements §5.6). */
export function isOver({ status, resent }: { readonly status: NoticeStatus; readonly resent: number }, kind: NoticeKind): boolean {
  if (status === 'created' || status === 'sending') return false;
  return status !== 'uncertain' || kind === 'apology' || resent > 0;
}

const FAILED: readonly NoticeStatus[] = ['temporary_failure', 'permanent_failure', 'technical_failure'];

type Ended = { readonly status: NoticeStatus; readonly reason: string | null; readonly kind: NoticeKind };

/** Whether it was not sent because there was no number by which to send it (requirements §5.4). */
export function lackedPhone({ status, reason }: Omit<Ended, 'kind'>): boolean {
  return status === 'skipped' && reason === 'no_phone';
}

/**
 * Whether an operator may send it again (contract §2): a notice that failed or is uncertain, a result or supplement that was missed, and
 * one that only lacked a number, as soon as there is one (requirements §8.5).
 */
export function isResendable(notice: Ended, hasPhone: boolean): boolean {
  const { status, kind } = notice;
  return (
    FAILED.includes(status) || status === 'uncertain' || (status === 'missed' && kind !== 'apology') || (lackedPhone(notice) && hasPhone)
  );
}

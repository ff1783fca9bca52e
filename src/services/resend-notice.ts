import { readFoldedDossier } from '../db/dossiers.ts';
import { findNotice } from '../db/notice-rows.ts';
import { epochMs } from '../domain/calendar.ts';
import { expiryOf, verdictOn, type NotSentReason } from '../domain/due-notices.ts';
import { readNoticeKey } from '../domain/notice-key.ts';
import { isResendable, type NoticeStatus } from '../domain/notice-status.ts';
import { codeKey } from '../domain/receipt-code.ts';
import { orderResend } from '../temporal/order-resend.ts';
import { readNoticeRow } from './listed-notice.ts';
import type { ServiceDeps } from './service-deps.ts';

/** `unavailable`: Temporal did not answer, and nothing was ordered. */
export type ResendResult =
  | { readonly kind: 'ordered' | 'unknown_notice' | 'unavailable' }
  | { readonly kind: 'refused'; readonly refusal: 'not_resendable'; readonly because: NotResendable };

/** Why it cannot be sent again: its status, or the reason why it would not be true now; null when its time has not come. */
export type NotResendable = { readonly status: NoticeStatus } | { readonly untrue: NotSentReason | null };

type Deps = Pick<ServiceDeps, 'database' | 'temporal' | 'now'>;

/** The one thing that an operator does by hand (requirements §8): a notice that failed or is uncertain is sent again. */
export async function resendNotice({ database, temporal, now: clock }: Deps, key: string): Promise<ResendResult> {
  const row = await findNotice(database, key);
  const read = readNoticeKey(key);
  if (!row || !read) return { kind: 'unknown_notice' };
  const { receiptCode, status, kind, resent, decidedAt, dueAt } = readNoticeRow(row);
  const dossier = await readFoldedDossier(database, codeKey(receiptCode));
  const now = clock();
  if (!dossier || !isResendable(status, kind)) return { kind: 'refused', refusal: 'not_resendable', because: { status } };
  const verdict = verdictOn(dossier, read.notice, now);
  if (verdict.call !== 'send')
    return { kind: 'refused', refusal: 'not_resendable', because: { untrue: 'reason' in verdict ? verdict.reason : null } };

  const order = { receiptCode, agency: dossier.agency, notice: read.notice, seq: dossier.seq, decidedAt, dueAt };
  return { kind: await orderResend(temporal, order, resent + 1, epochMs(expiryOf(read.notice, now)) - epochMs(now)) };
}

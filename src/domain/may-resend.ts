import type { Instant } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import { verdictOn } from './due-notices.ts';
import type { Notice } from './notice-key.ts';
import { isResendable, type NoticeStatus } from './notice-status.ts';

type Row = { readonly notice: Notice; readonly status: NoticeStatus; readonly reason: string | null };

/** Whether an operator may send a notice again: it is one of those of requirements §5.6 and §8.5, and it is true now. */
export function mayResend(dossier: Dossier, { notice, status, reason }: Row, hasPhone: boolean, now: Instant): boolean {
  return isResendable({ status, reason, kind: notice.kind }, hasPhone) && verdictOn(dossier, notice, now).call === 'send';
}

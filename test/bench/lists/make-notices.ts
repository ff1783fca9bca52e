import { isPast, plusMs, type Instant } from '../../../src/domain/calendar.ts';
import { calledNotices } from '../../../src/domain/called-notices.ts';
import type { Contact } from '../../../src/domain/contact.ts';
import type { DossierStates } from '../../../src/domain/dossier-states.ts';
import { verdictOn } from '../../../src/domain/due-notices.ts';
import type { Notice } from '../../../src/domain/notice-key.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { NO_RECEIPT, NO_RECEIPT_AFTER_MS } from '../../../src/domain/receipt-verdict.ts';
import { segmentsOf } from '../../../src/domain/sms-text.ts';
import { noticeText } from '../../../src/domain/texts.ts';
import type { Random } from './random.ts';

export type MadeNotice = {
  readonly key: string;
  readonly notice: Notice;
  readonly status: NoticeStatus;
  readonly reason: string | null;
  readonly text: string;
  readonly segments: number;
  readonly decidedAt: Instant;
  /** Null when it did not leave. */
  readonly sentAt: Instant | null;
};

/** What the ledger says of each notice that the journal called for. Of a hundred that leave, four do not arrive and two have no receipt. */
export function makeNotices(states: DossierStates, contact: Contact, now: Instant, random: Random): MadeNotice[] {
  return calledNotices(states, now).map(({ notice, key, at }): MadeNotice => {
    const { dossier } = states.findLast(({ from }) => from <= at) ?? states[0];
    const text = noticeText(notice, dossier.receiptCode, 'Sở Tài chính');
    const row = { key, notice, text, segments: segmentsOf(text).segments, decidedAt: at };
    const verdict = verdictOn(dossier, notice, at);
    if ('reason' in verdict) return { ...row, status: verdict.call, reason: verdict.reason, sentAt: null };
    if (contact.phone === null) return { ...row, status: 'skipped', reason: 'no_phone', sentAt: null };
    const [status, reason, hasLeft] = fateOf(random.next(), isPast(at, NO_RECEIPT_AFTER_MS, now));
    const sentAt = plusMs(at, Math.floor(1000 + random.next() * 30_000));
    return { ...row, status, reason, sentAt: hasLeft ? (sentAt < now ? sentAt : now) : null };
  });
}

function fateOf(drawn: number, isOver: boolean): readonly [NoticeStatus, reason: string | null, hasLeft: boolean] {
  if (drawn < 0.02) return ['temporary_failure', 'expired', true];
  if (drawn < 0.035) return ['permanent_failure', 'undelivered', true];
  if (drawn < 0.038) return ['technical_failure', 'content', false];
  if (drawn < 0.04) return ['uncertain', null, false];
  if (drawn < 0.06) return isOver ? ['temporary_failure', NO_RECEIPT, true] : ['sent', null, true];
  return ['delivered', null, true];
}

import { readFoldedDossier } from '../db/dossiers.ts';
import type { Claim } from '../db/notices.ts';
import type { Database } from '../db/open.ts';
import { endOf } from '../domain/calendar.ts';
import { verdictOn, type NotCalledFor } from '../domain/due-notices.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { NoticeOrder } from '../workflows/contract.ts';

/** How a notice ends that is not sent although the workflow ordered it. */
type EndBeforeSending = NotCalledFor | { readonly call: 'uncertain'; readonly reason: string };

/** Whether a notice is still to be sent (architecture §2.4): null when it is. One that was perhaps sent already becomes `uncertain`. */
export async function checkBeforeSending(database: Database, order: NoticeOrder, claim: Claim): Promise<EndBeforeSending | null> {
  const end = await whyNotToSend(database, order, claim);
  return end !== null && claim.before === 'sending' ? { call: 'uncertain', reason: end.reason } : end;
}

/** By the journal, when that knows more than the workflow did; by the due date of an apology; by the phone. */
async function whyNotToSend(database: Database, { receiptCode, notice, seq }: NoticeOrder, claim: Claim): Promise<NotCalledFor | null> {
  if (claim.seq > seq) {
    const dossier = await readFoldedDossier(database, codeKey(receiptCode));
    const verdict = dossier && verdictOn(dossier, notice, claim.now);
    if (verdict && 'reason' in verdict) return verdict;
  } else if (notice.kind === 'apology' && claim.now >= endOf(notice.dueDate)) {
    return { call: 'missed', reason: 'due_date_over' };
  }
  return claim.phone === null ? { call: 'skipped', reason: 'no_phone' } : null;
}

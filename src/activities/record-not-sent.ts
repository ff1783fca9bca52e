import { readFoldedDossier } from '../db/dossiers.ts';
import { recordNotSent as writeNotSent } from '../db/notices.ts';
import { readNow, type Database } from '../db/open.ts';
import { verdictOn, type DecisionNotToSend } from '../domain/due-notices.ts';
import { likelyEntryFor } from '../domain/likely-entry.ts';
import { noticeKey } from '../domain/notice-key.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { NoticeOrder, NoticeResult } from '../workflows/contract.ts';
import type { ActivityDeps } from './deps.ts';
import { findAgencyOf } from './find-agency.ts';
import { noticeLinks } from './find-route.ts';

/** The activity that records why a notice is not, or no longer, to be sent. */
export async function recordNotSent(deps: ActivityDeps, order: NoticeOrder, decision: DecisionNotToSend): Promise<NoticeResult> {
  const confirmed = await judgeByJournal(deps.database, order, decision);
  if (confirmed === null) return { status: 'created' };
  const settings = noticeLinks(deps).map((link) => link.settings);
  const entry = likelyEntryFor(order, await findAgencyOf(deps, order), settings);
  const status = await writeNotSent(deps.database, entry, confirmed.call, confirmed.reason);
  deps.log.info({ key: noticeKey(order.receiptCode, order.notice), status, reason: confirmed.reason }, 'notice_not_sent');
  return { status };
}

/**
 * An apology is judged by what was recorded before its instant, whether the workflow has received it or not (requirements §5.3): where the
 * journal knows more than the workflow did, the journal decides. Null: the apology is to be sent after all, and the workflow decides again
 * later.
 */
async function judgeByJournal(
  database: Database,
  { receiptCode, notice, seq }: NoticeOrder,
  decision: DecisionNotToSend,
): Promise<DecisionNotToSend | null> {
  if (notice.kind !== 'apology') return decision;
  const dossier = await readFoldedDossier(database, codeKey(receiptCode));
  if (dossier === undefined || dossier.seq <= seq) return decision;
  const verdict = verdictOn(dossier, notice, await readNow(database));
  if ('reason' in verdict) return verdict;
  return decision.call === 'missed' ? decision : null; // no time is left before its due date ends
}

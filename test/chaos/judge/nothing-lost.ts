import { apologyInstant } from '../../../src/domain/apology.ts';
import { epochMs, instantAt } from '../../../src/domain/calendar.ts';
import { noticeKey, type Notice, readReference } from '../../../src/domain/notice-key.ts';
import { dueNotices, verdictOn } from '../../../src/domain/due-notices.ts';
import { isProblem } from '../../../src/domain/notice-status.ts';
import { isAccepted, type Account } from './accounts.ts';
import type { Evidence, LedgerRow } from './evidence.ts';
import type { Finding } from './finding.ts';

/** I1: every notice that was ever called for is with the network, or visibly not; and the ledger says the same as the network. */
export function nothingLost({ now }: Evidence, accounts: readonly Account[]): readonly Finding[] {
  return accounts.flatMap((account) => [...calledFor(account, now).flatMap((call) => lost(account, call)), ...falselySent(account)]);
}

/**
 * Counts the notices that visibly did not reach the network, which I1 allows. A notice whose claim was cut off, and that was no longer
 * true when its turn came again, is not counted: it is `uncertain`, and nobody waits for it.
 */
export function visiblyFailed({ now }: Evidence, accounts: readonly Account[]): number {
  return accounts.flatMap((account) => {
    const withdrawn = calledFor(account, now).filter((call) => isWithdrawn(account, call));
    const keys = withdrawn.map(({ notice }) => noticeKey(account.registration.receiptCode, notice));
    return account.ledger.filter(({ key, status }) => isProblem(status) && !(status === 'uncertain' && keys.includes(key)));
  }).length;
}

/** A notice that was to be sent in this chapter of a dossier's life. */
type Call = { readonly notice: Notice; readonly chapter: number };

/** By every chapter: what it began with, and the apology whose instant fell into it. */
function calledFor({ chapters }: Account, nowMs: number): readonly Call[] {
  const seen = new Set<string>();
  return chapters.flatMap(({ dossier, from }, chapter) => {
    const endMs = Math.min(nowMs, epochMs(chapters[chapter + 1]?.from ?? instantAt(nowMs)));
    const instant = apologyInstant(dossier);
    const momentMs = instant === null || epochMs(instant) >= endMs ? epochMs(from) : Math.max(epochMs(instant), epochMs(from));
    return dueNotices(dossier, instantAt(momentMs)).flatMap(({ notice, verdict }) => {
      const key = noticeKey(dossier.receiptCode, notice);
      if (verdict.call !== 'send' || seen.has(key)) return [];
      seen.add(key);
      return [{ notice, chapter }];
    });
  });
}

function lost(account: Account, { notice, chapter }: Call): readonly Finding[] {
  const key = noticeKey(account.registration.receiptCode, notice);
  const finding = (what: string): readonly Finding[] => [{ invariant: 'I1', about: key, what }];
  const row = account.ledger.find((each) => each.key === key);
  if (!row) return finding('it was due, and the ledger does not know it');
  if (account.handovers.some((each) => isAccepted(each) && readReference(each.id).key === key)) return [];
  if (isProblem(row.status)) return [];
  if (row.status === 'skipped' && row.reason === 'no_phone')
    return couldBeReached(account) ? finding('skipped as no_phone, and there is one') : [];
  if (row.status === 'superseded' || row.status === 'skipped')
    return isWithdrawn(account, { notice, chapter }) ? [] : finding(`${row.status} (${row.reason}), though it was true all the time`);
  return finding(`the ledger says ${row.status}, and the network never took it`);
}

/** Now, and nothing was ever said about another number. */
function couldBeReached({ hasPhone, events }: Account): boolean {
  return hasPhone && events.every(({ type }) => type !== 'contact');
}

/** Some later chapter no longer calls for it. */
function isWithdrawn({ chapters }: Account, { notice, chapter }: Call): boolean {
  return chapters.slice(chapter + 1).some(({ dossier, from }) => verdictOn(dossier, notice, from).call !== 'send');
}

const SENT: readonly LedgerRow['status'][] = ['sent', 'delivered'];

function falselySent({ ledger, handovers }: Account): readonly Finding[] {
  const keys = new Set(handovers.filter(isAccepted).map(({ id }) => readReference(id).key));
  return ledger
    .filter(({ key, status }) => SENT.includes(status) && !keys.has(key))
    .map(({ key, status }) => ({ invariant: 'I1', about: key, what: `the ledger says ${status}, and the network never took it` }));
}

import { CancellationScope } from '@temporalio/workflow';
import { apologyInstant } from '../domain/apology.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Fate, Fates } from '../domain/current-details.ts';
import type { Dossier } from '../domain/dossier.ts';
import { dueNotices, verdictOn, type NotCalledFor, type Verdict } from '../domain/due-notices.ts';
import { noticeKey, type Notice } from '../domain/notice-key.ts';
import { isProblem, type NoticeStatus } from '../domain/notice-status.ts';
import type { KnownEnds, NoticeOrder } from './contract.ts';
import { recordNotSent, sendNotice } from './send-notice.ts';

/** A notice under way, in a scope of its own. */
type UnderWay = { readonly notice: Notice; readonly scope: CancellationScope; withdrawn?: NotCalledFor };

/**
 * The notices of one dossier. Each runs beside the others: one that cannot be sent holds up no other, and an event may supersede it.
 * @param onEnd called whenever one has ended
 */
export function createNotices(knownEnds: KnownEnds, onEnd: () => void) {
  /** Each notice that has begun. */
  const fates = new Map<string, Fate>(Object.entries(knownEnds).map(([key, status]) => [key, { status, reason: null }]));
  const underWay = new Map<UnderWay, Promise<void>>();
  /** The workflow decided not to send them, but the journal knew better: the next events decide again. */
  const undecided = new Set<NoticeOrder>();
  let problem: NoticeStatus | null = Object.values(knownEnds).findLast(isProblem) ?? null;

  const begin = (order: NoticeOrder, verdict: Verdict) => {
    const key = noticeKey(order.receiptCode, order.notice);
    fates.set(key, isNotCalledFor(verdict) ? fateOf(verdict.call, verdict) : { status: 'sending', reason: null });
    const one: UnderWay = { notice: order.notice, scope: new CancellationScope() };
    const after = order.notice.kind === 'result' ? apologiesUnderWay() : [];
    const ended = one.scope.run(() =>
      isNotCalledFor(verdict) ? recordNotSent(order, verdict) : sendNotice(order, after, () => one.withdrawn),
    );
    underWay.set(
      one,
      ended.then((status) => {
        underWay.delete(one);
        if (status === 'created') undecided.add(order);
        if (isProblem(status)) problem = status;
        fates.set(key, fateOf(status, one.withdrawn ?? verdict));
        onEnd();
      }),
    );
  };

  /** A result waits for them, so that no apology arrives after it (requirements §5.3). */
  const apologiesUnderWay = () => [...underWay].filter(([{ notice }]) => notice.kind === 'apology').map(([, ended]) => ended);

  const decidableAt = ({ seq }: Dossier) => [...undecided].filter((order) => order.seq < seq);

  return {
    /** Withdraws the notices that are no longer true, and begins those that are newly due. */
    decide(dossier: Dossier, now: Instant): void {
      for (const one of underWay.keys()) withdrawUnlessTrue(one, verdictOn(dossier, one.notice, now));
      for (const order of decidableAt(dossier)) {
        undecided.delete(order);
        begin({ ...order, seq: dossier.seq, decidedAt: now }, verdictOn(dossier, order.notice, now));
      }
      for (const { notice, verdict } of dueNotices(dossier, now)) {
        const key = noticeKey(dossier.receiptCode, notice);
        if (verdict.call === 'wait' || fates.has(key)) continue;
        begin(orderFor(dossier, notice, now), verdict);
      }
    },
    /** Whether an undecided notice can be decided, because more events have been applied since. */
    mustDecide: (dossier: Dossier) => decidableAt(dossier).length > 0,
    /** What became of each notice that has begun. */
    fates: (): Fates => fates,
    /** The status of the last notice that needs a person, or null. */
    problem: () => problem,
    /** Resolves when every notice that is now under way has ended. */
    allEnded: async () => void (await Promise.all(underWay.values())),
  };
}

function withdrawUnlessTrue(one: UnderWay, verdict: Verdict): void {
  if (!isNotCalledFor(verdict) || one.withdrawn) return;
  one.withdrawn = verdict;
  one.scope.cancel();
}

function isNotCalledFor(verdict: Verdict): verdict is NotCalledFor {
  return 'reason' in verdict;
}

/** A status that differs from the decision is what the activity found: a message that had left, or a number that is not there. */
function fateOf(status: NoticeStatus, decision: Verdict): Fate {
  return { status, reason: 'reason' in decision && decision.call === status ? decision.reason : null };
}

function orderFor(dossier: Dossier, notice: Notice, now: Instant): NoticeOrder {
  const { receiptCode, agency, seq } = dossier;
  const dueAt = notice.kind === 'apology' ? apologyInstant(dossier) : null;
  return { receiptCode, agency, notice, seq, decidedAt: now, dueAt: dueAt ?? now };
}

import { CancellationScope, patched } from '@temporalio/workflow';
import { apologyInstant } from '../domain/apology.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Dossier } from '../domain/dossier.ts';
import { noticeKey, type Notice } from '../domain/notice-key.ts';
import { verdictOn, type DueNotice, type NotCalledFor, type Verdict } from '../domain/due-notices.ts';
import { isProblem, type NoticeStatus } from '../domain/notice-status.ts';
import type { KnownEnds, NoticeOrder } from './contract.ts';
import { giveUp, type Tell } from './send-notice.ts';

/** A notice under way, in a scope of its own. */
type Running = { readonly notice: Notice; readonly scope: CancellationScope; withdrawn?: NotCalledFor };

/** Every notice of one dossier, each on its own: one that cannot be sent holds up no other, and the next event may supersede it. */
export function noticeDesk(known: KnownEnds, tell: Tell) {
  const begun = new Set(Object.keys(known));
  const running = new Map<Running, Promise<void>>();
  /** Not sent by what was heard, but the journal knew better: to be decided by what is heard next. */
  const undecided = new Set<NoticeOrder>();
  let problem: NoticeStatus | null = Object.values(known).findLast(isProblem) ?? null;

  const begin = (order: NoticeOrder, verdict: Verdict) => {
    const story: Running = { notice: order.notice, scope: new CancellationScope() };
    const before = order.notice.kind === 'result' ? apologiesUnderWay() : [];
    const end = story.scope.run(() => (isNotCalledFor(verdict) ? giveUp(order, verdict) : tell(order, before, () => story.withdrawn)));
    running.set(
      story,
      end.then((status) => {
        running.delete(story);
        if (status === 'created') undecided.add(order);
        if (isProblem(status)) problem = status;
      }),
    );
  };

  /** A result waits for them, so that none arrives after it (§5.3). */
  const apologiesUnderWay = () => [...running].filter(([{ notice }]) => notice.kind === 'apology').map(([, end]) => end);

  const decidable = ({ seq }: Dossier) => [...undecided].filter((order) => order.seq < seq);

  return {
    /** Withdraws what is no longer true, begins what is newly due. */
    attend(dossier: Dossier, due: readonly DueNotice[], now: Instant): void {
      for (const story of running.keys()) withdraw(story, verdictOn(dossier, story.notice, now));
      for (const order of decidable(dossier)) {
        undecided.delete(order);
        begin({ ...order, seq: dossier.seq, decidedAt: now }, verdictOn(dossier, order.notice, now));
      }
      for (const { notice, verdict } of due) {
        const key = noticeKey(dossier.receiptCode, notice);
        if (verdict.call === 'wait' || begun.has(key) || !isHeardOf(dossier, notice)) continue;
        begun.add(key);
        begin(orderFor(dossier, notice, now), verdict);
      }
    },
    /** More was heard about one that had to wait for it. */
    mustAttend: (dossier: Dossier) => decidable(dossier).length > 0,
    /** The status of the last notice that needs a person, or null. */
    problem: () => problem,
    allSettled: async () => void (await Promise.all(running.values())),
  };
}

export type NoticeDesk = ReturnType<typeof noticeDesk>;

function withdraw(story: Running, verdict: Verdict): void {
  if (!isNotCalledFor(verdict) || story.withdrawn) return;
  story.withdrawn = verdict;
  story.scope.cancel();
}

/** An apology whose date was replaced before anything could run; workflows of before 1.1 were silent about it. */
function isHeardOf(dossier: Dossier, notice: Notice): boolean {
  return notice.kind !== 'apology' || notice.dueDate === dossier.dueDate || patched('replaced-date-is-recorded');
}

function isNotCalledFor(verdict: Verdict): verdict is NotCalledFor {
  return 'reason' in verdict;
}

function orderFor(dossier: Dossier, notice: Notice, now: Instant): NoticeOrder {
  const { receiptCode, agency, seq } = dossier;
  const dueAt = notice.kind === 'apology' ? apologyInstant(dossier) : null;
  return { receiptCode, agency, notice, seq, decidedAt: now, dueAt: dueAt ?? now };
}

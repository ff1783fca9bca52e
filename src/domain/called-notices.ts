import { apologyInstant } from './apology.ts';
import type { Instant } from './calendar.ts';
import type { DossierState, DossierStates } from './dossier-states.ts';
import { noticeKey, type Notice } from './notice-key.ts';

/** A notice that the journal called for from the moment `at`. `until` is when its due date was changed, if it was. */
export type CalledNotice = { readonly notice: Notice; readonly key: string; readonly at: Instant; readonly until: Instant | null };

/** One for each round, and for each due date whose eve came while it was in force and the dossier open (requirements §5.1–5.3). */
export function calledNotices(states: DossierStates, now: Instant): readonly CalledNotice[] {
  const called = states.flatMap((state, index) => [
    ...newRounds('result', states[index - 1], state),
    ...newRounds('supplement', states[index - 1], state),
    ...apologyWithin(states, index, now),
  ]);
  return [...new Map(called.map((each) => [each.key, each])).values()];
}

function newRounds(kind: 'result' | 'supplement', before: DossierState | undefined, { dossier, from }: DossierState): CalledNotice[] {
  const [first, last] = [(before?.dossier[kind].round ?? 0) + 1, dossier[kind].round];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const notice: Notice = { kind, round: first + index };
    return { notice, key: noticeKey(dossier.receiptCode, notice), at: from, until: null };
  });
}

/** The apology whose instant came while the dossier was in this state. */
function apologyWithin(states: DossierStates, index: number, now: Instant): CalledNotice[] {
  const state = states[index];
  if (!state || state.dossier.dueDate === null || state.dossier.closed !== null) return [];
  const { receiptCode, dueDate } = state.dossier;
  const instant = apologyInstant(state.dossier);
  const end = states[index + 1]?.from ?? now;
  if (instant === null || instant < state.from || instant > end || instant > now) return [];
  const notice: Notice = { kind: 'apology', dueDate };
  const until = states.slice(index + 1).find(({ dossier }) => dossier.dueDate !== dueDate)?.from ?? null;
  return [{ notice, key: noticeKey(receiptCode, notice), at: instant, until }];
}

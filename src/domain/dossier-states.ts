import { apologyInstant } from './apology.ts';
import type { Instant } from './calendar.ts';
import { apply, register, type Dossier, type DossierEvent, type Registration } from './dossier.ts';
import { noticeKey, type Notice } from './notice-key.ts';

/** A dossier as it was from one recording to the next. */
export type DossierState = { readonly dossier: Dossier; readonly from: Instant };

/** Every state a dossier was in, in journal order; the last one is its fold. */
export type DossierStates = readonly [DossierState, ...DossierState[]];

/** A notice that the journal called for, from this moment; `until` is when its due date was changed, if it was. */
export type CalledNotice = { readonly notice: Notice; readonly key: string; readonly at: Instant; readonly until: Instant | null };

export function replayStates(registration: Registration, events: readonly DossierEvent[]): DossierStates {
  const first: DossierState = { dossier: register(registration), from: registration.recordedAt };
  const later: DossierState[] = [];
  for (const event of events) later.push({ dossier: apply((later.at(-1) ?? first).dossier, event), from: event.recordedAt });
  return [first, ...later];
}

export function latestDossier(life: DossierStates): Dossier {
  return (life.at(-1) ?? life[0]).dossier;
}

/** Each round, and each due date whose eve came while it was in force and the dossier open (requirements §5.1–5.3). */
export function calledNotices(life: DossierStates, now: Instant): readonly CalledNotice[] {
  const called = life.flatMap((state, index) => [
    ...newRounds('result', life[index - 1], state),
    ...newRounds('supplement', life[index - 1], state),
    ...eveWithin(life, index, now),
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

function eveWithin(life: DossierStates, index: number, now: Instant): CalledNotice[] {
  const state = life[index];
  if (!state || state.dossier.dueDate === null || state.dossier.closed !== null) return [];
  const { receiptCode, dueDate } = state.dossier;
  const instant = apologyInstant(state.dossier);
  const end = life[index + 1]?.from ?? now;
  if (instant === null || instant < state.from || instant > end || instant > now) return [];
  const notice: Notice = { kind: 'apology', dueDate };
  const until = life.slice(index + 1).find(({ dossier }) => dossier.dueDate !== dueDate)?.from ?? null;
  return [{ notice, key: noticeKey(receiptCode, notice), at: instant, until }];
}

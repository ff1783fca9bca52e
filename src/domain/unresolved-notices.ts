import { isPast, type Instant } from './calendar.ts';
import type { Notice } from './notice-key.ts';
import { expiryOf } from './due-notices.ts';
import type { DossierFacts, LedgerRow } from './ledger-row.ts';
import { calledNotices, type CalledNotice } from './called-notices.ts';
import { latestDossier } from './dossier-states.ts';

/**
 * A notice that should have ended or be under way, but is neither. `row` is null when the ledger does not know it; `at` is when it became
 * due.
 */
export type Unresolved = {
  readonly notice: Notice;
  readonly key: string;
  readonly at: Instant;
  readonly row: LedgerRow | null;
  readonly what: string;
};

export function unresolvedNotices(facts: DossierFacts): readonly Unresolved[] {
  return [
    ...calledNotices(facts.states, facts.now).flatMap((each) => findMissingFromLedger(facts, each)),
    ...facts.rows.flatMap((row) => findAbandoned(facts, row)),
  ];
}

/** While the gateway is paused, a notice may be in no row of the ledger, but then Temporal has it under way. */
function findMissingFromLedger(
  { rows, underWay, now, patienceMs, states }: DossierFacts,
  { key, notice, at, until }: CalledNotice,
): Unresolved[] {
  if (rows.some((row) => row.key === key) || !isPast(at, patienceMs, now)) return [];
  if (until !== null && !isPast(at, patienceMs, until)) return []; // its date was changed before it could be sent
  const inTime = now <= expiryOf(notice, at) && until === null && latestDossier(states).closed === null;
  if (underWay > 0 && inTime) return [];
  return [{ notice, key, at, row: null, what: `due since ${at}, and the ledger does not say what became of it` }];
}

/** Neither sent nor failed, although its time is over or nothing is under way for it. */
function findAbandoned({ underWay, now, patienceMs }: DossierFacts, row: LedgerRow): Unresolved[] {
  const { key, notice, status, decidedAt } = row;
  if (status !== 'created' && status !== 'sending') return [];
  const unresolved = { notice, key, at: decidedAt, row };
  if (isPast(expiryOf(notice, decidedAt), patienceMs, now)) return [{ ...unresolved, what: `still ${status} after its time was over` }];
  const isAlone = underWay === 0 && isPast(decidedAt, patienceMs, now);
  return isAlone ? [{ ...unresolved, what: `${status}, and nothing is under way for it` }] : [];
}

import { isPast, plusMs, type Instant } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import type { Notice } from './notice-key.ts';
import { expiryOf, verdictOn } from './due-notices.ts';
import type { DossierFacts, LedgerRow } from './ledger-row.ts';
import { calledNotices, type CalledNotice } from './called-notices.ts';
import type { NoticeStatus } from './notice-status.ts';
import { unresolvedNotices } from './unresolved-notices.ts';

export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'] as const;

/** A breach of an invariant of docs/quality.md. `about` is a receipt code, a notice's key or an inquiry's id, never a phone. */
export type Finding = { readonly invariant: (typeof INVARIANTS)[number]; readonly about: string; readonly what: string };

/** The clocks of PostgreSQL and Temporal differ by less than this, milliseconds. */
const CLOCKS_APART_MS = 1000;
/** The longest time from the last look at the journal to the end of the hand-over, milliseconds. */
const HAND_OVER_MS = 60_000;

/**
 * `mayHaveHadNoPhone`: it has no usable number now, or a `contact` changed the number. The journal never holds a number (requirements §9).
 */
export type InvariantFacts = DossierFacts & { readonly mayHaveHadNoPhone: boolean };

/** I1, I2, I3 and the ledger's part of I7 for one dossier. */
export function judgeNotices(facts: InvariantFacts): readonly Finding[] {
  const called = calledNotices(facts.states, facts.now);
  return [
    ...unresolvedNotices(facts).map(({ key, what }) => finding('I1', key, what)),
    ...facts.rows.flatMap((row) => [
      ...findUncalled(called, row),
      ...findUnjustified(facts, called, row),
      ...findContradictions(row),
      ...findUncountedAttempts(row),
      ...findUntrue(facts, row),
      ...findApologyAfterResult(facts, row),
      ...findLongNumbers(facts, row),
    ]),
  ];
}

/** I1: sent although the journal never called for it. */
function findUncalled(called: readonly CalledNotice[], { key, status }: LedgerRow): Finding[] {
  if (wasNotSent(status) || called.some((each) => each.key === key)) return [];
  return [finding('I1', key, `${status}, but the journal never called for it`)];
}

/** I1: the journal must justify a decision not to send at some moment before the decision. */
function findUnjustified(facts: InvariantFacts, called: readonly CalledNotice[], row: LedgerRow): Finding[] {
  const { key, notice, status, reason, decidedAt } = row;
  if (reason === 'out_of_time' && status === 'technical_failure')
    return isPast(expiryOf(notice, decidedAt), -CLOCKS_APART_MS, endOfRow(row))
      ? []
      : [finding('I1', key, 'given up before its time was over')];
  if (!wasNotSent(status)) return [];
  if (reason === 'no_phone') return facts.mayHaveHadNoPhone ? [] : [finding('I1', key, 'skipped no_phone, but there always was one')];
  const calledAt = called.find((each) => each.key === key)?.at ?? decidedAt;
  const end = plusMs(endOfRow(row), CLOCKS_APART_MS);
  const statesThen = facts.states.filter(({ from }, index) => from <= end && (facts.states[index + 1]?.from ?? facts.now) > calledAt);
  const justified = statesThen.some(({ dossier }) => hasVerdict(dossier, notice, end, status, reason));
  return justified ? [] : [finding('I1', key, `${status} ${reason}, which the journal does not justify`)];
}

function hasVerdict(dossier: Dossier, notice: Notice, at: Instant, status: NoticeStatus, reason: string | null): boolean {
  const verdict = verdictOn(dossier, notice, at);
  return 'reason' in verdict && verdict.call === status && verdict.reason === reason;
}

/** I1, I2: the row contradicts itself. */
function findContradictions({ key, status, attempts, sentAt, acknowledged }: LedgerRow): Finding[] {
  if ((status === 'sent' || status === 'delivered') && (sentAt === null || attempts === 0))
    return [finding('I1', key, `${status}, but it was never handed over`)];
  return wasNotSent(status) && acknowledged ? [finding('I2', key, `${status}, but the gateway took it`)] : [];
}

/** I2: each repetition is a further attempt. */
function findUncountedAttempts({ key, attempts, resent }: LedgerRow): Finding[] {
  return resent > 0 && attempts < resent + 1 ? [finding('I2', key, `repeated ${resent} times in ${attempts} attempts`)] : [];
}

/**
 * I3: sent when it was not called for. Without the gateway's acknowledgement a receipt may have set `sentAt`, so that row is not judged.
 */
function findUntrue({ states }: DossierFacts, { key, notice, sentAt, acknowledged }: LedgerRow): Finding[] {
  if (sentAt === null || !acknowledged) return [];
  const moments = [plusMs(sentAt, -HAND_OVER_MS), sentAt, plusMs(sentAt, CLOCKS_APART_MS)];
  const statesThen = states.filter(
    ({ from }, index) => from <= plusMs(sentAt, CLOCKS_APART_MS) && (states[index + 1]?.from ?? sentAt) >= plusMs(sentAt, -HAND_OVER_MS),
  );
  const verdicts = statesThen.flatMap(({ dossier }) => moments.map((moment) => verdictOn(dossier, notice, moment)));
  if (verdicts.some(({ call }) => call === 'send')) return [];
  const last = verdicts.at(-1);
  return [finding('I3', key, `sent at ${sentAt}, when it was ${last && 'reason' in last ? `${last.call} ${last.reason}` : 'not yet due'}`)];
}

/** I3: no apology after the result of the same round. */
function findApologyAfterResult({ states, rows }: DossierFacts, { key, notice, sentAt, acknowledged }: LedgerRow): Finding[] {
  if (notice.kind !== 'apology' || sentAt === null || !acknowledged) return [];
  const { result } = states.findLast(({ from }) => from <= sentAt)?.dossier ?? states[0].dossier;
  const told = rows.find((row) => row.notice.kind === 'result' && row.notice.round === result.round && row.acknowledged);
  if (result.at === null || told?.sentAt == null || told.sentAt >= sentAt) return [];
  return [finding('I3', key, `sent at ${sentAt}, after the result of the same round at ${told.sentAt}`)];
}

/** I7: a text holds the code and a date but no phone number, and a reason holds no number at all. */
function findLongNumbers({ states }: DossierFacts, { key, text, reason }: LedgerRow): Finding[] {
  const said = `${text}\n${reason ?? ''}`.replaceAll(states[0].dossier.receiptCode, '');
  return LONG_NUMBER.test(said) ? [finding('I7', key, 'its text or reason holds a long number')] : [];
}

const LONG_NUMBER = /\d(?:[\s().-]{0,2}\d){8,}/;

function wasNotSent(status: NoticeStatus): boolean {
  return status === 'skipped' || status === 'superseded' || status === 'missed';
}

function endOfRow({ settledAt, decidedAt }: LedgerRow): Instant {
  return settledAt ?? decidedAt;
}

function finding(invariant: Finding['invariant'], about: string, what: string): Finding {
  return { invariant, about, what };
}

import { isPast, plusMs, type Instant } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import type { Notice } from './notice-key.ts';
import { expiryOf, verdictOn } from './due-notices.ts';
import type { DossierFacts, LedgerRow } from './ledger-row.ts';
import { calledNotices, type CalledNotice } from './dossier-states.ts';
import type { NoticeStatus } from './notice-status.ts';
import { unresolvedNotices } from './unresolved-notices.ts';

export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7'] as const;

/** A breach of an invariant of docs/quality.md: which, of what (a receipt code, a notice's key, an inquiry's id), and what is wrong. No phone. */
export type Finding = { readonly invariant: (typeof INVARIANTS)[number]; readonly about: string; readonly what: string };

/** The clocks of PostgreSQL and Temporal differ by less, milliseconds. */
const CLOCKS_APART_MS = 1000;
/** From the last look at the journal to the end of the hand-over, milliseconds. */
const HAND_OVER_MS = 60_000;

/** `mayHaveHadNoPhone`: it has no usable number, or a `contact` changed it: which one it was before is in no journal (requirements §9). */
export type InvariantFacts = DossierFacts & { readonly mayHaveHadNoPhone: boolean };

/** I1, I2, I3 and the ledger's part of I7 for one dossier. */
export function judgeNotices(facts: InvariantFacts): readonly Finding[] {
  const called = calledNotices(facts.life, facts.now);
  return [
    ...unresolvedNotices(facts).map(({ key, what }) => found('I1', key, what)),
    ...facts.rows.flatMap((row) => [
      ...notCalledFor(called, row),
      ...unjustified(facts, called, row),
      ...contradictory(row),
      ...repeated(row),
      ...untrue(facts, row),
      ...afterItsResult(facts, row),
      ...numbers(facts, row),
    ]),
  ];
}

/** I1: told although the journal never called for it. */
function notCalledFor(called: readonly CalledNotice[], { key, status }: LedgerRow): Finding[] {
  if (isNotSent(status) || called.some((each) => each.key === key)) return [];
  return [found('I1', key, `${status}, but the journal never called for it`)];
}

/** I1: a decision not to send must be one that the journal bears out at some moment before it was made. */
function unjustified(facts: InvariantFacts, called: readonly CalledNotice[], row: LedgerRow): Finding[] {
  const { key, notice, status, reason, decidedAt } = row;
  if (reason === 'out_of_time' && status === 'technical_failure')
    return isPast(expiryOf(notice, decidedAt), -CLOCKS_APART_MS, endedAt(row))
      ? []
      : [found('I1', key, 'given up before its time was over')];
  if (!isNotSent(status)) return [];
  if (reason === 'no_phone') return facts.mayHaveHadNoPhone ? [] : [found('I1', key, 'skipped no_phone, but there always was one')];
  const calledAt = called.find((each) => each.key === key)?.at ?? decidedAt;
  const end = plusMs(endedAt(row), CLOCKS_APART_MS);
  const states = facts.life.filter(({ from }, index) => from <= end && (facts.life[index + 1]?.from ?? facts.now) > calledAt);
  const justified = states.some(({ dossier }) => says(dossier, notice, end, status, reason));
  return justified ? [] : [found('I1', key, `${status} ${reason}, which the journal does not bear out`)];
}

function says(dossier: Dossier, notice: Notice, at: Instant, status: NoticeStatus, reason: string | null): boolean {
  const verdict = verdictOn(dossier, notice, at);
  return 'reason' in verdict && verdict.call === status && verdict.reason === reason;
}

/** I1, I2: what the row says of itself cannot be. */
function contradictory({ key, status, attempts, sentAt, acknowledged }: LedgerRow): Finding[] {
  if ((status === 'sent' || status === 'delivered') && (sentAt === null || attempts === 0))
    return [found('I1', key, `${status}, but it was never handed over`)];
  return isNotSent(status) && acknowledged ? [found('I2', key, `${status}, but the gateway took it`)] : [];
}

/** I2: each repetition is an attempt of its own. */
function repeated({ key, attempts, resent }: LedgerRow): Finding[] {
  return resent > 0 && attempts < resent + 1 ? [found('I2', key, `repeated ${resent} times in ${attempts} attempts`)] : [];
}

/** I3: sent at a moment at which it was not called for. A receipt may have set the moment of one that nobody acknowledged: not judged. */
function untrue({ life }: DossierFacts, { key, notice, sentAt, acknowledged }: LedgerRow): Finding[] {
  if (sentAt === null || !acknowledged) return [];
  const moments = [plusMs(sentAt, -HAND_OVER_MS), sentAt, plusMs(sentAt, CLOCKS_APART_MS)];
  const states = life.filter(
    ({ from }, index) => from <= plusMs(sentAt, CLOCKS_APART_MS) && (life[index + 1]?.from ?? sentAt) >= plusMs(sentAt, -HAND_OVER_MS),
  );
  const verdicts = states.flatMap(({ dossier }) => moments.map((moment) => verdictOn(dossier, notice, moment)));
  if (verdicts.some(({ call }) => call === 'send')) return [];
  const last = verdicts.at(-1);
  return [found('I3', key, `sent at ${sentAt}, when it was ${last && 'reason' in last ? `${last.call} ${last.reason}` : 'not yet due'}`)];
}

/** I3: no apology after the result of the same round. */
function afterItsResult({ life, rows }: DossierFacts, { key, notice, sentAt, acknowledged }: LedgerRow): Finding[] {
  if (notice.kind !== 'apology' || sentAt === null || !acknowledged) return [];
  const { result } = life.findLast(({ from }) => from <= sentAt)?.dossier ?? life[0].dossier;
  const told = rows.find((row) => row.notice.kind === 'result' && row.notice.round === result.round && row.acknowledged);
  if (result.at === null || told?.sentAt == null || told.sentAt >= sentAt) return [];
  return [found('I3', key, `sent at ${sentAt}, after the result of the same round at ${told.sentAt}`)];
}

/** I7: a text holds the code and a date, a reason no number at all. */
function numbers({ life }: DossierFacts, { key, text, reason }: LedgerRow): Finding[] {
  const said = `${text}\n${reason ?? ''}`.replaceAll(life[0].dossier.receiptCode, '');
  return LONG_NUMBER.test(said) ? [found('I7', key, 'its text or reason holds a long number')] : [];
}

const LONG_NUMBER = /\d(?:[\s().-]{0,2}\d){8,}/;

function isNotSent(status: NoticeStatus): boolean {
  return status === 'skipped' || status === 'superseded' || status === 'missed';
}

function endedAt({ settledAt, decidedAt }: LedgerRow): Instant {
  return settledAt ?? decidedAt;
}

function found(invariant: Finding['invariant'], about: string, what: string): Finding {
  return { invariant, about, what };
}

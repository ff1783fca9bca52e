import { epochMs, instantAt, type Instant } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import { expiryOf, verdictOn, type Notice } from './due-notices.ts';
import { calledFor, foldOf, type CalledFor, type Life } from './life.ts';
import type { NoticeStatus } from './notice-status.ts';

export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7'] as const;

/** A breach of an invariant of quality.md: which, of what (a receipt code, a notice's key, an inquiry's id), and what is wrong. No phone. */
export type Finding = { readonly invariant: (typeof INVARIANTS)[number]; readonly about: string; readonly what: string };

/** A row of the ledger, as far as it can be judged. */
export type LedgerRow = {
  readonly key: string;
  readonly notice: Notice;
  readonly status: NoticeStatus;
  readonly reason: string | null;
  readonly text: string;
  readonly attempts: number;
  readonly resent: number;
  readonly decidedAt: Instant;
  readonly sentAt: Instant | null;
  readonly settledAt: Instant | null;
  /** The gateway said in its answer that it took the message. */
  readonly acknowledged: boolean;
};

/** What is known of one dossier at one moment. */
export type Facts = {
  readonly life: Life;
  readonly rows: readonly LedgerRow[];
  /** It has no usable number, or a `contact` changed it: which one it was before is in no journal (§9). */
  readonly mayHaveHadNoPhone: boolean;
  /** Hand-overs that Temporal has under way for it; null when Temporal cannot say. */
  readonly underWay: number | null;
  readonly now: Instant;
  /** How long what is due may take before its absence counts, milliseconds. */
  readonly patienceMs: number;
};

/** The clocks of PostgreSQL and Temporal differ by less, milliseconds. */
const CLOCKS_APART_MS = 1000;
/** From the last look at the journal to the end of the hand-over, milliseconds. */
const HAND_OVER_MS = 60_000;

/** I1, I2, I3 and the ledger's part of I7 for one dossier. */
export function judgeNotices(facts: Facts): readonly Finding[] {
  const called = calledFor(facts.life, facts.now);
  return [
    ...called.flatMap((each) => missing(facts, each)),
    ...facts.rows.flatMap((row) => [
      ...leftBehind(facts, row),
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

/** I1: the ledger says nothing of what was due. A gateway that is paused keeps a notice out of the ledger, but then Temporal has it under way. */
function missing({ rows, underWay, now, patienceMs, life }: Facts, { key, notice, at, until }: CalledFor): Finding[] {
  if (rows.some((row) => row.key === key) || !isPast(at, patienceMs, now)) return [];
  if (until !== null && !isPast(at, patienceMs, until)) return []; // re-dated before anything could be told
  const expired = now > expiryOf(notice, at);
  if (underWay !== null && underWay > 0 && !expired && until === null && foldOf(life).closed === null) return [];
  return [found('I1', key, `due since ${at}, and the ledger does not say what became of it`)];
}

/** I1: neither sent nor failed, and nobody at work on it or no longer in time. */
function leftBehind({ underWay, now, patienceMs }: Facts, { key, notice, status, decidedAt }: LedgerRow): Finding[] {
  if (status !== 'created' && status !== 'sending') return [];
  if (isPast(expiryOf(notice, decidedAt), patienceMs, now)) return [found('I1', key, `still ${status} after its time was over`)];
  return underWay === 0 && isPast(decidedAt, patienceMs, now) ? [found('I1', key, `${status}, and nothing is under way for it`)] : [];
}

/** I1: told although the journal never called for it. */
function notCalledFor(called: readonly CalledFor[], { key, status }: LedgerRow): Finding[] {
  if (isNotSent(status) || called.some((each) => each.key === key)) return [];
  return [found('I1', key, `${status}, but the journal never called for it`)];
}

/** I1: a decision not to send must be one that the journal bears out at some moment before it was made. */
function unjustified(facts: Facts, called: readonly CalledFor[], row: LedgerRow): Finding[] {
  const { key, notice, status, reason, decidedAt } = row;
  if (reason === 'out_of_time' && status === 'technical_failure')
    return isPast(expiryOf(notice, decidedAt), -CLOCKS_APART_MS, endedAt(row))
      ? []
      : [found('I1', key, 'given up before its time was over')];
  if (!isNotSent(status)) return [];
  if (reason === 'no_phone') return facts.mayHaveHadNoPhone ? [] : [found('I1', key, 'skipped no_phone, but there always was one')];
  const calledAt = called.find((each) => each.key === key)?.at ?? decidedAt;
  const end = later(endedAt(row), CLOCKS_APART_MS);
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
function untrue({ life }: Facts, { key, notice, sentAt, acknowledged }: LedgerRow): Finding[] {
  if (sentAt === null || !acknowledged) return [];
  const moments = [later(sentAt, -HAND_OVER_MS), sentAt, later(sentAt, CLOCKS_APART_MS)];
  const states = life.filter(
    ({ from }, index) => from <= later(sentAt, CLOCKS_APART_MS) && (life[index + 1]?.from ?? sentAt) >= later(sentAt, -HAND_OVER_MS),
  );
  const verdicts = states.flatMap(({ dossier }) => moments.map((moment) => verdictOn(dossier, notice, moment)));
  if (verdicts.some(({ call }) => call === 'send')) return [];
  const last = verdicts.at(-1);
  return [found('I3', key, `sent at ${sentAt}, when it was ${last && 'reason' in last ? `${last.call} ${last.reason}` : 'not yet due'}`)];
}

/** I3: no apology after the result of the same round. */
function afterItsResult({ life, rows }: Facts, { key, notice, sentAt, acknowledged }: LedgerRow): Finding[] {
  if (notice.kind !== 'apology' || sentAt === null || !acknowledged) return [];
  const { result } = life.findLast(({ from }) => from <= sentAt)?.dossier ?? life[0].dossier;
  const told = rows.find((row) => row.notice.kind === 'result' && row.notice.round === result.round && row.acknowledged);
  if (result.at === null || told?.sentAt == null || told.sentAt >= sentAt) return [];
  return [found('I3', key, `sent at ${sentAt}, after the result of the same round at ${told.sentAt}`)];
}

/** I7: a text holds the code and a date, a reason no number at all. */
function numbers({ life }: Facts, { key, text, reason }: LedgerRow): Finding[] {
  const said = `${text}\n${reason ?? ''}`.replaceAll(life[0].dossier.receiptCode, '');
  return LONG_NUMBER.test(said) ? [found('I7', key, 'its text or reason holds a long number')] : [];
}

const LONG_NUMBER = /\d(?:[\s().-]{0,2}\d){8,}/;

/** I5: which parts of two folds differ; none when they are the same. */
export function differences(left: Dossier, right: Dossier): readonly string[] {
  const [one, other] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => canonical(one.get(name)) !== canonical(other.get(name)));
}

/** The same for the same content, whatever the order of the keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, each]) => `${name}:${canonical(each)}`).join()}}`;
}

function isNotSent(status: NoticeStatus): boolean {
  return status === 'skipped' || status === 'superseded' || status === 'missed';
}

function endedAt({ settledAt, decidedAt }: LedgerRow): Instant {
  return settledAt ?? decidedAt;
}

function isPast(since: Instant, byMs: number, now: Instant): boolean {
  return later(since, byMs) < now;
}

function later(instant: Instant, byMs: number): Instant {
  return instantAt(epochMs(instant) + byMs);
}

function found(invariant: Finding['invariant'], about: string, what: string): Finding {
  return { invariant, about, what };
}

import { epochMs, instantAt, instantOf, plusDays, type Instant, type LocalDate } from './calendar.ts';
import { fractionOf } from './fraction-of.ts';
import { codeKey, type ReceiptCode } from './receipt-code.ts';

/** The settings under which a dossier was registered. It keeps them, so that changing a setting never changes an earlier decision. */
export type Policy = {
  /** APOLOGY_TIME, seconds after midnight in Viet Nam. */
  readonly apologySecond: number;
  /** APOLOGY_SPREAD, milliseconds. */
  readonly apologySpreadMs: number;
  /** SUPPLEMENT_STOPS_CLOCK */
  readonly supplementStopsClock: boolean;
};

/** Why no apology is sent for the date in force although its eve has come (requirements §5.3). */
export const NO_APOLOGY_REASONS = ['closed', 'result_ready', 'clock_stopped'] as const;
export type NoApologyReason = (typeof NO_APOLOGY_REASONS)[number];

/** What was true at the apology's instant of this date. The first event recorded at or after that instant fixes it. */
export type JudgedEve = { readonly dueDate: LocalDate; readonly reason: NoApologyReason | null };

export type ApologyFacts = {
  readonly receiptCode: ReceiptCode;
  readonly procedure: { readonly sameDay: boolean };
  readonly policy: Policy;
  readonly dueDate: LocalDate | null;
  /** When the date in force was recorded. */
  readonly dueDateKnownAt: Instant;
  readonly result: { readonly at: Instant | null };
  readonly supplement: { readonly openSince: Instant | null };
  readonly closed: object | null;
  readonly judgedEve: JudgedEve | null;
};

/**
 * 17:30 on the calendar eve of the due date in force, every day of the year, plus this dossier's share of the spread (requirements §5.3).
 * Null when no apology can come: there is no date, the procedure is a same-day one, or the date was recorded after that instant.
 */
export function apologyInstant(dossier: ApologyFacts): Instant | null {
  if (dossier.dueDate === null || dossier.procedure.sameDay) return null;
  const { apologySecond, apologySpreadMs } = dossier.policy;
  const opening = epochMs(instantOf(plusDays(dossier.dueDate, -1), apologySecond));
  const instant = instantAt(opening + Math.floor(fractionOf(codeKey(dossier.receiptCode)) * apologySpreadMs));
  return dossier.dueDateKnownAt > instant ? null : instant;
}

/** Why it would be untrue to tell the citizen now that there is no result on that day; null when it is true. */
export function whyNoApology(dossier: ApologyFacts): NoApologyReason | null {
  if (dossier.closed !== null) return 'closed';
  if (dossier.result.at !== null) return 'result_ready';
  return stoppedSince(dossier) === null ? null : 'clock_stopped';
}

/** Judges the eve of the date in force by what was recorded before its instant. Nothing that is recorded later changes this judgement. */
export function judgeEve(dossier: ApologyFacts, recordedAt: Instant): JudgedEve | null {
  const instant = apologyInstant(dossier);
  if (instant === null || dossier.dueDate === null || recordedAt < instant) return dossier.judgedEve;
  if (dossier.judgedEve?.dueDate === dossier.dueDate) return dossier.judgedEve;
  return { dueDate: dossier.dueDate, reason: whyNoApology(dossier) };
}

/** Since when the clock is stopped, because a supplement round is open and the setting lets it stop the clock (requirements §5.3). */
export function stoppedSince(dossier: Pick<ApologyFacts, 'policy' | 'supplement'>): Instant | null {
  return dossier.policy.supplementStopsClock ? dossier.supplement.openSince : null;
}

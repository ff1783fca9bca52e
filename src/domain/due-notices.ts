import { apologyInstant, NO_APOLOGY_REASONS, whyNoApology } from './apology.ts';
import { endOf, epochMs, instantAt, type Instant, type LocalDate } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import type { Notice } from './notice-key.ts';

/** Why a notice is not sent. It is skipped when it was never called for, superseded when no longer true, missed when no longer in time. */
export const NOT_SENT_REASONS = [
  ...NO_APOLOGY_REASONS,
  'same_day',
  'no_phone',
  'left_result_step',
  'supplement_ended',
  'rescheduled',
  'known_too_late',
  'due_date_over',
] as const;
export type NotSentReason = (typeof NOT_SENT_REASONS)[number];

/** Whether a notice is called for at a moment. `wait` is for an apology whose instant has not come. */
export type Verdict = { readonly call: 'send' | 'wait' } | NotCalledFor;
export type NotCalledFor = { readonly call: 'skipped' | 'superseded' | 'missed'; readonly reason: NotSentReason };

/** Why a notice is not, or no longer, to be sent. `out_of_time`: it could not be sent until it expired (requirements §5.7). */
export type DecisionNotToSend = NotCalledFor | { readonly call: 'technical_failure'; readonly reason: 'out_of_time' };

export type DueNotice = { readonly notice: Notice; readonly verdict: Verdict };

/** Every notice that the dossier has called for so far, with its verdict at this moment (requirements §5.1–5.3). */
export function dueNotices(dossier: Dossier, now: Instant): readonly DueNotice[] {
  const results = rounds('result', dossier.result.round);
  const supplements = rounds('supplement', dossier.supplement.round);
  return [...results, ...supplements, ...apologies(dossier)].map((notice) => ({ notice, verdict: verdictOn(dossier, notice, now) }));
}

/** The verdict on one notice. It is asked again at the moment of sending, because a notice must be true when it is sent. */
export function verdictOn(dossier: Dossier, notice: Notice, now: Instant): Verdict {
  if (dossier.procedure.sameDay) return { call: 'skipped', reason: 'same_day' };
  switch (notice.kind) {
    case 'result':
      return resultVerdict(dossier, notice.round);
    case 'supplement':
      return supplementVerdict(dossier, notice.round);
    case 'apology':
      return apologyVerdict(dossier, notice.dueDate, now);
  }
}

/** Until when sending may be tried (requirements §5.7): until the due date ends for an apology, for 72 hours otherwise. */
export function expiryOf(notice: Notice, decidedAt: Instant): Instant {
  return notice.kind === 'apology' ? endOf(notice.dueDate) : instantAt(epochMs(decidedAt) + 72 * 3_600_000);
}

/**
 * The apology for the date in force. If another date was replaced after its eve had come, but before any program ran, that apology is
 * listed too: not sending it is a decision, which must be recorded (requirements §5).
 */
function apologies(dossier: Dossier): Notice[] {
  const { dueDate, judgedEve } = dossier;
  const inForce = apologyInstant(dossier) === null || dueDate === null ? [] : [dueDate];
  const replaced = judgedEve === null || judgedEve.dueDate === dueDate ? [] : [judgedEve.dueDate];
  return [...replaced, ...inForce].map((date) => ({ kind: 'apology', dueDate: date }));
}

function rounds(kind: 'result' | 'supplement', count: number): Notice[] {
  return Array.from({ length: count }, (_, index) => ({ kind, round: index + 1 }));
}

/**
 * Requirements §5.1: one for each arrival, whether early, on time or late. It is untrue once the dossier has left the step or is closed.
 */
function resultVerdict(dossier: Dossier, round: number): Verdict {
  if (dossier.result.at === null || dossier.result.round !== round) return { call: 'superseded', reason: 'left_result_step' };
  return dossier.closed === null ? { call: 'send' } : { call: 'superseded', reason: 'closed' };
}

/** Requirements §5.2: one for each supplement round. */
function supplementVerdict(dossier: Dossier, round: number): Verdict {
  if (dossier.supplement.openSince === null || dossier.supplement.round !== round)
    return { call: 'superseded', reason: 'supplement_ended' };
  return dossier.closed === null ? { call: 'send' } : { call: 'superseded', reason: 'closed' };
}

/** Requirements §5.3: it was true at 17:30 of the eve by what was recorded before, it is still true, and the due date is not over. */
function apologyVerdict(dossier: Dossier, dueDate: LocalDate, now: Instant): Verdict {
  const instant = apologyInstant(dossier);
  if (dossier.dueDate !== dueDate) return { call: 'superseded', reason: 'rescheduled' };
  if (instant === null) return { call: 'superseded', reason: 'known_too_late' };
  const today = whyNoApology(dossier);
  const onTheEve = dossier.judgedEve?.dueDate === dueDate ? dossier.judgedEve.reason : today;
  if (now < instant) return { call: 'wait' };
  if (onTheEve !== null) return { call: 'skipped', reason: onTheEve };
  if (today !== null) return { call: 'superseded', reason: today };
  return now < endOf(dueDate) ? { call: 'send' } : { call: 'missed', reason: 'due_date_over' };
}

import { judgeEve, stoppedSince, type JudgedEve, type Policy } from './apology.ts';
import type { Instant, LocalDate } from './calendar.ts';
import { AWAITING_SUPPLEMENT, ONE_STOP_STEP, readName, RESULT_STEP } from './fixed-names.ts';
import { isLateResult } from './on-time.ts';
import type { ReceiptCode } from './receipt-code.ts';

export const RESCHEDULE_REASONS = ['reappointment', 'supplement', 'correction'] as const;
export const OUTCOMES = ['handed_over', 'withdrawn', 'rejected'] as const;
/** How a person was told of a notice by other means (requirements §4.9). */
export const INFORMED_BY = ['phone', 'in_person', 'letter'] as const;
export const CLOCKS = ['running', 'stopped', 'ended', 'none'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The most events of a dossier (requirements §4.7). They keep its workflow's history below Temporal's limit without continue-as-new. */
export const MAX_EVENTS = 2000;
/** The last events, which are kept for what moves a dossier to its end, so that a sender in a loop cannot lock it. */
const KEPT_EVENTS = 100;
/** From so many events on, people are warned that a sender may be in a loop. */
export const MANY_EVENTS = 1600;

/** Up to how many events of a dossier one of this type is the next (requirements §4.7); an arrival at `Trả kết quả` counts as `arrival`. */
export function roomFor(type: DossierEvent['type'] | 'arrival'): number {
  if (type === 'close') return MAX_EVENTS;
  return type === 'progress' ? MAX_EVENTS - KEPT_EVENTS : MAX_EVENTS - 1;
}

/** How long after the close a dossier takes an `informed` (requirements §4.7). */
export const INFORMED_AFTER_CLOSE_DAYS = 30;

/** How far a sender's clock may be ahead of ours (requirements §3.4, §4.6), milliseconds. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * What the one-stop software says when it registers a dossier (requirements §3). The phone is not here: only the contact row holds it
 * (requirements §9).
 */
export type Registration = {
  readonly receiptCode: ReceiptCode;
  readonly agency: string;
  readonly procedure: { readonly code: string; readonly name: string; readonly sameDay: boolean };
  readonly receivedAt: Instant;
  readonly dueDate: LocalDate | null;
  readonly step: string;
  readonly policy: Policy;
  readonly recordedAt: Instant;
};

/**
 * One thing the one-stop software says about a dossier (requirements §4). The journal numbers them: `seq` counts from 1 without gaps. A note
 * is not here: it stays in the journal (requirements §4.8).
 */
export type DossierEvent = { readonly seq: number; readonly recordedAt: Instant; readonly occurredAt: Instant } & (
  | { readonly type: 'progress'; readonly step?: string | undefined; readonly state?: string | undefined }
  | { readonly type: 'reschedule'; readonly dueDate: LocalDate; readonly reason: (typeof RESCHEDULE_REASONS)[number] }
  | { readonly type: 'contact' }
  | { readonly type: 'informed'; readonly notice: string; readonly by: (typeof INFORMED_BY)[number] }
  | { readonly type: 'close'; readonly outcome: Outcome }
);

/** The fold of a dossier's events. The workflow, the API and an auditor all compute it with this file. */
export type Dossier = {
  readonly receiptCode: ReceiptCode;
  readonly agency: string;
  readonly procedure: Registration['procedure'];
  readonly receivedAt: Instant;
  readonly policy: Policy;
  readonly step: string;
  readonly state: string | null;
  /** The last instant that a sender gave for a progress that took effect (requirements §4.4). */
  readonly progressAt: Instant | null;
  readonly originalDueDate: LocalDate | null;
  readonly dueDate: LocalDate | null;
  readonly dueDateKnownAt: Instant;
  /** The date that decides on time or late (requirements §6.3). */
  readonly judgedDate: LocalDate | null;
  /**
   * `round` counts arrivals at `Trả kết quả`. `at` is the last arrival while the dossier is still there; `late` was judged then
   * (requirements §6.2).
   */
  readonly result: { readonly round: number; readonly at: Instant | null; readonly late: boolean };
  /** `round` counts supplement rounds; `openSince` belongs to the one that is open (requirements §5.2). */
  readonly supplement: { readonly round: number; readonly openSince: Instant | null };
  readonly judgedEve: JudgedEve | null;
  /** How often it got a new date with the reason `reappointment`. The law allows one (requirements §4.10). */
  readonly reappointments: number;
  readonly closed: { readonly outcome: Outcome; readonly at: Instant } | null;
  /** The number of the last event applied; 0 after the registration. */
  readonly seq: number;
};

export function fold(registration: Registration, events: readonly DossierEvent[]): Dossier {
  return events.reduce(apply, register(registration));
}

/** A dossier ends as its close leaves it: an `informed` that comes later is in the journal alone (requirements §4.9). */
export function untilClose(events: readonly DossierEvent[]): readonly DossierEvent[] {
  const close = events.findIndex(({ type }) => type === 'close');
  return close === -1 ? events : events.slice(0, close + 1);
}

/** A dossier as it is registered. It may already be at `Trả kết quả` (requirements §5.1). */
export function register(registration: Registration): Dossier {
  const { receiptCode, agency, procedure, receivedAt, dueDate, policy, recordedAt } = registration;
  const beforeFirstStep: Dossier = {
    receiptCode,
    agency,
    procedure,
    receivedAt,
    policy,
    step: '',
    state: null,
    progressAt: null,
    originalDueDate: dueDate,
    dueDate,
    dueDateKnownAt: recordedAt,
    judgedDate: dueDate,
    result: { round: 0, at: null, late: false },
    supplement: { round: 0, openSince: null },
    judgedEve: null,
    reappointments: 0,
    closed: null,
    seq: 0,
  };
  return moveTo(beforeFirstStep, readName(registration.step), null, receivedAt);
}

/** The only way a dossier changes. An event that says nothing new changes `seq` alone. */
export function apply(before: Dossier, event: DossierEvent): Dossier {
  const dossier = { ...before, seq: event.seq, judgedEve: judgeEve(before, event.recordedAt) };
  switch (event.type) {
    case 'progress': {
      if (isOlderThanInForce(dossier, event)) return dossier;
      const step = event.step === undefined ? dossier.step : readName(event.step);
      const state = event.state === undefined ? dossier.state : readName(event.state);
      return { ...moveTo(dossier, step, state, event.occurredAt), progressAt: instantGiven(event) ?? dossier.progressAt };
    }
    case 'reschedule':
      return {
        ...dossier,
        dueDate: event.dueDate,
        dueDateKnownAt: event.dueDate === dossier.dueDate ? dossier.dueDateKnownAt : event.recordedAt,
        judgedDate: event.reason === 'reappointment' ? dossier.judgedDate : event.dueDate, // requirements §6.3
        reappointments: dossier.reappointments + (event.reason === 'reappointment' ? 1 : 0),
      };
    case 'contact':
    case 'informed':
      return dossier;
    case 'close':
      return { ...dossier, closed: { outcome: event.outcome, at: event.occurredAt } };
  }
}

/** Whether a progress changes nothing, because a newer one has overtaken it (requirements §4.4). Only instants that senders gave count. */
export function isOlderThanInForce(dossier: Dossier, event: DossierEvent): boolean {
  return event.type === 'progress' && isOvertaken(dossier, instantGiven(event));
}

function isOvertaken({ progressAt }: Dossier, given: Instant | null): boolean {
  return given !== null && progressAt !== null && given < progressAt;
}

/** Whether a progress to this step would arrive at `Trả kết quả`. `given`: when it happened, if the sender says so. */
export function wouldArrive(dossier: Dossier, step: string | undefined, given: Instant | null): boolean {
  if (step === undefined || readName(step) !== RESULT_STEP || dossier.step === RESULT_STEP) return false;
  return !isOvertaken(dossier, given);
}

/** The journal sets `occurredAt` to `recordedAt` when the sender gave none. */
function instantGiven({ occurredAt, recordedAt }: DossierEvent): Instant | null {
  return occurredAt === recordedAt ? null : occurredAt;
}

/** `none` without a due date, `ended` with a result or a close, `stopped` while the citizen has to bring papers. */
export function clockOf(dossier: Dossier): (typeof CLOCKS)[number] {
  if (dossier.dueDate === null) return 'none';
  if (dossier.closed !== null || dossier.result.at !== null) return 'ended';
  return stoppedSince(dossier) === null ? 'running' : 'stopped';
}

function moveTo(dossier: Dossier, step: string, requestedState: string | null, at: Instant): Dossier {
  const arrives = step === RESULT_STEP && dossier.step !== RESULT_STEP;
  const state = arrives && requestedState === AWAITING_SUPPLEMENT ? null : requestedState; // requirements §4.5
  const result = arrives
    ? { round: dossier.result.round + 1, at, late: isLateResult(dossier.judgedDate, at) }
    : { ...dossier.result, at: step === RESULT_STEP ? dossier.result.at : null };
  return { ...dossier, step, state, result, supplement: supplementAfter(dossier, step, state, at) };
}

/** A round is open while both the state and the step are there, whichever came second (requirements §5.2). */
function supplementAfter({ supplement }: Dossier, step: string, state: string | null, at: Instant): Dossier['supplement'] {
  if (state !== AWAITING_SUPPLEMENT || step !== ONE_STOP_STEP) return { ...supplement, openSince: null };
  return supplement.openSince === null ? { round: supplement.round + 1, openSince: at } : supplement;
}

import { judgeEve, stoppedSince, type JudgedEve, type Policy } from './apology.ts';
import type { Instant, LocalDate } from './calendar.ts';
import { AWAITING_SUPPLEMENT, ONE_STOP_STEP, readName, RESULT_STEP } from './fixed-names.ts';
import { isLateResult } from './on-time.ts';
import type { ReceiptCode } from './receipt-code.ts';

export const RESCHEDULE_REASONS = ['reappointment', 'supplement', 'correction'] as const;
export const OUTCOMES = ['handed_over', 'withdrawn', 'rejected'] as const;
export const CLOCKS = ['running', 'stopped', 'ended', 'none'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A dossier takes at most this many events (requirements §4.7); so its workflow's history stays below Temporal's limit without continue-as-new. */
export const MAX_EVENTS = 2000;

/** How far ahead of our clock a sender's may be (requirements §3.4, §4.6), milliseconds. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What the one-stop software says when it takes a dossier in (requirements §3). No phone: that stands in the contact row alone (requirements §9). */
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

/** One thing the one-stop software says about a dossier (requirements §4), as the journal numbered it: `seq` counts from 1 without gaps. */
export type DossierEvent = { readonly seq: number; readonly recordedAt: Instant; readonly occurredAt: Instant } & (
  | { readonly type: 'progress'; readonly step?: string | undefined; readonly state?: string | undefined }
  | { readonly type: 'reschedule'; readonly dueDate: LocalDate; readonly reason: (typeof RESCHEDULE_REASONS)[number] }
  | { readonly type: 'contact' }
  | { readonly type: 'close'; readonly outcome: Outcome }
);

/** The fold of a dossier's events: the same in the workflow, in the API and in an auditor's hands. */
export type Dossier = {
  readonly receiptCode: ReceiptCode;
  readonly agency: string;
  readonly procedure: Registration['procedure'];
  readonly receivedAt: Instant;
  readonly policy: Policy;
  readonly step: string;
  readonly state: string | null;
  /** `occurredAt` of the progress in force (requirements §4.4). */
  readonly progressAt: Instant | null;
  readonly originalDueDate: LocalDate | null;
  /** The appointment in force. */
  readonly dueDate: LocalDate | null;
  readonly dueDateKnownAt: Instant;
  /** What on time or late is judged by (requirements §6.3). */
  readonly judgedDate: LocalDate | null;
  /** `round`: arrivals at `Trả kết quả` so far; `at`: the last one, while it is there; `late`: judged at that arrival (requirements §6.2). */
  readonly result: { readonly round: number; readonly at: Instant | null; readonly late: boolean };
  /** `round`: supplement rounds so far; `openSince`: of the open one (requirements §5.2). */
  readonly supplement: { readonly round: number; readonly openSince: Instant | null };
  readonly judgedEve: JudgedEve | null;
  readonly closed: { readonly outcome: Outcome; readonly at: Instant } | null;
  /** Of the last event applied; 0 after the registration. */
  readonly seq: number;
};

export function fold(registration: Registration, events: readonly DossierEvent[]): Dossier {
  return events.reduce(apply, register(registration));
}

/** A dossier as it is registered, perhaps already at `Trả kết quả` (requirements §5.1). */
export function register(registration: Registration): Dossier {
  const { receiptCode, agency, procedure, receivedAt, dueDate, policy, recordedAt } = registration;
  const nowhere: Dossier = {
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
    closed: null,
    seq: 0,
  };
  return moved(nowhere, readName(registration.step), null, receivedAt);
}

/** The only way a dossier changes. Total: an event that says nothing new changes nothing but `seq`. */
export function apply(before: Dossier, event: DossierEvent): Dossier {
  const dossier = { ...before, seq: event.seq, judgedEve: judgeEve(before, event.recordedAt) };
  switch (event.type) {
    case 'progress': {
      if (dossier.progressAt !== null && event.occurredAt < dossier.progressAt) return dossier; // requirements §4.4
      const step = event.step === undefined ? dossier.step : readName(event.step);
      const state = event.state === undefined ? dossier.state : readName(event.state);
      return { ...moved(dossier, step, state, event.occurredAt), progressAt: event.occurredAt };
    }
    case 'reschedule':
      return {
        ...dossier,
        dueDate: event.dueDate,
        dueDateKnownAt: event.dueDate === dossier.dueDate ? dossier.dueDateKnownAt : event.recordedAt,
        judgedDate: event.reason === 'reappointment' ? dossier.judgedDate : event.dueDate, // requirements §6.3
      };
    case 'contact':
      return dossier;
    case 'close':
      return { ...dossier, closed: { outcome: event.outcome, at: event.occurredAt } };
  }
}

/** `none` without a due date; `ended` with a result or a close; `stopped` while the citizen has papers to bring. */
export function clockOf(dossier: Dossier): (typeof CLOCKS)[number] {
  if (dossier.dueDate === null) return 'none';
  if (dossier.closed !== null || dossier.result.at !== null) return 'ended';
  return stoppedSince(dossier) === null ? 'running' : 'stopped';
}

function moved(dossier: Dossier, step: string, asked: string | null, at: Instant): Dossier {
  const arrives = step === RESULT_STEP && dossier.step !== RESULT_STEP;
  const state = arrives && asked === AWAITING_SUPPLEMENT ? null : asked; // requirements §4.5
  const result = arrives
    ? { round: dossier.result.round + 1, at, late: isLateResult(dossier.judgedDate, at) }
    : { ...dossier.result, at: step === RESULT_STEP ? dossier.result.at : null };
  return { ...dossier, step, state, result, supplement: supplementAfter(dossier, step, state, at) };
}

/** A round is open while the state and the step meet, whichever came second (requirements §5.2). */
function supplementAfter({ supplement }: Dossier, step: string, state: string | null, at: Instant): Dossier['supplement'] {
  if (state !== AWAITING_SUPPLEMENT || step !== ONE_STOP_STEP) return { ...supplement, openSince: null };
  return supplement.openSince === null ? { round: supplement.round + 1, openSince: at } : supplement;
}

import { apologyInstant, whyNoApology, type NoApologyReason } from './apology.ts';
import { plusDays, type Instant, type LocalDate } from './calendar.ts';
import { evesOf } from './dossier-line.ts';
import type { DossierStates } from './dossier-states.ts';
import { apply, type Dossier, type DossierEvent } from './dossier.ts';
import { verdictOn } from './due-notices.ts';
import { AWAITING_SUPPLEMENT, ONE_STOP_STEP, RESULT_STEP } from './fixed-names.ts';

/** What an office can still do so that nobody has to be apologised to (requirements §8.4). */
export const APOLOGY_SAVERS = ['move_to_result', 'reschedule', 'record_supplement'] as const;
export type ApologySaver = (typeof APOLOGY_SAVERS)[number];

/** Why an apology was called for in the afternoon of the eve and no longer at its instant (requirements §8.6). */
export type SavedBy = NoApologyReason | 'rescheduled';

/** What would save the apology for this date, if it were recorded now: none when no apology is called for, or its instant has come. */
export function whatWouldSave(dossier: Dossier, dueDate: LocalDate, now: Instant): readonly ApologySaver[] {
  const instant = apologyInstant(dossier);
  if (instant === null || now >= instant) return [];
  const isCalledFor = (then: Dossier) => verdictOn(then, { kind: 'apology', dueDate }, instant).call === 'send';
  if (!isCalledFor(dossier)) return [];
  return APOLOGY_SAVERS.filter((saver) => !isCalledFor(apply(dossier, eventFor(saver, dossier, dueDate, now))));
}

/** In the words of requirements §8.4, with the hour of this dossier. */
export function saverText(saver: ApologySaver, { policy }: Pick<Dossier, 'policy'>): string {
  switch (saver) {
    case 'move_to_result':
      return `chuyển đến ${RESULT_STEP} trước ${printHour(policy.apologySecond)}`;
    case 'reschedule':
      return 'gia hạn có lý do';
    case 'record_supplement':
      return 'ghi nhận bổ sung';
  }
}

/** What saved the apology for this date; null: nothing did, it was not called for at 15:00 of its eve, or its instant has not come. */
export function whatSaved(states: DossierStates, dueDate: LocalDate, now: Instant): SavedBy | null {
  const instants = states.map(({ dossier }) => (dossier.dueDate === dueDate ? apologyInstant(dossier) : null));
  const instant = instants.findLast((each) => each !== null) ?? null;
  if (instant === null || now < instant) return null;
  if (evesOf(states).find((eve) => eve.dueDate === dueDate)?.calledAtThree !== true) return null;
  const then = states.findLast(({ from }) => from < instant)?.dossier;
  if (then === undefined) return null;
  return then.dueDate === dueDate ? whyNoApology(then) : 'rescheduled';
}

function eventFor(saver: ApologySaver, { seq }: Dossier, dueDate: LocalDate, now: Instant): DossierEvent {
  const common = { seq: seq + 1, recordedAt: now, occurredAt: now };
  switch (saver) {
    case 'move_to_result':
      return { ...common, type: 'progress', step: RESULT_STEP };
    case 'reschedule':
      return { ...common, type: 'reschedule', dueDate: plusDays(dueDate, 1), reason: 'reappointment' };
    case 'record_supplement':
      return { ...common, type: 'progress', step: ONE_STOP_STEP, state: AWAITING_SUPPLEMENT };
  }
}

/** Prints `17:30`, or `17:30:15` where the setting has seconds. */
function printHour(secondOfDay: number): string {
  const parts = [Math.floor(secondOfDay / 3600), Math.floor(secondOfDay / 60) % 60, ...(secondOfDay % 60 === 0 ? [] : [secondOfDay % 60])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

import { forecastApology, type ForecastFacts, type RecordedApology } from './apology-forecast.ts';
import { apologyInstant } from './apology.ts';
import type { Instant } from './calendar.ts';
import { apply, register, type Dossier, type DossierEvent, type Registration } from './dossier.ts';
import { AWAITING_SUPPLEMENT, ONE_STOP_STEP, readName, RESULT_STEP } from './fixed-names.ts';
import type { Notice } from './notice-key.ts';

/** Why nothing leaves at once (requirements §5): `elsewhere`: papers are awaited, and the dossier is not at the counter. */
export const SILENT_REASONS = ['ready_already', 'waiting_already', 'elsewhere', 'not_called_for'] as const;
export type SilentReason = (typeof SILENT_REASONS)[number];

/** An apology to come, and the instant at which it leaves if nothing else happens until then. */
export type ApologyToCome = { readonly notice: Notice; readonly at: Instant };

/** Which SMS an event sends (console §3). */
export type EventEffect = {
  /** What is decided as soon as the event is recorded. `skip`: the notice is called for, and is recorded as not sent. */
  readonly now:
    | { readonly call: 'send'; readonly notice: Notice }
    | { readonly call: 'skip'; readonly notice: Notice; readonly reason: 'no_phone' | 'same_day' }
    | { readonly call: 'none'; readonly reason: SilentReason };
  /** The apology that will be sent as things stand afterwards; null when there is none to come. `isNew`: it was not to come before. */
  readonly apology: (ApologyToCome & { readonly isNew: boolean }) | null;
  /** The apology that was to come and is not any more. */
  readonly stopped: ApologyToCome | null;
};

export type EffectFacts = {
  /** Whether a number is known by which the citizen can be reached: before the event, and after it. */
  readonly hadPhone: boolean;
  readonly hasPhone: boolean;
  /** The dossier's apologies in the ledger. */
  readonly apologies: readonly RecordedApology[];
};

/** What recording this event now would send, by the same fold and the same verdicts as the workflow. */
export function effectOfEvent(dossier: Dossier, event: DossierEvent, facts: EffectFacts, now: Instant): EventEffect {
  const after = apply(dossier, event);
  const { hadPhone, hasPhone, apologies } = facts;
  const before = apologyToLeave(dossier, { hasPhone: hadPhone, apologies }, now);
  const apology = apologyToLeave(after, { hasPhone, apologies }, now);
  const isSame = isSameApology(before, apology);
  return {
    now: decidedAtOnce(newNotice(dossier, after), after, hasPhone) ?? { call: 'none', reason: whySilent(dossier, event) },
    apology: apology && { ...apology, isNew: !isSame },
    stopped: isSame ? null : before,
  };
}

/** What a registration would send: a dossier may be taken in at `Trả kết quả` (requirements §5.1). */
export function effectOfRegistration(registration: Registration, hasPhone: boolean, now: Instant): EventEffect {
  const dossier = register(registration);
  const apology = apologyToLeave(dossier, { hasPhone, apologies: [] }, now);
  return {
    now: decidedAtOnce(newNotice(null, dossier), dossier, hasPhone) ?? { call: 'none', reason: 'not_called_for' },
    apology: apology && { ...apology, isNew: true },
    stopped: null,
  };
}

/** The round that has begun; an event begins one at most, because the two kinds stand at different steps. */
function newNotice(before: Dossier | null, after: Dossier): Notice | null {
  const { result, supplement } = after;
  if (result.round > (before?.result.round ?? 0)) return { kind: 'result', round: result.round };
  if (supplement.round > (before?.supplement.round ?? 0)) return { kind: 'supplement', round: supplement.round };
  return null;
}

function decidedAtOnce(notice: Notice | null, { procedure }: Dossier, hasPhone: boolean): EventEffect['now'] | null {
  if (notice === null) return null;
  if (procedure.sameDay) return { call: 'skip', notice, reason: 'same_day' };
  return hasPhone ? { call: 'send', notice } : { call: 'skip', notice, reason: 'no_phone' };
}

function whySilent(before: Dossier, event: DossierEvent): SilentReason {
  if (event.type !== 'progress') return 'not_called_for';
  const step = event.step === undefined ? before.step : readName(event.step);
  const state = event.state === undefined ? before.state : readName(event.state);
  if (event.step !== undefined && step === RESULT_STEP && before.step === RESULT_STEP) return 'ready_already';
  if (state !== AWAITING_SUPPLEMENT) return 'not_called_for';
  return step === ONE_STOP_STEP ? 'waiting_already' : 'elsewhere';
}

/** The apology for the date in force, while it has not been handed over and will be. */
function apologyToLeave(dossier: Dossier, facts: ForecastFacts, now: Instant): ApologyToCome | null {
  const { dueDate } = dossier;
  const at = apologyInstant(dossier);
  if (at === null || dueDate === null || isDecided(dueDate, facts)) return null;
  return forecastApology(dossier, dueDate, facts, now).willBeSent ? { notice: { kind: 'apology', dueDate }, at } : null;
}

function isDecided(dueDate: string, { apologies }: ForecastFacts): boolean {
  const status = apologies.find((apology) => apology.dueDate === dueDate)?.status;
  return status !== undefined && status !== 'created' && status !== 'sending';
}

function isSameApology(one: ApologyToCome | null, other: ApologyToCome | null): boolean {
  return one?.at === other?.at;
}

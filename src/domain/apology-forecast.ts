import { apologyInstant } from './apology.ts';
import type { Instant, LocalDate } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import { NOT_SENT_REASONS, verdictOn, type NotSentReason } from './due-notices.ts';
import type { NoticeStatus } from './notice-status.ts';

/** Whether the citizen is apologised to for a due date, and if not, why (contract §2, `GET /v1/apologies`). */
export type Forecast = { readonly willBeSent: boolean; readonly reason: NotSentReason | null };

/** What the ledger says about the apology of a due date. */
export type RecordedApology = { readonly dueDate: LocalDate; readonly status: NoticeStatus; readonly reason: string | null };

export type ForecastFacts = {
  /** Whether a number is known by which the citizen can be reached. */
  readonly hasPhone: boolean;
  /** The dossier's apologies in the ledger. */
  readonly apologies: readonly RecordedApology[];
};

/**
 * What the ledger decided holds. Before, it is the verdict at the apology's instant if nothing else happens until then, or, once that
 * instant is past, the verdict of now.
 */
export function forecastApology(dossier: Dossier, dueDate: LocalDate, { hasPhone, apologies }: ForecastFacts, now: Instant): Forecast {
  const recorded = apologies.find((apology) => apology.dueDate === dueDate);
  if (recorded && !OPEN.has(recorded.status)) return decidedForecast(recorded);
  const instant = apologyInstant(dossier);
  const verdict = verdictOn(dossier, { kind: 'apology', dueDate }, instant !== null && instant > now ? instant : now);
  if ('reason' in verdict) return { willBeSent: false, reason: verdict.reason };
  return hasPhone ? { willBeSent: true, reason: null } : { willBeSent: false, reason: 'no_phone' };
}

/** The instant of the apology for the date in force; null when there is none to come. */
export function apologyToCome(dossier: Dossier, facts: ForecastFacts, now: Instant): Instant | null {
  if (dossier.dueDate === null) return null;
  return forecastApology(dossier, dossier.dueDate, facts, now).willBeSent ? apologyInstant(dossier) : null;
}

const OPEN: ReadonlySet<NoticeStatus> = new Set(['created', 'sending']);
const NOT_SENT: ReadonlySet<NoticeStatus> = new Set(['skipped', 'superseded', 'missed', 'permanent_failure', 'technical_failure']);

function decidedForecast({ status, reason }: RecordedApology): Forecast {
  if (!NOT_SENT.has(status)) return { willBeSent: true, reason: null };
  return { willBeSent: false, reason: NOT_SENT_REASONS.find((known) => known === reason) ?? null };
}

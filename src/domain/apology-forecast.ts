import { apologyInstant } from './apology.ts';
import type { Instant, LocalDate } from './calendar.ts';
import type { Dossier } from './dossier.ts';
import { verdictOn, type NotSentReason } from './due-notices.ts';

/** Whether the citizen will be apologised to for a due date, and if not, why (contract §2, `GET /v1/apologies`). */
export type Forecast = { readonly willBeSent: boolean; readonly reason: NotSentReason | null };

/** The verdict at the apology's instant if nothing else happens until then; once that instant is past, the verdict of now. */
export function forecastApology(dossier: Dossier, dueDate: LocalDate, hasPhone: boolean, now: Instant): Forecast {
  const instant = apologyInstant(dossier);
  const verdict = verdictOn(dossier, { kind: 'apology', dueDate }, instant !== null && instant > now ? instant : now);
  if ('reason' in verdict) return { willBeSent: false, reason: verdict.reason };
  return hasPhone ? { willBeSent: true, reason: null } : { willBeSent: false, reason: 'no_phone' };
}

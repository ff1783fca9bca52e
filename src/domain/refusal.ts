import type { LocalDate } from './calendar.ts';

/** A rule said no: the API has one HTTP status for each, and a test provokes each. */
export const REFUSALS = [
  'dossier_conflict',
  'dossier_not_found',
  'dossier_closed',
  'event_conflict',
  'too_many_events',
  'changed_meanwhile',
  'not_resendable',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** A rule does not take one field, though its form is right. Closed as well: an API and a page each say it in their own words. */
export type FieldRefusal =
  | { readonly kind: 'unknown_agency' | 'which_agency' | 'unknown_gateway'; readonly known: readonly string[] }
  | { readonly kind: 'takes_no_notices' | 'received_in_the_future' | 'occurred_in_the_future' | 'telephone_number' | 'notice_unknown' }
  | { readonly kind: 'due_before_receipt'; readonly receivedOn: LocalDate }
  | { readonly kind: 'period_ends_before_it_begins'; readonly from: LocalDate };

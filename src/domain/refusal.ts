/** A rule said no. Closed: `api/problem.ts` has one HTTP status for each, and a test provokes each. */
export const REFUSALS = [
  'dossier_conflict',
  'dossier_not_found',
  'dossier_closed',
  'event_conflict',
  'too_many_events',
  'not_resendable',
] as const;
export type Refusal = (typeof REFUSALS)[number];

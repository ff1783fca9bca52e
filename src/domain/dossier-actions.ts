import { plusMs, type Instant } from './calendar.ts';
import { INFORMED_AFTER_CLOSE_DAYS, type Dossier } from './dossier.ts';

/** What a clerk can say about a dossier (requirements §4), each by a form of its own. */
export type DossierAction = 'result' | 'move' | 'request_papers' | 'reschedule' | 'contact' | 'informed' | 'close';

type Facts = {
  /** A notice did not reach the citizen, and nobody has told them since. */
  readonly hasUnreached: boolean;
  /** When the close was recorded; null while the dossier is open. */
  readonly closedAt: Instant | null;
};

/** Those that make sense now, the likeliest first. After the close only `informed` is taken, and only for 30 days (requirements §4.7). */
export function dossierActions(dossier: Dossier, { hasUnreached, closedAt }: Facts, now: Instant): readonly DossierAction[] {
  const informed = hasUnreached ? (['informed'] as const) : [];
  if (closedAt !== null) return now < plusMs(closedAt, INFORMED_AFTER_CLOSE_DAYS * 86_400_000) ? informed : [];
  if (dossier.result.at !== null) return ['close', 'move', 'contact', ...informed];
  const papers = dossier.supplement.openSince === null ? (['request_papers'] as const) : [];
  return ['result', 'move', ...papers, 'reschedule', 'contact', ...informed, 'close'];
}

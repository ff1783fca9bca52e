import { isPast, type Instant } from './calendar.ts';
import { differences } from './differences.ts';
import { latestDossier, type DossierStates } from './dossier-states.ts';
import { dossierLine, type DossierLine } from './dossier-line.ts';
import type { DossierEvent, Registration } from './dossier.ts';
import type { Finding } from './invariants.ts';

export type LineFacts = {
  readonly registration: Registration;
  readonly events: readonly DossierEvent[];
  /** The last one says when the last event was recorded. */
  readonly states: DossierStates;
  /** The number of the journal's last event, which may have come after the close (requirements §4.9). */
  readonly lastSeq: number;
  /** What lists and statistics read of the dossier. */
  readonly line: DossierLine | null;
};

/** I8: what lists and statistics are read from is the fold of the journal. A line may be behind for a moment after an event. */
export function judgeLine(
  { registration, events, states, lastSeq, line }: LineFacts,
  patienceMs: number,
  now: Instant,
): readonly Finding[] {
  const fold = { ...dossierLine(registration, events), seq: lastSeq };
  const found = (what: string): Finding[] => [{ invariant: 'I8', about: latestDossier(states).receiptCode, what }];
  if (line === null || line.seq < fold.seq) {
    const recordedAt = (states.at(-1) ?? states[0]).from;
    if (!isPast(recordedAt, patienceMs, now)) return [];
    return found(line === null ? 'it is in no list' : `the lists are at event ${line.seq}, the journal at ${fold.seq}`);
  }
  const parts = differences(fold, line);
  return parts.length > 0 ? found(`what lists read is not the fold of the journal: ${parts.join(', ')} differ`) : [];
}

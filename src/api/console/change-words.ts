import { printDate } from '../../domain/calendar.ts';
import type { DossierChange } from '../../domain/dossier-changes.ts';
import type { LivedEvent } from '../../services/read-dossier-life.ts';
import { printMinute } from './moments.ts';
import { CHANGES } from './texts/changes.ts';

/** `clerk-2, 10:32 ngày 23/11/2026: chuyển đến bước “Thẩm định”` */
export function changeWords({ actor, recordedAt, type, changes }: LivedEvent): string {
  return CHANGES.by(actor, printMinute(recordedAt), whatOf(type, changes));
}

function whatOf(type: LivedEvent['type'], changes: readonly DossierChange[]): string {
  if (type === 'contact' || type === 'informed' || type === 'close') return CHANGES[type];
  const words = changes.flatMap(wordsOf);
  return words.length === 0 ? CHANGES.nothing : words.join(', ');
}

function wordsOf(change: DossierChange): readonly string[] {
  if (change.field === 'step') return [CHANGES.step(change.to)];
  if (change.field === 'state') return [change.to === null ? CHANGES.noState : CHANGES.state(change.to)];
  return change.field === 'dueDate' && change.to !== null ? [CHANGES.dueDate(printDate(change.to))] : [];
}

import type { LocalDate } from './calendar.ts';
import type { Dossier } from './dossier.ts';

/** What an event changed of what people see of a dossier: old → new. */
export type DossierChange =
  | { readonly field: 'step'; readonly from: string; readonly to: string }
  | { readonly field: 'state'; readonly from: string | null; readonly to: string | null }
  | { readonly field: 'dueDate' | 'judgedDate'; readonly from: LocalDate | null; readonly to: LocalDate | null };

/** None when the event said nothing new, or was overtaken (requirements §4.4). */
export function changesOf(before: Dossier, after: Dossier): readonly DossierChange[] {
  const changes: readonly DossierChange[] = [
    { field: 'step', from: before.step, to: after.step },
    { field: 'state', from: before.state, to: after.state },
    { field: 'dueDate', from: before.dueDate, to: after.dueDate },
    { field: 'judgedDate', from: before.judgedDate, to: after.judgedDate },
  ];
  return changes.filter(({ from, to }) => from !== to);
}

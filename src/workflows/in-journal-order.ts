import { apply, type Dossier, type DossierEvent } from '../domain/dossier.ts';

/** Events heard, by `seq`. Signals come in any order and more than once; the journal's numbers say which event is next. */
export type Heard = ReadonlyMap<number, DossierEvent>;

/** The dossier with all that follows it without a gap. */
export function inJournalOrder(dossier: Dossier, heard: Heard): Dossier {
  for (let next = heard.get(dossier.seq + 1); next !== undefined; next = heard.get(dossier.seq + 1)) dossier = apply(dossier, next);
  return dossier;
}

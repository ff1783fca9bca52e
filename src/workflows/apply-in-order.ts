import { apply, type Dossier, type DossierEvent } from '../domain/dossier.ts';

/** The events received so far, by `seq`. Signals come in any order and more than once; `seq` says which event is next. */
export type ReceivedEvents = ReadonlyMap<number, DossierEvent>;

/** Applies all events that follow the dossier's own without a gap. */
export function applyInOrder(dossier: Dossier, received: ReceivedEvents): Dossier {
  for (let next = received.get(dossier.seq + 1); next !== undefined; next = received.get(dossier.seq + 1)) dossier = apply(dossier, next);
  return dossier;
}

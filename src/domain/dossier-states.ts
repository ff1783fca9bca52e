import type { Instant } from './calendar.ts';
import { apply, register, type Dossier, type DossierEvent, type Registration } from './dossier.ts';

/** A dossier as it was from one recording until the next. */
export type DossierState = { readonly dossier: Dossier; readonly from: Instant };

/** Every state of a dossier in journal order. The last one is its fold. */
export type DossierStates = readonly [DossierState, ...DossierState[]];

export function replayStates(registration: Registration, events: readonly DossierEvent[]): DossierStates {
  const first: DossierState = { dossier: register(registration), from: registration.recordedAt };
  const others: DossierState[] = [];
  for (const event of events) others.push({ dossier: apply((others.at(-1) ?? first).dossier, event), from: event.recordedAt });
  return [first, ...others];
}

export function latestDossier(states: DossierStates): Dossier {
  return (states.at(-1) ?? states[0]).dossier;
}

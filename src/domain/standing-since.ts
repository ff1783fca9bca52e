import type { Instant } from './calendar.ts';
import type { DossierStates } from './dossier-states.ts';
import type { Dossier, DossierEvent } from './dossier.ts';

/** Since when a dossier is where it is, by when the events happened; `state` is null while it has none. */
export type Standing = { readonly step: Instant; readonly state: Instant | null };

/** @param events those of which `states` are the replay */
export function standingSince(states: DossierStates, events: readonly DossierEvent[]): Standing {
  const since = (read: (dossier: Dossier) => string | null): Instant => {
    const change = states.findLastIndex(({ dossier }, index) => {
      const before = states[index - 1];
      return before === undefined || read(before.dossier) !== read(dossier);
    });
    return events[change - 1]?.occurredAt ?? states[0].dossier.receivedAt;
  };
  const hasState = states.at(-1)?.dossier.state != null;
  return { step: since(({ step }) => step), state: hasState ? since(({ state }) => state) : null };
}

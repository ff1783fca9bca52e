import type { EntryOf } from '../../../infra/dev/telco/entry.ts';
import { epochMs, type Instant } from '../../../src/domain/calendar.ts';
import { apply, register, type Dossier } from '../../../src/domain/dossier.ts';
import type { Evidence, Kept } from './evidence.ts';

export type Handover = EntryOf<'handover'>;

/** What a dossier was, from `from` until the next one. */
export type Chapter = { readonly dossier: Dossier; readonly from: Instant };

/** A dossier with its life, and with all that the network got about it. */
export type Account = Kept & { readonly chapters: readonly Chapter[]; readonly handovers: readonly Handover[] };

export function accountsOfAll({ dossiers, log }: Evidence): readonly Account[] {
  const handovers = log.filter((entry) => entry.type === 'handover');
  return dossiers.map((kept) => ({
    ...kept,
    chapters: chaptersOf(kept),
    handovers: handovers.filter(({ id }) => id.startsWith(`${kept.registration.receiptCode}/`)),
  }));
}

/** What the network took as a message of its own. */
export function isAccepted({ outcome }: Handover): boolean {
  return outcome === 'accepted';
}

/** The chapters that were in force at some moment of the span, both ends among it; milliseconds since 1970. */
export function chaptersWithin(chapters: readonly Chapter[], fromMs: number, toMs: number): readonly Chapter[] {
  return chapters.filter(({ from }, at) => {
    const next = chapters[at + 1];
    return epochMs(from) <= toMs && (next === undefined || epochMs(next.from) >= fromMs);
  });
}

function chaptersOf({ registration, events }: Kept): readonly Chapter[] {
  const first: Chapter = { dossier: register(registration), from: registration.recordedAt };
  return events.reduce<readonly Chapter[]>(
    (before, event) => [...before, { dossier: apply((before.at(-1) ?? first).dossier, event), from: event.recordedAt }],
    [first],
  );
}

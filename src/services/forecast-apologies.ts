import { readApologies, listKeysWithDueDate } from '../db/dossier-keys.ts';
import { readEntries, readHeads, splitJournal } from '../db/dossiers.ts';
import { apologyToCome, forecastApology, type ForecastFacts } from '../domain/apology-forecast.ts';
import { dateOf, plusDays, type Instant, type LocalDate } from '../domain/calendar.ts';
import { latestDossier, replayStates } from '../domain/dossier-states.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { DossierForecast, LedgerApology } from '../domain/evening.ts';
import { whatSaved, whatWouldSave, type SavedBy } from '../domain/saved-apology.ts';
import { isWithin, type Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Whether the citizen of one dossier is apologised to for a due date, and why not. */
export type ApologyForecast = DossierForecast & {
  /** Null when it will not be sent. */
  readonly apologyAt: Instant | null;
};

/** A dossier whose citizen would have been apologised to, as things stood at 15:00 of the eve. */
export type SavedApology = { readonly dossier: Dossier; readonly savedBy: SavedBy };

export type ApologyForecasts = {
  readonly date: LocalDate;
  readonly items: readonly ApologyForecast[];
  /** Those that were saved, from each one's instant on. They may have another due date since. */
  readonly saved: readonly SavedApology[];
  /** What the ledger says of the apologies for that day, also of dossiers that have another due date since. */
  readonly decided: readonly (LedgerApology & { readonly dossier: Dossier })[];
};

type Deps = Pick<ServiceDeps, 'database' | 'now'>;

/**
 * The dossiers that are due on a day, tomorrow when it is left out, and those that were saved from an apology for that day, each by receipt
 * code. From journal and ledger alone, as things stand.
 */
export async function forecastApologies({ database, now: clock }: Deps, scope: Scope, dueDate?: LocalDate): Promise<ApologyForecasts> {
  const now = clock();
  const date = dueDate ?? plusDays(dateOf(now), 1);
  const keys = await listKeysWithDueDate(database, date);
  const [heads, journals, apologies] = await Promise.all([
    readHeads(database, keys),
    readEntries(database, keys),
    readApologies(database, keys),
  ]);
  const known = heads
    .flatMap(({ codeKey, contact }) => {
      const { registration, events } = splitJournal(journals.get(codeKey) ?? []);
      const states = replayStates(registration, events);
      const facts = { hasPhone: contact.phone !== null, apologies: apologies.get(codeKey) ?? [] };
      return isWithin(scope, registration.agency) ? [{ states, dossier: latestDossier(states), facts }] : [];
    })
    .toSorted((left, right) => (left.dossier.receiptCode < right.dossier.receiptCode ? -1 : 1));
  const items = known.filter(({ dossier }) => dossier.dueDate === date).map(({ dossier, facts }) => forecastOne(dossier, date, facts, now));
  const saved = known.flatMap(({ states, dossier }): SavedApology[] => {
    const savedBy = whatSaved(states, date, now);
    return savedBy === null ? [] : [{ dossier, savedBy }];
  });
  const decided = known.flatMap(({ dossier, facts }) =>
    facts.apologies.filter(({ dueDate: of }) => of === date).map((apology) => ({ ...apology, dossier })),
  );
  return { date, items, saved, decided };
}

function forecastOne(dossier: Dossier, date: LocalDate, facts: ForecastFacts, now: Instant): ApologyForecast {
  const outlook = forecastApology(dossier, date, facts, now);
  const status = facts.apologies.find((apology) => apology.dueDate === date)?.status ?? null;
  return { dossier, apologyAt: apologyToCome(dossier, facts, now), ...outlook, status, savers: whatWouldSave(dossier, date, now) };
}

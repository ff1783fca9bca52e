import { readApologies, listKeysWithDueDate } from '../db/dossier-keys.ts';
import { foldEntries, readEntries, readHeads } from '../db/dossiers.ts';
import { apologyToCome, forecastApology, type Forecast } from '../domain/apology-forecast.ts';
import { dateOf, plusDays, type Instant, type LocalDate } from '../domain/calendar.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { isWithin, type Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Whether the citizen of one dossier is apologised to for a due date, and why not. */
export type ApologyForecast = Forecast & {
  readonly dossier: Dossier;
  /** Null when it will not be sent. */
  readonly apologyAt: Instant | null;
  /** What became of the apology, once it was decided. */
  readonly status: NoticeStatus | null;
};

type Deps = Pick<ServiceDeps, 'database' | 'now'>;

/** The dossiers that are due on a day, tomorrow when it is left out, by receipt code. From journal and ledger alone, as things stand. */
export async function forecastApologies(
  { database, now: clock }: Deps,
  scope: Scope,
  dueDate?: LocalDate,
): Promise<{ readonly date: LocalDate; readonly items: readonly ApologyForecast[] }> {
  const now = clock();
  const date = dueDate ?? plusDays(dateOf(now), 1);
  const keys = await listKeysWithDueDate(database, date);
  const [heads, journals, apologies] = await Promise.all([
    readHeads(database, keys),
    readEntries(database, keys),
    readApologies(database, keys),
  ]);
  const items = heads.flatMap(({ codeKey, contact }): ApologyForecast[] => {
    const dossier = foldEntries(journals.get(codeKey) ?? []);
    if (dossier.dueDate !== date || !isWithin(scope, dossier.agency)) return [];
    const facts = { hasPhone: contact.phone !== null, apologies: apologies.get(codeKey) ?? [] };
    const outlook = forecastApology(dossier, date, facts, now);
    const status = facts.apologies.find((apology) => apology.dueDate === date)?.status ?? null;
    return [{ dossier, apologyAt: apologyToCome(dossier, facts, now), ...outlook, status }];
  });
  return { date, items: items.toSorted((left, right) => (left.dossier.receiptCode < right.dossier.receiptCode ? -1 : 1)) };
}

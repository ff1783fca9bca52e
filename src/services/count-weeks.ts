import { countDossierOutcomes } from '../db/dossier-counts.ts';
import { dateOf, type LocalDate } from '../domain/calendar.ts';
import { Tally, type Figures } from '../domain/figures.ts';
import { narrowScope, type Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

export type WeeksRequest = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly agency?: string | undefined;
  readonly procedure?: string | undefined;
};

/** `monday` begins the week. `counts` are of dossiers alone: nothing of apologies, notices and messages is counted. */
export type Week = { readonly monday: string; readonly counts: Figures };

/** The figures of requirements §8.6 on dossiers for each week of a period in which there was one, as at its end or now. Each is a period of its own. */
export async function countWeeks(
  { database, lists, now }: Pick<ServiceDeps, 'database' | 'lists' | 'now'>,
  scope: Scope,
  { from, to, agency, procedure }: WeeksRequest,
): Promise<readonly Week[]> {
  await lists.catchUp();
  const today = dateOf(now());
  const period = { from, to: to < today ? to : today, ...narrowScope(scope, agency), procedure };
  if (period.to < period.from) return [];
  const weeks = new Map<string, Tally>();
  for (const { group, ...part } of await countDossierOutcomes(database, period, 'week')) {
    if (group === null) continue;
    const tally = weeks.get(group) ?? new Tally();
    tally.add(part);
    weeks.set(group, tally);
  }
  return [...weeks].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([monday, tally]) => ({ monday, counts: tally.figures() }));
}

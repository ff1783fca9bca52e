import { countDossierOutcomes } from '../db/dossier-counts.ts';
import { dateOf, mondayOf, plusDays, type LocalDate } from '../domain/calendar.ts';
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
export type Week = { readonly monday: LocalDate; readonly counts: Figures };

/** The figures of requirements §8.6 on dossiers for each week of a period, as at its end or now. Each week is a period of its own. */
export async function countWeeks(
  { database, lists, now }: Pick<ServiceDeps, 'database' | 'lists' | 'now'>,
  scope: Scope,
  { from, to, agency, procedure }: WeeksRequest,
): Promise<readonly Week[]> {
  await lists.catchUp();
  const today = dateOf(now());
  const period = { from, to: to < today ? to : today, ...narrowScope(scope, agency), procedure };
  const weeks: { readonly monday: LocalDate; readonly tally: Tally }[] = [];
  for (let monday = mondayOf(from); monday <= period.to; monday = plusDays(monday, 7)) weeks.push({ monday, tally: new Tally() });
  if (period.from <= period.to)
    for (const { group, ...part } of await countDossierOutcomes(database, period, 'week'))
      weeks.find(({ monday }) => monday === group)?.tally.add(part);
  return weeks.map(({ monday, tally }) => ({ monday, counts: tally.figures() }));
}

import { countWeeks as countInTable, type WeekCount } from '../db/dossier-counts.ts';
import { REPORT_TIMEOUT_S } from '../db/statistics-group.ts';
import { inSnapshot } from '../db/transaction.ts';
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

/** `monday` begins the week. The days are those of the dossiers that were resolved in it. */
export type Week = { readonly monday: LocalDate; readonly received: number; readonly resolved: number } & Pick<
  Figures,
  'daysMedian' | 'daysP90'
>;

/** How many dossiers were received and resolved in each week of a period, as at its end or now. */
export async function countWeeks(
  { database, lists, now }: Pick<ServiceDeps, 'database' | 'lists' | 'now'>,
  scope: Scope,
  { from, to, agency, procedure }: WeeksRequest,
): Promise<readonly Week[]> {
  await lists.catchUp();
  const today = dateOf(now());
  const period = { from, to: to < today ? to : today, ...narrowScope(scope, agency), procedure };
  if (period.to < period.from) return [];
  const counts = await inSnapshot(database, REPORT_TIMEOUT_S, (sql) => countInTable({ sql }, period));
  const weeks: Week[] = [];
  for (let monday = mondayOf(from); monday <= period.to; monday = plusDays(monday, 7)) {
    weeks.push(
      weekOf(
        monday,
        counts.filter((count) => count.monday === monday),
      ),
    );
  }
  return weeks;
}

function weekOf(monday: LocalDate, counts: readonly WeekCount[]): Week {
  const tally = new Tally();
  for (const { received, resolved, days } of counts)
    tally.add({ sums: { received }, resolved: resolved > 0 ? { days, dossiers: resolved } : undefined });
  const { received, daysMedian, daysP90 } = tally.figures();
  return { monday, received, resolved: counts.reduce((sum, { resolved }) => sum + resolved, 0), daysMedian, daysP90 };
}

import { countDossierOutcomes, countPrevented, countReappointments, readOpenEves } from '../db/dossier-counts.ts';
import { readEntries, splitJournal } from '../db/dossiers.ts';
import { countInquiries } from '../db/inquiry-counts.ts';
import { countNotices, countToldOtherwise } from '../db/notice-counts.ts';
import { REPORT_TIMEOUT_S, type GroupedPart, type StatisticsPeriod } from '../db/statistics-group.ts';
import { inSnapshot, type Reader } from '../db/transaction.ts';
import { dateOf, endOf, instantOf, plusDays, type Instant, type LocalDate } from '../domain/calendar.ts';
import { replayStates } from '../domain/dossier-states.ts';
import { Tally, type Figures, type Part } from '../domain/figures.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import { whatSaved } from '../domain/saved-apology.ts';
import { narrowScope, type Scope } from '../domain/scope.ts';
import type { StatisticsGroup } from '../domain/statistics.ts';
import { groupBy } from '../lib/group-by.ts';
import type { ServiceDeps } from './service-deps.ts';

export type StatisticsRequest = {
  /** First day; 30 days ago when it is left out. */
  readonly from?: LocalDate | undefined;
  /** Last day, today when it is left out. */
  readonly to?: LocalDate | undefined;
  readonly by?: StatisticsGroup | undefined;
  /** Of this agency alone. */
  readonly agency?: string | undefined;
  /** Of dossiers of the procedure of this code alone. */
  readonly procedure?: string | undefined;
};

export type Statistics = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly total: Figures;
  /** Sorted by key; empty without `by`. */
  readonly groups: readonly { readonly key: string; readonly counts: Figures }[];
};

export type StatisticsResult =
  | ({ readonly kind: 'counted' } & Statistics)
  | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal };

/**
 * The figures of requirements §8.6, as at the end of the period or now, from what the journals come to, the ledger and the inquiries, all
 * as of one moment. `figuresOf` in the domain defines them, so that anyone can compute them again.
 */
export async function countStatistics(
  { database, lists, now: clock }: Pick<ServiceDeps, 'database' | 'lists' | 'now'>,
  scope: Scope,
  request: StatisticsRequest,
): Promise<StatisticsResult> {
  await lists.catchUp();
  const now = clock();
  const today = dateOf(now);
  const { from = plusDays(today, -30), to = today, by, agency, procedure } = request;
  if (to < from) return { kind: 'field_refused', refusal: { kind: 'period_ends_before_it_begins', from } };
  const period: StatisticsPeriod = { from, to: to < today ? to : today, ...narrowScope(scope, agency), procedure };
  const none = { all: [], grouped: [] };
  const isToCome = today < from;
  const parts = isToCome ? none : await inSnapshot(database, REPORT_TIMEOUT_S, (sql) => readParts({ sql }, period, by, now));
  const groups = groupBy(
    parts.grouped.filter(({ group }) => group !== null),
    ({ group }) => String(group),
    (part) => part,
  );
  const sorted = [...groups].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    kind: 'counted',
    from,
    to,
    total: sumUp(parts.all),
    groups: sorted.map(([key, ofGroup]) => ({ key, counts: sumUp(ofGroup) })),
  };
}

function sumUp(parts: readonly Part[]): Figures {
  const tally = new Tally();
  for (const part of parts) tally.add(part);
  return tally.figures();
}

async function readParts(reader: Reader, period: StatisticsPeriod, by: StatisticsGroup | undefined, now: Instant) {
  const dossiers = await countDossierOutcomes(reader, period, by);
  // A month is a period of its own, so what was open at the end of one and of the next is one dossier in the total.
  const ofAll = by === 'month' ? await countDossierOutcomes(reader, period, undefined) : dossiers;
  const others = await countOthers(reader, period, by, now);
  return { all: [...ofAll, ...others], grouped: [...dossiers, ...others] };
}

async function countOthers(
  reader: Reader,
  period: StatisticsPeriod,
  by: StatisticsGroup | undefined,
  now: Instant,
): Promise<GroupedPart[]> {
  const parts = await Promise.all([
    countReappointments(reader, period, by),
    countNotices(reader, period, by, dateOf(now)),
    countToldOtherwise(reader, period, by, dateOf(now)),
    countPrevented(reader, period, by, dateOf(now)),
    countPreventedLately(reader, period, by, now),
    countInquiries(reader, { ...period, from: instantOf(period.from, 0), to: endOf(period.to) }, by),
  ]);
  return parts.flat();
}

/** Whether the instant of an eve is past, and what was in force then, only the journal says as long as nothing was recorded since. */
async function countPreventedLately(
  reader: Reader,
  period: StatisticsPeriod,
  by: StatisticsGroup | undefined,
  now: Instant,
): Promise<GroupedPart[]> {
  const eves = await readOpenEves(reader, period, by, dateOf(now));
  if (eves.length === 0) return [];
  const journals = await readEntries(
    reader,
    eves.map(({ key }) => key),
  );
  return eves.flatMap(({ group, key, dueDate }) => {
    const { registration, events } = splitJournal(journals.get(key) ?? []);
    return whatSaved(replayStates(registration, events), dueDate, now) === null ? [] : [{ group, sums: { apologiesPrevented: 1 } }];
  });
}

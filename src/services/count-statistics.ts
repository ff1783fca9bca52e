import { readApologies, listKeysReceived } from '../db/dossier-keys.ts';
import { foldEntries, readEntries } from '../db/dossiers.ts';
import { countSms } from '../db/sms-counts.ts';
import { dateOf, endOf, instantOf, plusDays, type LocalDate } from '../domain/calendar.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import { addSms, addToCounts, NO_COUNTS, type Counts } from '../domain/statistics.ts';
import type { ServiceDeps } from './service-deps.ts';

export const STATISTICS_GROUPS = ['procedure', 'agency', 'month'] as const;
export type StatisticsGroup = (typeof STATISTICS_GROUPS)[number];

export type StatisticsRequest = {
  /** First day, of receipt for dossiers; 30 days ago when it is left out. */
  readonly from?: LocalDate | undefined;
  /** Last day, today when it is left out. */
  readonly to?: LocalDate | undefined;
  readonly by?: StatisticsGroup | undefined;
};

export type StatisticsResult =
  | {
      readonly kind: 'counted';
      readonly from: LocalDate;
      readonly to: LocalDate;
      readonly total: Counts;
      /** Sorted by key; empty without `by`. */
      readonly groups: readonly { readonly key: string; readonly counts: Counts }[];
    }
  | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal };

/** Dossiers that are folded at a time. */
const BATCH = 500;

/**
 * What became of the dossiers received in a period, and what its SMS came to, from journal, ledger and inquiries alone, so that anyone can
 * compute it again.
 */
export async function countStatistics(
  { database, now }: Pick<ServiceDeps, 'database' | 'now'>,
  { agencies }: Scope,
  request: StatisticsRequest,
): Promise<StatisticsResult> {
  const today = dateOf(now());
  const { from = plusDays(today, -30), to = today, by } = request;
  if (to < from) return { kind: 'field_refused', refusal: { kind: 'period_ends_before_it_begins', from } };
  let total: Counts = NO_COUNTS;
  const groups = new Map<string, Counts>();
  for await (const { dossiers, apologies } of receivedBetween(database, { from, to, agencies })) {
    for (const [key, dossier] of dossiers) {
      const sent = apologies.get(key) ?? [];
      total = addToCounts(total, dossier, sent, today);
      if (by === undefined) continue;
      const group = groupOf(dossier, by);
      groups.set(group, addToCounts(groups.get(group) ?? NO_COUNTS, dossier, sent, today));
    }
  }
  for (const { group, counts } of await countSms(database, { from: instantOf(from, 0), to: endOf(to), agencies }, by)) {
    total = addSms(total, counts);
    if (group !== null) groups.set(group, addSms(groups.get(group) ?? NO_COUNTS, counts));
  }
  const sorted = [...groups].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return { kind: 'counted', from, to, total, groups: sorted.map(([key, counts]) => ({ key, counts })) };
}

function groupOf(dossier: Dossier, by: StatisticsGroup): string {
  if (by === 'month') return dateOf(dossier.receivedAt).slice(0, 7);
  return by === 'agency' ? dossier.agency : dossier.procedure.code;
}

/** A batch at a time, so that memory does not grow with the period. */
async function* receivedBetween(database: ServiceDeps['database'], received: Parameters<typeof listKeysReceived>[1]) {
  let after = '';
  for (;;) {
    const keys = await listKeysReceived(database, received, after, BATCH);
    const last = keys.at(-1);
    if (last === undefined) return;
    after = last;
    const [journals, apologies] = await Promise.all([readEntries(database, keys), readApologies(database, keys)]);
    yield { dossiers: [...journals].map(([key, entries]) => [key, foldEntries(entries)] as const), apologies };
  }
}

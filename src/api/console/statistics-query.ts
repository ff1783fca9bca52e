import { z } from '@hono/zod-openapi';
import { daysBetween, printDate, type LocalDate } from '../../domain/calendar.ts';
import { REPORT_PERIODS, reportPeriod } from '../../domain/report-period.ts';
import { STATISTICS_GROUPS, type StatisticsGroup } from '../../domain/statistics.ts';
import { localDate, searchText } from '../fields.ts';
import type { FieldFaults, Option, Typed } from './parts/fields.tsx';
import { readFields } from './read-form.ts';
import { STATISTICS, STATISTICS_LABELS } from './texts/statistics.ts';

const FIELDS = {
  period: z.enum([...REPORT_PERIODS, 'own']).optional(),
  from: localDate.optional(),
  to: localDate.optional(),
  agency: searchText(100).optional(),
  procedure: searchText(100).optional(),
  by: z.enum(STATISTICS_GROUPS).default('procedure'),
};

/** What the statistics are asked for; `to` is included. */
export type StatisticsQuery = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly agency?: string | undefined;
  readonly procedure?: string | undefined;
  readonly by: StatisticsGroup;
};

export type StatisticsRead =
  | { readonly kind: 'read'; readonly query: StatisticsQuery; readonly typed: Typed }
  | { readonly kind: 'refused'; readonly faults: FieldFaults; readonly typed: Typed };

const YEARS_MAX = 5;

/** Reads the address of the statistics. Without a period it is this month; days without a period are a period of one's own. */
export function readStatisticsQuery(given: Typed, agencies: readonly Option[], today: LocalDate): StatisticsRead {
  const read = readFields(given, FIELDS, STATISTICS_LABELS);
  if (read.kind === 'refused') return read;
  const { from, to, agency, procedure, by } = read.values;
  const period = read.values.period ?? (from === undefined && to === undefined ? 'month' : 'own');
  const typed = { ...read.typed, period, by };
  const refused = (faults: FieldFaults) => ({ kind: 'refused' as const, faults, typed });
  if (agency !== undefined && !agencies.some(({ value }) => value === agency)) return refused({ agency: STATISTICS.unknownAgency });
  if (period !== 'own') return { kind: 'read', query: { ...reportPeriod(period, today), agency, procedure, by }, typed };
  if (from === undefined) return refused({ from: STATISTICS.missingFrom });
  const end = to ?? (today < from ? from : today);
  if (end < from) return refused({ to: STATISTICS.badPeriod(printDate(from)) });
  if (daysBetween(from, end) >= YEARS_MAX * 366) return refused({ to: STATISTICS.longPeriod(YEARS_MAX) });
  return { kind: 'read', query: { from, to: end, agency, procedure, by }, typed };
}

/** What makes an address of the same figures, in a file or on the page. */
export function statisticsParameters(typed: Typed): string {
  const kept = Object.keys(FIELDS).flatMap((name): [string, string][] => (typed[name] ? [[name, typed[name]]] : []));
  return new URLSearchParams(kept).toString();
}

import type { Part } from '../domain/figures.ts';
import type { Scope } from '../domain/scope.ts';
import type { Period, StatisticsGroup } from '../domain/statistics.ts';
import type { Database } from './open.ts';

export type StatisticsPeriod = Scope & Period;

/** `group` is null for what belongs to none, such as a question without a known code. */
export type GroupedPart = Part & { readonly group: string | null };

/** Stands in a statement that reads `dossier_states` as `s`. `day` is an expression for the day on which something counts. */
export function groupColumn(sql: Database['sql'], by: StatisticsGroup | undefined, day: string) {
  if (by === 'agency') return sql`s.agency`;
  if (by === 'procedure') return sql`s.procedure_code`;
  return by === 'month' ? sql.unsafe(`to_char(${day}, 'YYYY-MM')`) : sql`null::text`;
}

/** Stands in the `where` of the same statement (requirements §8.1). */
export function ofAgencies(sql: Database['sql'], { agencies }: Scope) {
  return agencies === null ? sql`true` : sql`s.agency = any(${[...agencies]}::text[])`;
}

import type { Part } from '../domain/figures.ts';
import type { Scope } from '../domain/scope.ts';
import type { Period, StatisticsGroup } from '../domain/statistics.ts';
import type { Reader } from './transaction.ts';

/** `procedure`: of dossiers of this procedure alone, when it is there. */
export type StatisticsPeriod = Scope & Period & { readonly procedure?: string | undefined };

/** The timeout of a statement that reads for a report, seconds. A year of a large province takes more than the 10 s that others have. */
export const REPORT_TIMEOUT_S = 60;

/** `group` is null for what belongs to none, such as a question without a known code. */
export type GroupedPart = Part & { readonly group: string | null };

/** Stands in a statement that reads `dossier_states` as `s`. `day` is an expression for the day on which something counts. */
export function groupColumn(sql: Reader['sql'], by: StatisticsGroup | undefined, day: string) {
  if (by === 'agency') return sql`s.agency`;
  if (by === 'procedure') return sql`s.procedure_code`;
  return by === 'month' ? sql.unsafe(`to_char(${day}, 'YYYY-MM')`) : sql`null::text`;
}

/** Stands in the `where` of the same statement: the agencies (requirements §8.1) and the procedure that are asked for. */
export function isAskedFor(sql: Reader['sql'], { agencies, procedure }: Pick<StatisticsPeriod, 'agencies' | 'procedure'>) {
  const ofAgencies = agencies === null ? sql`true` : sql`s.agency = any(${[...agencies]}::text[])`;
  return procedure === undefined ? ofAgencies : sql`${ofAgencies} and s.procedure_code = ${procedure}`;
}

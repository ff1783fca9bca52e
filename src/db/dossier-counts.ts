import type { Fragment } from 'postgres';
import { endOf, plusDays, type LocalDate } from '../domain/calendar.ts';
import { DOSSIER_OUTCOMES, type DossierOutcome, type Sums } from '../domain/figures.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { StatisticsGroup } from '../domain/statistics.ts';
import { groupColumn, isAskedFor, type GroupedPart, type StatisticsPeriod } from './statistics-group.ts';
import type { Reader } from './transaction.ts';

type By = StatisticsGroup | undefined;

/**
 * What became of the dossiers of a period by its end, in the words of `outcomeOf` in the domain. Each month is a period of its own: a
 * dossier is in every one in which it was not finished yet.
 */
export async function countDossierOutcomes({ sql }: Reader, period: StatisticsPeriod, by: By): Promise<GroupedPart[]> {
  const { from, to } = period;
  const periods =
    by === 'month'
      ? sql`select to_char(first, 'YYYY-MM') as "group", greatest(first::date, ${from}::date) as first_day,
            least((first + interval '1 month')::date - 1, ${to}::date) as last_day
          from generate_series(date_trunc('month', greatest(s.received_on, ${from}::date)::timestamp),
            greatest(s.received_on, least(s.result_on, s.closed_on, ${to}::date), ${from}::date)::timestamp, interval '1 month') first`
      : sql`select ${groupColumn(sql, by, '')} as "group", ${from}::date as first_day, ${to}::date as last_day`;
  // Of one period they are gathered once. A statement that looks anew for each dossier is never shared out among processors.
  const wasStopped =
    by === 'month'
      ? sql`exists (select from dossier_stops t where t.code_key = s.code_key and t.stopped_from < p.end_at
          and (t.stopped_to is null or t.stopped_to >= p.end_at))`
      : sql`s.code_key in (select code_key from dossier_stops where stopped_from < ${endOf(to)}
          and (stopped_to is null or stopped_to >= ${endOf(to)}))`;
  const rows = await sql<OutcomeRow[]>`
    select "group", days, (count(*) filter (where is_received))::float8 as received,
      (count(*) filter (where not is_received))::float8 as "carriedOver", ${outcomeCounts(sql)}
    from (
      select p."group", s.received_on >= p.first_day as is_received,
        ${resolvedOn(sql, sql`p.last_day`)} - s.received_on - s.days_stopped as days,
        case when s.closed_on <= p.last_day and s.outcome in ('withdrawn', 'rejected') then s.outcome
          when s.result_on <= p.last_day then case when s.late then 'resolvedLate'
            when s.result_on < s.judged_date then 'resolvedEarly' else 'resolvedOnTime' end
          when s.closed_on <= p.last_day and s.outcome = 'handed_over' then case when s.closed_on > s.judged_date then 'resolvedLate'
            when s.closed_on < s.judged_date then 'resolvedEarly' else 'resolvedOnTime' end
          when s.waiting_since < p.end_at or ${wasStopped} then 'waitingForSupplement'
          when s.judged_date < p.last_day then 'openLate' else 'openOnTime' end as outcome
      from dossier_states s
        cross join lateral (select *, (last_day + 1)::timestamp at time zone interval '07:00' as end_at from (${periods}) each) p
      where s.received_on <= ${to}::date
        and (s.received_on >= ${from}::date or coalesce(least(s.result_on, s.closed_on) >= ${from}::date, true))
        and ${isAskedFor(sql, period)}
      offset 0
    ) judged group by "group", days`;
  return rows.map(({ group, days, ...sums }) => ({
    group,
    sums,
    resolved: days === null ? undefined : { days: Math.max(0, days), dossiers: sums.received + sums.carriedOver },
  }));
}

/** By the end of a day; null for what was not resolved until then. */
function resolvedOn(sql: Reader['sql'], day: Fragment) {
  return sql`case when s.closed_on <= ${day} and s.outcome in ('withdrawn', 'rejected') then null
    when s.result_on <= ${day} then s.result_on when s.closed_on <= ${day} and s.outcome = 'handed_over' then s.closed_on end`;
}

/** One column for each outcome. Grouped by it, PostgreSQL would expect as many groups as dossiers, and sort them all. */
function outcomeCounts(sql: Reader['sql']) {
  return DOSSIER_OUTCOMES.map((outcome) => sql`(count(*) filter (where outcome = ${outcome}))::float8 as ${sql(outcome)}`).reduce(
    (all, one) => sql`${all}, ${one}`,
  );
}

type OutcomeRow = Pick<Sums, 'received' | 'carriedOver' | DossierOutcome> & {
  readonly group: string | null;
  /** Null unless they were resolved; negative when they were stopped for longer than they were here, by what their events say. */
  readonly days: number | null;
};

/** `received` and `resolved` are numbers of dossiers in the week that begins with `monday`; the resolved ones took `days` days. */
export type WeekCount = { readonly monday: LocalDate; readonly received: number; readonly resolved: number; readonly days: number };

/** In which weeks of a period dossiers were received and resolved, in the words of `weeksOf` in the domain. */
export async function countWeeks({ sql }: Reader, period: StatisticsPeriod): Promise<WeekCount[]> {
  const { from, to } = period;
  return sql<WeekCount[]>`
    select to_char(date_trunc('week', day::timestamp), 'YYYY-MM-DD') as monday, greatest(days, 0) as days,
      sum(received)::float8 as received, sum(resolved)::float8 as resolved
    from (
      select received_on as day, 0 as days, count(*) as received, 0 as resolved
      from dossier_states s where ${isAskedFor(sql, period)} group by 1
      union all
      select ${resolvedOn(sql, sql`${to}::date`)} as day, ${resolvedOn(sql, sql`${to}::date`)} - received_on - days_stopped as days, 0, count(*)
      from dossier_states s where ${isAskedFor(sql, period)} group by 1, 2
    ) each where day between ${from}::date and ${to}::date group by 1, 2`;
}

/** How often dossiers got a new date by re-appointment on the days of a period, and how often again. */
export async function countReappointments({ sql }: Reader, period: StatisticsPeriod, by: By): Promise<GroupedPart[]> {
  const rows = await sql<{ group: string | null; all: number; again: number }[]>`
    select ${groupColumn(sql, by, 'day')} as "group", count(*)::float8 as "all", (count(*) filter (where nth > 1))::float8 as again
    from (select code_key, (occurred_at at time zone interval '07:00')::date as day, row_number() over (partition by code_key order by seq) as nth
        from events where type = 'reschedule' and body ->> 'reason' = 'reappointment') r join dossier_states s using (code_key)
    where day between ${period.from}::date and ${period.to}::date and ${isAskedFor(sql, period)}
    group by 1`;
  return rows.map(({ group, all, again }) => ({ group, sums: { reappointments: all, secondReappointments: again } }));
}

/**
 * The apologies that were saved, by the eves of a period that an event has settled, or time. An eve is settled by time when its instant is
 * past for certain, whatever the settings; `readOpenEves` has those before.
 */
export async function countPrevented({ sql }: Reader, period: StatisticsPeriod, by: By, today: LocalDate): Promise<GroupedPart[]> {
  const rows = await sql<{ group: string | null; prevented: number }[]>`
    select ${groupColumn(sql, by, '(e.due_date - 1)')} as "group", count(*)::float8 as prevented
    from dossier_eves e join dossier_states s using (code_key)
    where e.due_date between ${plusDays(period.from, 1)}::date and ${plusDays(period.to, 1)}::date and ${isAskedFor(sql, period)}
      and e.called_at_three and not coalesce(e.called_at_instant,
        e.due_date >= ${today}::date or (s.due_date = e.due_date and s.apology_at is not null))
    group by 1`;
  return rows.map(({ group, prevented }) => ({ group, sums: { apologiesPrevented: prevented } }));
}

export type OpenEve = { readonly group: string | null; readonly key: CodeKey; readonly dueDate: LocalDate };

/** The eves of a period, tonight's and last night's, that were called for at 15:00 and after whose instant nothing was recorded yet. */
export async function readOpenEves({ sql }: Reader, period: StatisticsPeriod, by: By, today: LocalDate): Promise<OpenEve[]> {
  return sql<OpenEve[]>`
    select ${groupColumn(sql, by, '(e.due_date - 1)')} as "group", code_key as key, e.due_date::text as "dueDate"
    from dossier_eves e join dossier_states s using (code_key)
    where e.due_date between ${plusDays(period.from, 1)}::date and ${plusDays(period.to, 1)}::date and e.due_date >= ${today}::date
      and e.called_at_three and e.called_at_instant is null and ${isAskedFor(sql, period)}`;
}

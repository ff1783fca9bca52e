import { endOf, instantOf, plusDays, type LocalDate } from '../domain/calendar.ts';
import type { Sums } from '../domain/figures.ts';
import type { StatisticsGroup } from '../domain/statistics.ts';
import type { Database } from './open.ts';
import { groupColumn, isAskedFor, type GroupedPart, type StatisticsPeriod } from './statistics-group.ts';

type By = StatisticsGroup | undefined;
type Row<Name extends keyof Sums> = { readonly group: string | null } & Pick<Sums, Name>;

/** The apologies of the eves in a period, with what has become of them by now. */
export async function countApologies({ sql }: Database, period: StatisticsPeriod, by: By): Promise<GroupedPart[]> {
  const rows = await sql<Row<'apologiesSent' | 'apologiesMissed' | 'apologiesFalse'>[]>`
    select ${groupColumn(sql, by, '(n.due_date - 1)')} as "group",
      (count(*) filter (where n.status in ('sent', 'delivered')))::float8 as "apologiesSent",
      (count(*) filter (where n.status = 'missed'))::float8 as "apologiesMissed",
      (count(*) filter (where n.status in ('sent', 'delivered') and s.result_on <= n.due_date))::float8 as "apologiesFalse"
    from notices n join dossier_states s using (code_key)
    where n.kind = 'apology' and n.due_date between ${plusDays(period.from, 1)}::date and ${plusDays(period.to, 1)}::date
      and ${isAskedFor(sql, period)}
    group by 1`;
  return rows.map(({ group, ...sums }) => ({ group, sums }));
}

/**
 * The notices whose citizens were to be told by a day of the period that is over, and how many were (requirements §8.6): by an SMS that was
 * delivered, else by an `informed` or an answered inquiry. `toldPart` in the domain is the definition.
 */
export async function countTold({ sql }: Database, period: StatisticsPeriod, by: By, today: LocalDate): Promise<GroupedPart[]> {
  const [begin, end] = [instantOf(plusDays(period.from, -1), 0), endOf(period.to)];
  const rows = await sql<Row<'toBeTold' | 'toldInTime'>[]>`
    with due as materialized (
      select ${groupColumn(sql, by, 'last_day')} as "group", n.key, n.code_key, n.decided_at, end_at,
        coalesce(n.status = 'delivered' and n.settled_at < end_at, false) as by_sms
      from notices n join dossier_states s using (code_key)
        cross join lateral (select coalesce(n.due_date, (n.decided_at at time zone interval '07:00')::date + 1) as last_day) l
        cross join lateral (select (last_day + 1)::timestamp at time zone interval '07:00' as end_at) e
      where last_day between ${period.from}::date and ${period.to}::date and last_day < ${today}::date and ${isAskedFor(sql, period)}
        and n.status <> 'superseded' and (n.status <> 'skipped' or n.reason = 'no_phone')
    ), told as (
      select due.key from due join events e on e.code_key = due.code_key and e.body ->> 'notice' = due.key
        where not by_sms and e.type = 'informed' and e.occurred_at < end_at
      union
      select due.key from due join (select unnest(code_keys) as code_key, answered_at from inquiries
          where outcome = 'answered' and reply_status is distinct from 'failed' and received_at < ${end} and answered_at >= ${begin}) i
        on i.code_key = due.code_key where not by_sms and i.answered_at >= due.decided_at and i.answered_at < end_at
    )
    select "group", count(*)::float8 as "toBeTold", (count(*) filter (where by_sms or told.key is not null))::float8 as "toldInTime"
    from due left join told using (key) group by 1`;
  return rows.map(({ group, ...sums }) => ({ group, sums }));
}

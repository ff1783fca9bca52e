import { endOf, instantOf, plusDays, type LocalDate } from '../domain/calendar.ts';
import type { Sums } from '../domain/figures.ts';
import type { StatisticsGroup } from '../domain/statistics.ts';
import { groupColumn, isAskedFor, type GroupedPart, type StatisticsPeriod } from './statistics-group.ts';
import type { Reader } from './transaction.ts';

type By = StatisticsGroup | undefined;

/**
 * What the ledger says of a period, in one pass: the apologies of its eves, with what has become of them by now; the notices whose citizens
 * were to be told by a day of it that is over, and how many were by an SMS that was delivered; the SMS that left. A month of these may be
 * another than that of those.
 */
export async function countNotices({ sql }: Reader, period: StatisticsPeriod, by: By, today: LocalDate): Promise<GroupedPart[]> {
  const { from, to } = period;
  const isEve = sql`(kind = 'apology' and due_date between ${plusDays(from, 1)}::date and ${plusDays(to, 1)}::date)`;
  const isSent = sql`(sent_at >= ${instantOf(from, 0)} and sent_at < ${endOf(to)})`;
  const rows = await sql<NoticeCounts[]>`
    select case when is_eve then ${groupColumn(sql, by, '(n.due_date - 1)')} end as eve,
      case when is_due then ${groupColumn(sql, by, 'last_day')} end as "lastDay",
      case when is_sent then ${groupColumn(sql, by, "(sent_at at time zone interval '07:00')")} end as sending,
      (count(*) filter (where is_eve and status in ('sent', 'delivered')))::float8 as "apologiesSent",
      (count(*) filter (where is_eve and status = 'missed'))::float8 as "apologiesMissed",
      (count(*) filter (where is_eve and status in ('sent', 'delivered') and s.result_on <= n.due_date))::float8 as "apologiesFalse",
      (count(*) filter (where is_due))::float8 as "toBeTold", (count(*) filter (where is_due and by_sms))::float8 as "toldInTime",
      (count(*) filter (where is_sent))::float8 as messages,
      coalesce(sum(segments) filter (where is_sent), 0)::float8 as segments, coalesce(sum(cost) filter (where is_sent), 0)::float8 as cost
    from (
      select code_key, status, due_date, last_day, sent_at, segments, cost, ${bySms(sql)} as by_sms, ${isDue(sql, period, today)} as is_due,
        ${isEve} as is_eve, ${isSent} as is_sent
      from notices, ${lastDay(sql)} where ${isEve} or ${isDue(sql, period, today)} or ${isSent}
    ) n left join dossier_states s using (code_key)
    where ${isAskedFor(sql, period)} group by 1, 2, 3`;
  return rows.flatMap((row) => {
    const { eve, lastDay, sending, apologiesSent, apologiesMissed, apologiesFalse, toBeTold, toldInTime, messages, segments, cost } = row;
    return [
      { group: eve, sums: { apologiesSent, apologiesMissed, apologiesFalse } },
      { group: lastDay, sums: { toBeTold, toldInTime } },
      { group: sending, sums: { messages, segments, cost } },
    ];
  });
}

type NoticeCounts = Readonly<Record<'eve' | 'lastDay' | 'sending', string | null>> &
  Pick<Sums, 'apologiesSent' | 'apologiesMissed' | 'apologiesFalse' | 'toBeTold' | 'toldInTime' | 'messages' | 'segments' | 'cost'>;

/**
 * Of the notices whose citizens were to be told by a day of the period that is over and were not by an SMS: how many were in time by an
 * `informed` or an answered inquiry (requirements §8.6).
 */
export async function countToldOtherwise({ sql }: Reader, period: StatisticsPeriod, by: By, today: LocalDate): Promise<GroupedPart[]> {
  const [begin, end] = [instantOf(plusDays(period.from, -1), 0), endOf(period.to)];
  const rows = await sql<{ group: string | null; toldInTime: number }[]>`
    with due as materialized (
      select key, code_key, decided_at, last_day, end_at from notices, ${lastDay(sql)}
      where ${isDue(sql, period, today)} and not ${bySms(sql)}
    ), told as (
      select due.key from due join events e on e.code_key = due.code_key and e.body ->> 'notice' = due.key
        where e.type = 'informed' and e.occurred_at < end_at
      union
      select due.key from due join (select unnest(code_keys) as code_key, answered_at from inquiries
          where outcome = 'answered' and reply_status is distinct from 'failed' and received_at < ${end} and answered_at >= ${begin}) i
        on i.code_key = due.code_key where i.answered_at >= due.decided_at and i.answered_at < end_at
    )
    select ${groupColumn(sql, by, 'last_day')} as "group", count(*)::float8 as "toldInTime"
    from told join due using (key) left join dossier_states s using (code_key) where ${isAskedFor(sql, period)} group by 1`;
  return rows.map(({ group, toldInTime }) => ({ group, sums: { toldInTime } }));
}

/** Stands in the `from` of a statement that reads `notices`: the last day on which the citizen was to be told, and the instant at its end. */
function lastDay(sql: Reader['sql']) {
  return sql`lateral (select coalesce(due_date, (decided_at at time zone interval '07:00')::date + 1) as last_day) l,
    lateral (select (last_day + 1)::timestamp at time zone interval '07:00' as end_at) e`;
}

/** Whether a notice counts, because its last day is one of the period and over. It is written so that no row has its last day computed. */
function isDue(sql: Reader['sql'], { from, to }: StatisticsPeriod, today: LocalDate) {
  const yesterday = plusDays(today, -1);
  const last = to < yesterday ? to : yesterday;
  return sql`(status <> 'superseded' and (status <> 'skipped' or reason = 'no_phone') and (due_date between ${from}::date and ${last}::date
    or (due_date is null and decided_at >= ${instantOf(plusDays(from, -1), 0)} and decided_at < ${instantOf(last, 0)})))`;
}

function bySms(sql: Reader['sql']) {
  return sql`coalesce(status = 'delivered' and settled_at < end_at, false)`;
}

import type { Instant } from '../domain/calendar.ts';
import type { SMS_COUNTS, Sums } from '../domain/figures.ts';
import type { Scope } from '../domain/scope.ts';
import type { StatisticsGroup } from '../domain/statistics.ts';
import type { Database } from './open.ts';
import type { GroupedPart } from './statistics-group.ts';

/** `procedure`: about dossiers of this procedure alone, when it is there. */
type Period = { readonly from: Instant; readonly to: Instant; readonly procedure?: string | undefined };

/**
 * Notices that a gateway took and questions that came, from `from` and before `to`, with their replies. A question about two dossiers counts
 * for the first. A caller of some agencies sees those that are about their dossiers alone (requirements §8.1).
 */
export async function countSms(
  { sql }: Database,
  { from, to, agencies, procedure }: Period & Scope,
  by: StatisticsGroup | undefined,
): Promise<GroupedPart[]> {
  const groupOf = (moment: string) => {
    if (by === 'agency') return sql`d.agency`;
    if (by === 'month') return sql`to_char(${sql(moment)} at time zone interval '07:00', 'YYYY-MM')`;
    return by === 'procedure' ? sql`(select s.procedure_code from dossier_states s where s.code_key = d.code_key)` : sql`null::text`;
  };
  const ofProcedure =
    procedure === undefined
      ? sql``
      : sql`and exists (select from dossier_states s where s.code_key = d.code_key and s.procedure_code = ${procedure})`;
  const rows = await sql<(Pick<Sums, (typeof SMS_COUNTS)[number]> & { readonly group: string | null })[]>`
    with sms as (
        select ${groupOf('sent_at')} as "group", 1 as messages, n.segments, n.cost, 0 as inquiries, false as charged, false as is_refund
        from notices n left join dossiers d using (code_key) where n.sent_at >= ${from} and n.sent_at < ${to}
          ${agencies === null ? sql`` : sql`and d.agency = any(${[...agencies]}::text[])`} ${ofProcedure}
      union all
        select ${groupOf('received_at')}, case when has_left then 1 else 0 end, case when has_left then reply_segments end,
          case when has_left then reply_cost end, 1, coalesce(charge, false), coalesce(charge and reply_status = 'failed', false)
        from (select *, reply_segments is not null and coalesce(reply_status, 'sent') = 'sent' as has_left from inquiries) i
          left join dossiers d on d.code_key = i.code_keys[1]
        where i.received_at >= ${from} and i.received_at < ${to} ${ofProcedure}
          ${
            agencies === null
              ? sql``
              : sql`and cardinality(i.code_keys) > 0 and not exists (
                  select from unnest(i.code_keys) asked left join dossiers o on o.code_key = asked
                  where o.agency is null or o.agency <> all(${[...agencies]}::text[]))`
          }
      )
    select "group", sum(messages)::float8 as messages, coalesce(sum(segments), 0)::float8 as segments, coalesce(sum(cost), 0)::float8 as cost,
      sum(inquiries)::float8 as inquiries, (count(*) filter (where charged))::float8 as "inquiriesCharged",
      (count(*) filter (where is_refund))::float8 as "refundsDue"
    from sms group by "group"`;
  return rows.map(({ group, ...sums }) => ({ group, sums }));
}

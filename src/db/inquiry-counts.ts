import type { Instant } from '../domain/calendar.ts';
import type { SMS_COUNTS, Sums } from '../domain/figures.ts';
import type { Scope } from '../domain/scope.ts';
import type { StatisticsGroup } from '../domain/statistics.ts';
import { groupColumn, type GroupedPart } from './statistics-group.ts';
import type { Reader } from './transaction.ts';

/** `procedure`: about dossiers of this procedure alone, when it is there. */
type Period = { readonly from: Instant; readonly to: Instant; readonly procedure?: string | undefined };

/**
 * The questions that came, from `from` and before `to`, with their replies. A question about two dossiers counts for the first. A caller of
 * some agencies sees those that are about their dossiers alone (requirements §8.1).
 */
export async function countInquiries(
  { sql }: Reader,
  { from, to, agencies, procedure }: Period & Scope,
  by: StatisticsGroup | undefined,
): Promise<GroupedPart[]> {
  const rows = await sql<(Pick<Sums, (typeof SMS_COUNTS)[number]> & { readonly group: string | null })[]>`
    select ${groupColumn(sql, by, "(received_at at time zone interval '07:00')")} as "group",
      (count(*) filter (where has_left))::float8 as messages,
      coalesce(sum(reply_segments) filter (where has_left), 0)::float8 as segments,
      coalesce(sum(reply_cost) filter (where has_left), 0)::float8 as cost, count(*)::float8 as inquiries,
      (count(*) filter (where charge))::float8 as "inquiriesCharged",
      (count(*) filter (where charge and reply_status = 'failed'))::float8 as "refundsDue"
    from (select *, reply_segments is not null and coalesce(reply_status, 'sent') = 'sent' as has_left from inquiries) i
      left join dossier_states s on s.code_key = i.code_keys[1]
    where received_at >= ${from} and received_at < ${to} ${procedure === undefined ? sql`` : sql`and s.procedure_code = ${procedure}`}
      ${
        agencies === null
          ? sql``
          : sql`and cardinality(code_keys) > 0 and not exists (
              select from unnest(code_keys) asked left join dossiers o on o.code_key = asked
              where o.agency is null or o.agency <> all(${[...agencies]}::text[]))`
      }
    group by 1`;
  return rows.map(({ group, ...sums }) => ({ group, sums }));
}

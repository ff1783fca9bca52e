import { instantOf, endOf, type Instant, type LocalDate } from '../domain/calendar.ts';
import type { ChargeCounts, ChargeDifferenceKind, ChargeReport } from '../domain/inquiry-charges.ts';
import { REPEAT_WITHIN_MS } from '../domain/inquiry-reply.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { instantFrom, type Database } from './open.ts';

/** How many of a day's differences are listed. */
const LISTED_MAX = 200;

export type GatewayCharges = ChargeCounts & { readonly gateway: string };

/** What the inquiries of a day came to, by gateway. A reply is one that left: in the answer, or by a call that ended well. */
export async function countCharges({ sql }: Database, day: LocalDate): Promise<GatewayCharges[]> {
  const rows = await sql<GatewayCharges[]>`
    select gateway, count(*)::int as inquiries,
      count(*) filter (where (reply is not null or reply_segments is not null) and coalesce(reply_status, 'sent') = 'sent')::int as replies,
      count(*) filter (where charge)::int as charged,
      count(*) filter (where not charge)::int as free,
      count(*) filter (where charge and reply_status = 'failed')::int as "refundsDue"
    from inquiries where received_at >= ${instantOf(day, 0)} and received_at < ${endOf(day)} group by gateway order by gateway`;
  return [...rows];
}

export type ChargedInquiry = {
  readonly kind: ChargeDifferenceKind;
  readonly gateway: string;
  readonly id: string;
  readonly receivedAt: Instant;
  /** Both for masking the id only. */
  readonly phone: string | null;
  readonly codes: readonly CodeKey[];
};

/**
 * Where the books of a day do not agree: the first of them, and how many there are. A question that nobody answered is booked as busy an
 * hour later.
 */
export async function findChargeDifferences(
  { sql }: Database,
  day: LocalDate,
): Promise<{ readonly count: number; readonly first: readonly ChargedInquiry[] }> {
  const withinS = REPEAT_WITHIN_MS / 1000;
  const rows = await sql<(Omit<ChargedInquiry, 'receivedAt'> & { received_at: string; all: number })[]>`
    with asked as (
        select *, reply is not null or reply_segments is not null as has_reply,
          lag(received_at) over (partition by phone, text, charge order by received_at) as charged_before
        from inquiries
        where received_at >= ${instantOf(day, 0)}::timestamptz - make_interval(secs => ${withinS}) and received_at < ${endOf(day)}
      ), judged as (
        select asked.*, unnest(array[
          case when charge and (reply_status <> 'sent' or (reply_status is null and not has_reply and phone is not null))
            then 'charged_without_reply' end,
          case when reply_status = 'sent' and (outcome is null or not has_reply) then 'reply_not_booked' end,
          case when charge and phone is not null and charged_before > received_at - make_interval(secs => ${withinS})
            then 'charged_twice' end,
          case when outcome is null or (outcome = 'busy' and answered_at > received_at + interval '1 hour') then 'no_outcome' end
        ]) as kind from asked where received_at >= ${instantOf(day, 0)}
      )
    select kind, gateway, id, phone, coalesce(code_keys, '{}') as codes, received_at, count(*) over ()::int as all
    from judged where kind is not null order by received_at, gateway, id, nth, kind limit ${LISTED_MAX}`;
  const first = rows.map(({ kind, gateway, id, phone, codes, received_at }) => {
    return { kind, gateway, id, phone, codes, receivedAt: instantFrom(received_at) };
  });
  return { count: rows[0]?.all ?? 0, first };
}

/** Keeps the report of a day, unless another api was quicker. Returns whether it was kept. */
export async function keepChargeReport({ sql }: Database, report: ChargeReport): Promise<boolean> {
  const kept = await sql`
    insert into charge_days (day, report, differences)
    values (${report.date}, ${JSON.stringify(report)}::jsonb, ${report.differenceCount}) on conflict do nothing returning day`;
  return kept.length > 0;
}

export async function readChargeReport(
  { sql }: Database,
  day: LocalDate,
): Promise<{ readonly report: ChargeReport; readonly reconciledAt: Instant } | null> {
  const [row] = await sql<{ report: ChargeReport; reconciled_at: string }[]>`
    select report, reconciled_at from charge_days where day = ${day}`;
  return row ? { report: row.report, reconciledAt: instantFrom(row.reconciled_at) } : null;
}

/** The last day that was reconciled, and how many differences it has; null before the first night. */
export async function readLastChargeDay({ sql }: Database): Promise<{ readonly day: LocalDate; readonly differences: number } | null> {
  const [row] = await sql<{ day: LocalDate; differences: number }[]>`
    select day::text, differences from charge_days order by day desc limit 1`;
  return row ?? null;
}

import { createHash } from 'node:crypto';
import type { InquiryAnswer, InquiryKey } from '../domain/inquiry-answer.ts';
import { REPLY_WITHIN_MS, type ReplyStatus } from '../domain/inquiry-reply.ts';
import type { Database } from './open.ts';
import type { inquiries } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

/** How long the sweep leaves a reply to the process that has just booked it, milliseconds. */
export const REPLY_LEASE_MS = 5000;
/** How often a reply that is still pending is ordered again, in case Temporal has lost it, milliseconds. */
const ORDER_AGAIN_MS = 10_000;
/** How long a hand-over that was begun in time may take, milliseconds. */
const GRACE_MS = 20_000;
const SWEEP_MAX = 50;

type Row = SqlRow<typeof inquiries>;

/**
 * Names a reply in Temporal and at the gateway; the same for every try. It is a digest, because a gateway's id may hold a number, and it is
 * of letters alone, because a row of digits reads as one.
 */
export function replyReference({ gateway, id, nth }: InquiryKey): string {
  const digest = createHash('sha256').update(`${gateway}/${id}/${nth}`).digest('hex');
  return digest.slice(0, 32).replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}

/** The gateway to which a reply goes, how far it is, and its parts; null when no inquiry has this reference any more. */
export async function findReply(
  { sql }: Database,
  reference: string,
): Promise<{ readonly gateway: string; readonly status: ReplyStatus; readonly segments: number } | null> {
  const [row] = await sql<(Pick<Row, 'gateway'> & { status: ReplyStatus; segments: number })[]>`
    select gateway, reply_status as status, coalesce(reply_segments, 1) as segments from inquiries
    where reply_reference = ${reference} and reply_status is not null`;
  return row ?? null;
}

export type ReplyClaim = {
  readonly inquiryId: string;
  /** `sending` is a hand-over whose end nobody saw, or one that another worker began at the same moment. */
  readonly before: ReplyStatus;
  readonly attempts: number;
  readonly isInTime: boolean;
  /** Null once it is erased, like the text. */
  readonly phone: string | null;
  readonly text: string | null;
  readonly charge: boolean;
  readonly outcome: InquiryAnswer['outcome'];
  readonly carried: Readonly<Record<string, string>>;
};

/** Claims a reply for one hand-over. Null: it has ended already. */
export async function claimReply({ sql }: Database, reference: string): Promise<ReplyClaim | null> {
  const [row] = await sql<ReplyClaim[]>`
    with before as materialized (
        select reply_status, reply_attempts from inquiries where reply_reference = ${reference}
      ), claim as (
        update inquiries set reply_status = 'sending', reply_attempts = reply_attempts + 1
        where reply_reference = ${reference} and reply_status in ('created', 'sending') returning *
      )
    select c.id as "inquiryId", c.reply_attempts as attempts, c.phone, c.reply as text, c.charge, c.outcome,
      coalesce(c.carried, '{}') as carried,
      case when c.reply_attempts > before.reply_attempts + 1 then 'sending' else before.reply_status end as before,
      c.received_at > clock_timestamp() - make_interval(secs => ${REPLY_WITHIN_MS / 1000}) as "isInTime"
    from claim c, before`;
  return row ?? null;
}

/**
 * Ends a hand-over, or leaves the reply for a later try (`created`, or `sending` when the gateway may have it). That it was sent is
 * believed at any time.
 */
export async function settleReply({ sql }: Database, reference: string, status: ReplyStatus, reason: string | null): Promise<ReplyStatus> {
  await sql`
    update inquiries set reply_status = ${status}, reply_reason = ${reason},
      reply_due_at = case when ${status === 'created' || status === 'sending'} then reply_due_at end
    where reply_reference = ${reference} and reply_status <> 'sent' and (reply_status = 'sending' or ${status === 'sent'})`;
  return status;
}

export type OverdueReply = { readonly reference: string; readonly leftMs: number };

/**
 * Takes the replies that are to be ordered: those whose process was killed, or could not reach Temporal. Ends those for which it is too
 * late: one whose hand-over nobody saw end may have been sent.
 */
export async function takeOverdueReplies({ sql }: Database): Promise<OverdueReply[]> {
  const rows = await sql<OverdueReply[]>`
    with due as (
        select reply_reference as reference, received_at + make_interval(secs => ${REPLY_WITHIN_MS / 1000}) as until from inquiries
        where reply_due_at <= now() order by reply_due_at limit ${SWEEP_MAX} for update skip locked
      ), swept as (
        update inquiries i set
          reply_status = case when not is_over then reply_status when reply_status = 'sending' then 'uncertain' else 'failed' end,
          reply_reason = case when is_over then 'out of time' else reply_reason end,
          reply_due_at = case when not is_over then now() + make_interval(secs => ${ORDER_AGAIN_MS / 1000}) end
        from (select *, until < now() - make_interval(secs => ${GRACE_MS / 1000}) as is_over from due) d
        where i.reply_reference = d.reference returning d.reference, d.until
      )
    select reference, extract(epoch from until - now())::float8 * 1000 as "leftMs" from swept where until > now()`;
  return [...rows];
}

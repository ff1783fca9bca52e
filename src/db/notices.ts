import type { Instant } from '../domain/calendar.ts';
import { noticeKey, writeReference } from '../domain/notice-key.ts';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import type { NoticeStatus, Repetition } from '../domain/notice-status.ts';
import type { Phone } from '../domain/phone.ts';
import { codeKey } from '../domain/receipt-code.ts';
import { instantFrom, type Database } from './open.ts';
import type { notices } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

/**
 * Not `claimed` means that the notice had already ended, or that another gateway may have it (requirements §11.4). `before` is its status until
 * now, null when it is new, and `heldBy` the gateway that it was claimed for.
 */
export type Claim = {
  readonly claimed: boolean;
  readonly before: NoticeStatus | null;
  readonly heldBy: string | null;
  readonly status: NoticeStatus;
  readonly attempts: number;
  readonly resent: number;
  /** The number of the journal's last event, read by the same statement (architecture §2.4). */
  readonly seq: number;
  /** By the database's clock, which all workers share. */
  readonly now: Instant;
  readonly phone: Phone | null;
};

type StatusRow = Pick<SqlRow<typeof notices>, 'status'>;
type Identity = Readonly<Pick<typeof notices.$inferSelect, 'codeKey' | 'key' | 'round' | 'dueDate'>>;

/**
 * Claims a notice for one hand-over through a gateway. With `again`, it also claims one that failed, is uncertain or lacked a number, under a
 * new reference. A row that was `sending` is a hand-over whose end nobody saw, or one that another worker began at the same moment; then
 * `attempts` has jumped. Such a notice, and one that is uncertain, is claimed for no other gateway unless an operator names it (requirements §11.4).
 * @param toldReference what the gateway is told as our reference
 */
export async function claimNotice(
  { sql }: Database,
  entry: LedgerEntry,
  gateway: string,
  again: Repetition | null,
  toldReference = (reference: string) => reference,
): Promise<Claim> {
  const { codeKey, key, round, dueDate } = identityOf(entry);
  const nth = again?.nth ?? 0;
  const byOperator = again?.by === 'operator';
  const named = again?.by === 'operator' && again.gateway !== undefined;
  const reference = (ofNth: number) => toldReference(writeReference(key, ofNth));
  const [row] = await sql<(Omit<Claim, 'now' | 'status'> & { status: NoticeStatus | null; now: string })[]>`
    with before as materialized (select status, attempts, resent, gateway from notices where key = ${key}), claim as (
      insert into notices as n (key, code_key, kind, round, due_date, status, text, encoding, segments, cost, attempts, gateway, reference,
        decided_at, due_at)
      values (${key}, ${codeKey}, ${entry.notice.kind}, ${round}, ${dueDate}, 'sending', ${entry.text}, ${entry.encoding},
        ${entry.segments}, ${entry.cost}, 1, ${gateway}, ${reference(nth)}, ${entry.decidedAt}, ${entry.dueAt})
      on conflict (key) do update set status = 'sending', attempts = n.attempts + 1, gateway = excluded.gateway,
        encoding = excluded.encoding, segments = excluded.segments, cost = excluded.cost, reference = excluded.reference, reason = null,
        settled_at = null, resent = case when n.status in ('created', 'sending') then n.resent else ${nth} end,
        gateway_message_id = case when n.status in ('created', 'sending') then n.gateway_message_id end,
        gateway_message_key = case when n.status in ('created', 'sending') then n.gateway_message_key end,
        perhaps_sent = n.perhaps_sent or n.status in ('sending', 'uncertain')
      where (n.status in ('created', 'sending') or (n.resent < ${nth} and
          (n.status = 'uncertain' or (${byOperator} and (n.status not in ('sent', 'delivered', 'skipped', 'superseded')
            or (n.status = 'skipped' and n.reason = 'no_phone'))))))
        and (n.gateway is not distinct from excluded.gateway or not (n.perhaps_sent or n.status in ('sending', 'uncertain'))
          or (${byOperator} and n.status <> 'sending' and (${named} or n.gateway is null)))
      returning status, attempts, resent
    )
    select claim.status is not null as claimed,
      case when claim.attempts > coalesce(before.attempts, 0) + 1 then 'sending' else before.status end as before,
        before.gateway as "heldBy", coalesce(claim.status, before.status) as status,
      coalesce(claim.attempts, before.attempts) as attempts, coalesce(claim.resent, before.resent) as resent, d.seq, c.phone,
        date_trunc('milliseconds', clock_timestamp()) as now
    from dossiers d left join contacts c using (code_key) left join claim on true left join before on true
    where d.code_key = ${codeKey}`;
  if (!row) throw new Error(`expected dossier ${entry.receiptCode} to claim notice ${key}, came none`);
  if (row.claimed && row.resent !== nth)
    await sql`update notices set reference = ${reference(row.resent)} where key = ${key} and status = 'sending'`;
  return { ...row, status: row.status ?? 'sending', now: instantFrom(row.now) }; // no status: another worker has just claimed it
}

/**
 * Ends a hand-over in another way than sent, or puts the notice back for a later try (`created`). A notice that has ended stays as it is.
 */
export async function settle({ sql }: Database, key: string, status: NoticeStatus, reason: string): Promise<NoticeStatus> {
  const [row] = await sql<StatusRow[]>`
    with settled as (
      update notices set status = ${status}, reason = ${reason}, settled_at = case when ${status} = 'created' then null else now() end
      where key = ${key} and status = 'sending' returning status
    ) select coalesce((select status from settled), (select status from notices where key = ${key})) as status`;
  return row?.status ?? status;
}

/**
 * Records a decision not to send, or not to try again (requirements §5.6). A hand-over whose end nobody saw becomes `uncertain`, because it
 * may have been sent.
 */
export async function recordNotSent({ sql }: Database, entry: LedgerEntry, status: NoticeStatus, reason: string): Promise<NoticeStatus> {
  const { codeKey, key, round, dueDate } = identityOf(entry);
  const [row] = await sql<StatusRow[]>`
    with recorded as (
      insert into notices as n (key, code_key, kind, round, due_date, status, reason, text, encoding, segments, decided_at, due_at,
        settled_at)
      values (${key}, ${codeKey}, ${entry.notice.kind}, ${round}, ${dueDate}, ${status}, ${reason}, ${entry.text}, ${entry.encoding},
        ${entry.segments}, ${entry.decidedAt}, ${entry.dueAt}, now())
      on conflict (key) do update set reason = excluded.reason, settled_at = now(),
        status = case n.status when 'sending' then 'uncertain' else excluded.status end
      where n.status in ('created', 'sending') returning status
    ) select coalesce((select status from recorded), (select status from notices where key = ${key})) as status`;
  return row?.status ?? status;
}

/**
 * Writes what a workflow's history says about a notice into a ledger that was restored from an older backup. An end that the ledger knows
 * stays. `sending` is a hand-over whose end nobody saw.
 * @param gateway the one through which it was handed over; null when nobody knows
 */
export async function recoverNotice(
  { sql }: Database,
  entry: LedgerEntry,
  { status, at, gateway }: { readonly status: NoticeStatus; readonly at: Instant; readonly gateway: string | null },
): Promise<void> {
  const { codeKey, key, round, dueDate } = identityOf(entry);
  const sentAt = status === 'sent' || status === 'delivered' ? at : null;
  await sql`
    insert into notices as n (key, code_key, kind, round, due_date, status, reason, text, encoding, segments, cost, attempts, gateway,
      decided_at, due_at, sent_at, settled_at)
    values (${key}, ${codeKey}, ${entry.notice.kind}, ${round}, ${dueDate}, ${status}, 'recovered from the history of its workflow',
      ${entry.text}, ${entry.encoding}, ${entry.segments}, ${entry.cost}, 1, ${gateway}, ${entry.decidedAt}, ${entry.dueAt}, ${sentAt},
      ${status === 'sending' ? null : at})
    on conflict (key) do update set status = excluded.status, reason = excluded.reason, attempts = greatest(n.attempts, 1),
      gateway = coalesce(n.gateway, excluded.gateway),
      sent_at = coalesce(n.sent_at, excluded.sent_at), settled_at = excluded.settled_at
    where n.status in ('created', 'sending') and excluded.status <> 'sending'`;
}

function identityOf({ receiptCode, notice }: LedgerEntry): Identity {
  const round = notice.kind === 'apology' ? null : notice.round;
  const dueDate = notice.kind === 'apology' ? notice.dueDate : null;
  return { codeKey: codeKey(receiptCode), key: noticeKey(receiptCode, notice), round, dueDate };
}

export async function countByStatus({ sql }: Database): Promise<Readonly<Partial<Record<NoticeStatus, number>>>> {
  const rows = await sql<(StatusRow & { readonly count: number })[]>`select status, count(*)::int as count from notices group by status`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

import type { Instant } from '../domain/calendar.ts';
import { noticeKey } from '../domain/notice-key.ts';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import type { NoticeStatus, Repetition } from '../domain/notice-status.ts';
import type { Phone } from '../domain/phone.ts';
import { codeKey } from '../domain/receipt-code.ts';
import { instantFrom, type Database } from './open.ts';
import type { notices } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

/** Not `claimed` means that the notice had already ended. `before` is its status until now, null when it is new. */
export type Claim = {
  readonly claimed: boolean;
  readonly before: NoticeStatus | null;
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
 * Claims a notice for one hand-over. With `again`, it also claims one that failed or is uncertain, under a new reference. A row that was
 * `sending` is a hand-over whose end nobody saw, or one that another worker began at the same moment; then `attempts` has jumped.
 */
export async function claimNotice({ sql }: Database, entry: LedgerEntry, gateway: string, again: Repetition | null): Promise<Claim> {
  const { codeKey, key, round, dueDate } = identityOf(entry);
  const [row] = await sql<(Omit<Claim, 'now'> & { now: string })[]>`
    with before as materialized (select status, attempts, resent from notices where key = ${key}), claim as (
      insert into notices as n (key, code_key, kind, round, due_date, status, text, segments, attempts, gateway, decided_at, due_at)
      values (${key}, ${codeKey}, ${entry.notice.kind}, ${round}, ${dueDate}, 'sending', ${entry.text}, ${entry.segments}, 1, ${gateway},
        ${entry.decidedAt}, ${entry.dueAt})
      on conflict (key) do update set status = 'sending', attempts = n.attempts + 1, gateway = excluded.gateway, reason = null,
        settled_at = null, resent = case when n.status in ('created', 'sending') then n.resent else ${again?.nth ?? 0} end,
        gateway_message_id = case when n.status in ('created', 'sending') then n.gateway_message_id end,
        gateway_message_key = case when n.status in ('created', 'sending') then n.gateway_message_key end
      where n.status in ('created', 'sending') or (n.resent < ${again?.nth ?? 0} and
        (n.status = 'uncertain' or (${again?.by === 'operator'} and n.status not in ('sent', 'delivered', 'skipped', 'superseded'))))
      returning status, attempts, resent
    )
    select claim.status is not null as claimed,
      case when claim.attempts > coalesce(before.attempts, 0) + 1 then 'sending' else before.status end as before,
        coalesce(claim.status, before.status) as status,
      coalesce(claim.attempts, before.attempts) as attempts, coalesce(claim.resent, before.resent) as resent, d.seq, c.phone,
        date_trunc('milliseconds', clock_timestamp()) as now
    from dossiers d left join contacts c using (code_key) left join claim on true left join before on true
    where d.code_key = ${codeKey}`;
  if (!row) throw new Error(`expected dossier ${entry.receiptCode} to claim notice ${key}, came none`);
  return { ...row, now: instantFrom(row.now) };
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
      insert into notices as n (key, code_key, kind, round, due_date, status, reason, text, segments, decided_at, due_at, settled_at)
      values (${key}, ${codeKey}, ${entry.notice.kind}, ${round}, ${dueDate}, ${status}, ${reason}, ${entry.text}, ${entry.segments},
        ${entry.decidedAt}, ${entry.dueAt}, now())
      on conflict (key) do update set reason = excluded.reason, settled_at = now(),
        status = case n.status when 'sending' then 'uncertain' else excluded.status end
      where n.status in ('created', 'sending') returning status
    ) select coalesce((select status from recorded), (select status from notices where key = ${key})) as status`;
  return row?.status ?? status;
}

/**
 * Writes what a workflow's history says about a notice into a ledger that was restored from an older backup. An end that the ledger knows
 * stays. `sending` is a hand-over whose end nobody saw.
 */
export async function recoverNotice({ sql }: Database, entry: LedgerEntry, status: NoticeStatus, at: Instant): Promise<void> {
  const { codeKey, key, round, dueDate } = identityOf(entry);
  const sentAt = status === 'sent' || status === 'delivered' ? at : null;
  await sql`
    insert into notices as n (key, code_key, kind, round, due_date, status, reason, text, segments, attempts, decided_at, due_at,
      sent_at, settled_at)
    values (${key}, ${codeKey}, ${entry.notice.kind}, ${round}, ${dueDate}, ${status}, 'recovered from the history of its workflow',
      ${entry.text},
      ${entry.segments}, 1, ${entry.decidedAt}, ${entry.dueAt}, ${sentAt}, ${status === 'sending' ? null : at})
    on conflict (key) do update set status = excluded.status, reason = excluded.reason, attempts = greatest(n.attempts, 1),
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

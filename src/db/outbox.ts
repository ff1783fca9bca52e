import type { CodeKey } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';

export type Undelivered = { readonly codeKey: CodeKey; readonly seq: number };

/**
 * Takes dossiers whose events nobody delivered in time, for `lease` seconds; another process skips them meanwhile. At most `limit` events.
 * What is due further ahead than any lease was written by a clock that has been set back since: it is due now.
 */
export async function takeUndelivered({ sql }: Database, limit: number, leaseSeconds: number): Promise<Undelivered[]> {
  const rows = await sql<{ code_key: CodeKey; seq: number }[]>`
    update outbox o set due_at = now() + make_interval(secs => ${leaseSeconds})
    from (select code_key, seq from outbox where due_at <= now() or due_at > now() + interval '1 minute' order by due_at limit ${limit} for update skip locked) taken
    where o.code_key = taken.code_key and o.seq = taken.seq
    returning o.code_key, o.seq`;
  return rows.map(({ code_key, seq }) => ({ codeKey: code_key, seq }));
}

/** What this process still has to deliver stays its own, however long the queue: nobody else need tell it twice. */
export async function renewLease({ sql }: Database, keys: readonly CodeKey[], leaseSeconds: number): Promise<void> {
  await sql`
    update outbox set due_at = now() + make_interval(secs => ${leaseSeconds})
    where code_key = any(${[...keys]}::text[]) and due_at < now() + make_interval(secs => ${leaseSeconds / 2})`;
}

/** The workflows have these events. */
export async function markDelivered({ sql }: Database, delivered: readonly Undelivered[]): Promise<void> {
  await sql`
    delete from outbox o using unnest(${delivered.map((each) => each.codeKey)}::text[], ${delivered.map(({ seq }) => seq)}::int[]) as d (code_key, seq)
    where o.code_key = d.code_key and o.seq = d.seq`;
}

/** Events that no workflow has been told yet, for the metrics. */
export async function countUndelivered({ sql }: Database): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from outbox`;
  return row?.count ?? 0;
}

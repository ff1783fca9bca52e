import type { CodeKey } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';
import type { outbox } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

/** How long only the process that wrote an event may deliver it. */
export const DELIVERY_LEASE = '5 seconds';

export type Undelivered = { readonly codeKey: CodeKey; readonly seq: number };

/**
 * Leases at most `limit` events that nobody delivered in time, for `leaseSeconds`. Other processes skip them meanwhile.
 * An event that is due later than any lease could make it was written by a clock that has been set back since, so it is due now.
 */
export async function takeUndelivered({ sql }: Database, limit: number, leaseSeconds: number): Promise<Undelivered[]> {
  const rows = await sql<Pick<SqlRow<typeof outbox>, 'code_key' | 'seq'>[]>`
    update outbox o set due_at = now() + make_interval(secs => ${leaseSeconds})
    from (select code_key, seq from outbox where due_at <= now() or due_at > now() + interval '1 minute'
      order by due_at limit ${limit} for update skip locked) taken
    where o.code_key = taken.code_key and o.seq = taken.seq
    returning o.code_key, o.seq`;
  return rows.map(({ code_key, seq }) => ({ codeKey: code_key, seq }));
}

/** Keeps the lease on what this process still has to deliver, so that a long queue is not delivered twice. */
export async function renewLease({ sql }: Database, keys: readonly CodeKey[], leaseSeconds: number): Promise<void> {
  await sql`
    update outbox set due_at = now() + make_interval(secs => ${leaseSeconds})
    where code_key = any(${[...keys]}::text[]) and due_at < now() + make_interval(secs => ${leaseSeconds / 2})`;
}

export async function markDelivered({ sql }: Database, delivered: readonly Undelivered[]): Promise<void> {
  await sql`
    delete from outbox o using unnest(${delivered.map((each) => each.codeKey)}::text[],
      ${delivered.map(({ seq }) => seq)}::int[]) as d (code_key, seq)
    where o.code_key = d.code_key and o.seq = d.seq`;
}

export async function countUndelivered({ sql }: Database): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from outbox`;
  return row?.count ?? 0;
}

/** How many events of these agencies were recorded so long ago and are not delivered; null: of all agencies. */
export async function countOverdue({ sql }: Database, agencies: readonly string[] | null, ageSeconds: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from outbox o join events e using (code_key, seq)
    where e.recorded_at < now() - make_interval(secs => ${ageSeconds}) and ${
      agencies === null
        ? sql`true`
        : sql`exists (select from dossiers d where d.code_key = o.code_key and d.agency = any(${[...agencies]}::text[]))`
    }`;
  return row?.count ?? 0;
}

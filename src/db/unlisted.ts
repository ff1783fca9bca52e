import type { CodeKey } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';

type KeyRow = { readonly code_key: CodeKey };

/**
 * Leases at most `limit` marks that nobody took off in time, for `leaseSeconds`, and names the dossier of each. A mark that is due later than any
 * lease could make it was made by a clock that has been set back since, so it is due now.
 */
export async function takeUnlisted({ sql }: Database, limit: number, leaseSeconds: number): Promise<CodeKey[]> {
  const rows = await sql<KeyRow[]>`
    update unlisted u set due_at = now() + make_interval(secs => ${leaseSeconds})
    from (select code_key, seq from unlisted where due_at <= now() or due_at > now() + interval '1 minute'
      order by due_at limit ${limit} for update skip locked) taken
    where u.code_key = taken.code_key and u.seq = taken.seq
    returning u.code_key`;
  return rows.map(({ code_key }) => code_key);
}

/** The dossiers of at most `limit` marks, the newest first, but for what was there before the lists. */
export async function readUnlisted({ sql }: Database, limit: number): Promise<CodeKey[]> {
  const rows = await sql<KeyRow[]>`select code_key from unlisted where due_at > '-infinity' order by due_at desc limit ${limit}`;
  return rows.map(({ code_key }) => code_key);
}

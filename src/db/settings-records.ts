import type { Database } from './open.ts';
import { inTransaction } from './transaction.ts';

type Kept = { readonly salt: string; readonly values: Readonly<Record<string, string | null>> };
type Detail = { readonly changes: readonly object[]; readonly kept: Kept };

/** One process after another: asks what is to be recorded, given what was kept last, and records it. */
export async function recordSettingsOnce({ sql }: Database, decide: (kept: Kept | null) => Detail | null): Promise<void> {
  await inTransaction(sql, async (transaction) => {
    await transaction`select pg_advisory_xact_lock(hashtext('settings_changed'))`;
    const [last] = await transaction<{ kept: Kept }[]>`
      select detail -> 'kept' as kept from records where kind = 'settings_changed' order by at desc, id desc limit 1`;
    const detail = decide(last?.kept ?? null);
    if (detail === null) return;
    await transaction`insert into records (kind, detail) values ('settings_changed', ${JSON.stringify(detail)}::text::jsonb)`;
  });
}

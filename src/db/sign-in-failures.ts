import { lt, sql } from 'drizzle-orm';
import { epochMs, plusMs, type Instant } from '../domain/calendar.ts';
import { afterTry, FORGOTTEN_AFTER_MS, pauseEnd, type FailureKind } from '../domain/sign-in-pause.ts';
import { instantFrom, type Database } from './open.ts';
import { signInFailures } from './schema.ts';
import type { SqlRow } from './sql-row.ts';
import { inTransaction } from './transaction.ts';

/** `key`: for whom failures are counted, in a form that says nothing of it. */
export type FailureKey = { readonly kind: FailureKind; readonly key: string };

type Row = SqlRow<typeof signInFailures>;

/**
 * Counts one more try under all keys, unless one of them has to pause: then nothing is counted. The rows are locked meanwhile, so that a
 * thousand tries at once are a thousand one after the other.
 * @returns until when to pause; null when it may be tried
 */
export async function countTry({ sql: query }: Database, keys: readonly FailureKey[], now: Instant): Promise<Instant | null> {
  const names = keys.map(({ key }) => key).toSorted();
  return inTransaction(query, async (transaction) => {
    await transaction`
      insert into sign_in_failures (key, count, last_at) select key, 0, ${now} from unnest(${names}::text[]) key
      on conflict do nothing`;
    const rows = await transaction<Row[]>`select * from sign_in_failures where key = any(${names}::text[]) order by key for update`;
    const counted = new Map(rows.map(({ key, count, last_at: lastAt }) => [key, { count, lastAt: instantFrom(lastAt) }]));
    const ends = keys.flatMap(({ kind, key }) => {
      const failures = counted.get(key);
      const end = failures ? pauseEnd(kind, failures, now) : null;
      return end === null ? [] : [end];
    });
    const [latest] = ends.toSorted((one, other) => epochMs(other) - epochMs(one));
    if (latest !== undefined) return latest;
    for (const [key, failures] of counted) {
      const { count, lastAt } = afterTry(failures, now);
      await transaction`update sign_in_failures set count = ${count}, last_at = ${lastAt} where key = ${key}`;
    }
    return null;
  });
}

/** Takes back what `countTry` counted, because the try was none that failed. */
export async function uncountTry({ sql: query }: Database, keys: readonly string[]): Promise<void> {
  await query`
    update sign_in_failures set count = count - 1, last_at = last_at - make_interval(secs => 300)
    where key = any(${[...keys]}::text[]) and count > 0`;
}

export async function forgetFailures({ sql: query }: Database, key: string): Promise<void> {
  await query`delete from sign_in_failures where key = ${key}`;
}

export async function deleteForgottenFailures({ orm }: Database, now: Instant): Promise<void> {
  await orm.delete(signInFailures).where(lt(signInFailures.lastAt, sql`${plusMs(now, -FORGOTTEN_AFTER_MS)}::timestamptz`));
}

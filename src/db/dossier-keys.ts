import type { LocalDate } from '../domain/calendar.ts';
import type { LedgerApology } from '../domain/evening.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { groupBy } from '../lib/group-by.ts';
import { instantFrom, type Database } from './open.ts';
import type { dossiers, notices } from './schema.ts';
import type { SqlRow } from './sql-row.ts';

type KeyRow = Pick<SqlRow<typeof dossiers>, 'code_key'>;
/** An apology always has its due date. */
type ApologyRow = KeyRow & Pick<SqlRow<typeof notices>, 'status' | 'reason' | 'due_at' | 'sent_at'> & { readonly due_date: LocalDate };

/** The dossiers whose journal ever had this due date. Only their fold says whether it is in force. */
export async function listKeysWithDueDate({ sql }: Database, dueDate: LocalDate): Promise<CodeKey[]> {
  const rows = await sql<
    KeyRow[]
  >`select distinct code_key from events where body ? 'dueDate' and body ->> 'dueDate' = ${dueDate} order by code_key`;
  return rows.map(({ code_key }) => code_key);
}

export async function readApologies({ sql }: Database, keys: readonly CodeKey[]): Promise<Map<CodeKey, LedgerApology[]>> {
  const rows = await sql<ApologyRow[]>`
    select code_key, due_date::text, status, reason, due_at, sent_at from notices where kind = 'apology' and code_key = any(${[...keys]}::text[])`;
  return groupBy(
    rows,
    ({ code_key }) => code_key,
    ({ due_date, status, reason, due_at, sent_at }) => ({
      dueDate: due_date,
      status,
      reason,
      dueAt: instantFrom(due_at),
      sentAt: sent_at === null ? null : instantFrom(sent_at),
    }),
  );
}

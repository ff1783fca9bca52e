import type { LocalDate } from '../domain/calendar.ts';
import type { Database } from './open.ts';

/**
 * A text that changes with each event of an open dossier that is due on this day, with what becomes of its apology, and with each gateway.
 * It costs one row of an index for each of these dossiers.
 */
export async function readEveningMark({ sql }: Database, agencies: readonly string[] | null, dueDate: LocalDate): Promise<string> {
  const [row] = await sql<{ mark: string }[]>`
    select md5(concat_ws('|',
      (select string_agg(concat_ws(' ', s.code_key, s.seq, n.status), ',' order by s.code_key)
        from dossier_states s left join notices n on n.code_key = s.code_key and n.kind = 'apology' and n.due_date = ${dueDate}
        where not s.closed and coalesce(s.due_date, 'infinity') = ${dueDate}::date
          and ${agencies === null ? sql`true` : sql`s.agency = any(${[...agencies]}::text[])`}),
      (select string_agg(concat_ws(' ', name, state, away_since), ',' order by name) from gateways))) as mark`;
  return row?.mark ?? '';
}

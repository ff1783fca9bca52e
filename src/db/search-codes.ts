import { sql as text, type SQL } from 'drizzle-orm';
import type { SearchWords } from '../domain/search-words.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';
import { dossierStates } from './schema.ts';

/**
 * How many codes on one page in a hundred may have a rare part. A part that more of them have is found soonest in the list itself. The
 * pages are always the same ones, so that a search does not take another way each time.
 */
const RARE_HITS_MAX = 100;

/**
 * Which rows of `dossier_states` are searched for. What is rare is looked up by its index first, so that the list need not be gone through.
 * The `select` around `unnest` makes PostgreSQL fetch those few by key, whatever it thinks of their number.
 */
export async function searchCondition({ sql }: Database, { part, phone }: SearchWords): Promise<SQL> {
  const { codeKey } = dossierStates;
  const pattern = part && `%${part}%`; // digits and letters only
  const [row] = await sql<{ is_frequent: boolean; keys: CodeKey[] }[]>`
    with sample as materialized (
        select count(*) as hits from dossiers tablesample system (1) repeatable (1) where code_key like ${pattern}),
      judged as materialized (select hits > ${RARE_HITS_MAX} as is_frequent from sample)
    select (select is_frequent from judged), array(
      select code_key from dossiers where code_key like ${pattern} and not (select is_frequent from judged)
      union select code_key from contacts where phone = ${phone}) as keys`;
  if (!row) throw new Error('expected what is searched for from PostgreSQL, came no row');
  const isOneOf = text`${codeKey} = any(array(select unnest(${text.param(row.keys)}::text[])))`;
  return row.is_frequent ? text`(${codeKey} like ${pattern} or ${isOneOf})` : isOneOf;
}

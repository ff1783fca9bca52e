import { sql as text, type SQL } from 'drizzle-orm';
import type { SearchWords } from '../domain/search-words.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';
import { contacts, dossierStates } from './schema.ts';

/** A part that more codes have is so frequent that it is found soonest by going through the list itself. */
const RARE_MAX = 2000;

/** Which rows of `dossier_states` are searched for. A rare part is looked up by its index first, so that the list need not be gone through. */
export async function searchCondition({ sql }: Database, { part, phone }: SearchWords): Promise<SQL> {
  const { codeKey } = dossierStates;
  const ofPhone =
    phone === null ? text`false` : text`${codeKey} in (select ${contacts.codeKey} from ${contacts} where ${contacts.phone} = ${phone})`;
  if (part === null) return ofPhone;
  const pattern = `%${part}%`; // digits and letters only
  const rows = await sql<{ code_key: CodeKey }[]>`
    select code_key from dossiers where code_key like ${pattern} order by code_key limit ${RARE_MAX + 1}`;
  if (rows.length > RARE_MAX) return text`(${codeKey} like ${pattern} or ${ofPhone})`;
  const keys = rows.map(({ code_key }) => code_key);
  return keys.length === 0 ? ofPhone : text`(${codeKey} in ${keys} or ${ofPhone})`;
}

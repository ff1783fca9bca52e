import { inArray, sql, type SQL } from 'drizzle-orm';
import { dossiers, inquiries } from './schema.ts';

type Agencies = readonly string[] | null;

/** Stands in the `where` of a statement that reads `dossiers`: those of these agencies; null: all (requirements §8.1). */
export function isOfAgencies(agencies: Agencies): SQL | undefined {
  return agencies === null ? undefined : inArray(dossiers.agency, agencies);
}

/** The inquiries that are about dossiers of these agencies alone; none that is about no dossier. Null: all. */
export function isAboutAgencies(agencies: Agencies): SQL | undefined {
  if (agencies === null) return undefined;
  return sql`(cardinality(${inquiries.codeKeys}) > 0 and not exists (
    select from unnest(${inquiries.codeKeys}) asked left join dossiers d on d.code_key = asked
    where d.agency is null or d.agency not in ${agencies}
  ))`;
}

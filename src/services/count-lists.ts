import { countLists as countInTable } from '../db/dossier-lists.ts';
import { dateOf } from '../domain/calendar.ts';
import type { DossierList } from '../domain/dossier-lists.ts';
import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** How many dossiers each list has, of one agency or of all that the caller may know of. */
export async function countLists(
  { database, lists, now }: Pick<ServiceDeps, 'database' | 'lists' | 'now'>,
  { agencies }: Scope,
  agency: string | undefined,
): Promise<Readonly<Record<DossierList, number>>> {
  await lists.catchUp();
  return countInTable(database, { agencies, agency, today: dateOf(now()) });
}

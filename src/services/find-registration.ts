import { readEntries, splitJournal } from '../db/dossiers.ts';
import type { Registration } from '../domain/dossier.ts';
import { codeKey } from '../domain/receipt-code.ts';
import { isWithin, type Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** As what the dossier of this code was registered; null when there is none in this scope. */
export async function findRegistration(
  { database }: Pick<ServiceDeps, 'database'>,
  scope: Scope,
  code: string,
): Promise<Registration | null> {
  const key = codeKey(code);
  const entries = (await readEntries(database, [key])).get(key);
  if (!entries) return null;
  const { registration } = splitJournal(entries);
  return isWithin(scope, registration.agency) ? registration : null;
}

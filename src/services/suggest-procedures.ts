import { readUsedProcedures, type UsedProcedure } from '../db/names-used.ts';
import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** The procedures of the newest dossiers in this scope, at most 20, the most used first. */
export async function suggestProcedures(
  { database, lists }: Pick<ServiceDeps, 'database' | 'lists'>,
  { agencies }: Scope,
): Promise<readonly UsedProcedure[]> {
  await lists.catchUp();
  return readUsedProcedures(database, agencies);
}

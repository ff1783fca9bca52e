import { readUsedSteps, type UsedSteps } from '../db/names-used.ts';
import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** The steps and states of the newest dossiers in this scope, at most 20 of each, the most used first. */
export async function suggestSteps({ database, lists }: Pick<ServiceDeps, 'database' | 'lists'>, { agencies }: Scope): Promise<UsedSteps> {
  await lists.catchUp();
  return readUsedSteps(database, agencies);
}

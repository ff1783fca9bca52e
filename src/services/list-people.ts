import { readPeople, type PersonRow } from '../db/people.ts';
import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** An account, without what proves who its person is. */
export type Person = PersonRow;

/** The people whom somebody with this scope may manage, by name. */
export async function listPeople({ database }: Pick<ServiceDeps, 'database'>, scope: Scope): Promise<readonly Person[]> {
  return readPeople(database, scope);
}

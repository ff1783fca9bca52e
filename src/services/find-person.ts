import { findPerson as findRow } from '../db/people.ts';
import { mayManage } from '../domain/may-manage.ts';
import type { Scope } from '../domain/scope.ts';
import type { Person } from './list-people.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Null as well when somebody with this scope may not manage the person. */
export async function findPerson({ database }: Pick<ServiceDeps, 'database'>, scope: Scope, name: string): Promise<Person | null> {
  const person = await findRow(database, name.normalize('NFC').trim());
  return person !== null && mayManage(scope, person) ? person : null;
}

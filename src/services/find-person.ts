import { findPerson as findRow } from '../db/people.ts';
import { mayManage } from '../domain/may-manage.ts';
import { readPersonName } from '../domain/person-name.ts';
import type { Scope } from '../domain/scope.ts';
import type { Person } from './list-people.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Null as well when somebody with this scope may not manage the person. */
export async function findPerson({ database }: Pick<ServiceDeps, 'database'>, scope: Scope, name: string): Promise<Person | null> {
  const known = readPersonName(name);
  const person = known === null ? null : await findRow(database, known);
  return person !== null && mayManage(scope, person) ? person : null;
}

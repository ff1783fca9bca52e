import { insertPerson } from '../db/people.ts';
import { mayManage } from '../domain/may-manage.ts';
import { passwordFault } from '../domain/password-fault.ts';
import { readPersonName } from '../domain/person-name.ts';
import type { PersonRefusal } from '../domain/person-refusal.ts';
import type { Role } from '../domain/roles.ts';
import type { Manager, PeopleDeps } from './people-deps.ts';
import { hashPassword } from './password-hash.ts';

export type NewPerson = {
  readonly name: string;
  readonly role: Role;
  /** Null: all of them. */
  readonly agencies: readonly string[] | null;
  readonly password: string;
};

export type AddResult = { readonly kind: 'added'; readonly name: string } | { readonly kind: 'refused'; readonly refusal: PersonRefusal };

/** Makes an account (requirements §8.1). */
export async function addPerson(
  deps: PeopleDeps,
  manager: Manager,
  { name: typed, role, agencies, password }: NewPerson,
): Promise<AddResult> {
  const name = readPersonName(typed);
  if (name === null) return { kind: 'refused', refusal: 'name_bad' };
  if (!mayManage(manager, { agencies })) return { kind: 'refused', refusal: 'foreign_agencies' };
  if (agencies?.some((agency) => deps.agencies !== null && !deps.agencies.includes(agency)))
    return { kind: 'refused', refusal: 'unknown_agency' };
  const fault = passwordFault(password, name);
  if (fault !== null) return { kind: 'refused', refusal: fault };
  const passwordHash = await hashPassword(password);
  const { name: actor, address } = manager;
  const record = { kind: 'person_added', actor, subject: name, address, detail: { role, agencies } } as const;
  const isAdded = await insertPerson(deps.database, { name, role, agencies, passwordHash }, record);
  return isAdded ? { kind: 'added', name } : { kind: 'refused', refusal: 'name_taken' };
}

import { changePerson as writeChange, type PersonChange } from '../db/people.ts';
import type { NewRecord } from '../db/records.ts';
import { mayManage } from '../domain/may-manage.ts';
import { passwordFault } from '../domain/password-fault.ts';
import type { PersonRefusal } from '../domain/person-refusal.ts';
import type { Role } from '../domain/roles.ts';
import { findPerson } from './find-person.ts';
import type { Person } from './list-people.ts';
import type { Manager, PeopleDeps } from './people-deps.ts';
import { hashPassword } from './password-hash.ts';

/** What of somebody's account is changed. */
export type PersonOrder =
  | { readonly kind: 'rights'; readonly role?: Role | undefined; readonly agencies?: readonly string[] | null | undefined }
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'second_factor_off' | 'disable' | 'enable' };

export type ChangeResult =
  | { readonly kind: 'changed'; readonly name: string }
  | { readonly kind: 'refused'; readonly refusal: PersonRefusal };

/** Changes the account of somebody else, from that moment on: new rights hold for the next request, and who is disabled is out at once. */
export async function changePerson(deps: PeopleDeps, manager: Manager, typed: string, order: PersonOrder): Promise<ChangeResult> {
  const person = await findPerson(deps, manager, typed);
  if (person === null) return { kind: 'refused', refusal: 'no_such_person' };
  const refusal = refusalOf(deps, manager, person, order);
  if (refusal !== null) return { kind: 'refused', refusal };
  const { change, record, endsSessions } = await planOf(person, order);
  const { name: actor, address } = manager;
  const { name } = person;
  await writeChange(deps.database, name, change, { actor, subject: name, address, ...record }, endsSessions ? { butFor: null } : null);
  return { kind: 'changed', name };
}

function refusalOf({ agencies: known }: PeopleDeps, manager: Manager, person: Person, order: PersonOrder): PersonRefusal | null {
  // Whoever takes the last operator's rights away could not give them back.
  if (person.name === manager.name) return 'own_account';
  if (order.kind === 'password') return passwordFault(order.password, person.name);
  if (order.kind !== 'rights' || order.agencies === undefined) return null;
  if (!mayManage(manager, { agencies: order.agencies })) return 'foreign_agencies';
  return order.agencies?.some((agency) => known !== null && !known.includes(agency)) ? 'unknown_agency' : null;
}

type Plan = {
  readonly change: PersonChange;
  readonly record: Pick<NewRecord, 'kind' | 'detail'>;
  readonly endsSessions: boolean;
};

async function planOf(person: Person, order: PersonOrder): Promise<Plan> {
  switch (order.kind) {
    case 'rights': {
      const { role = person.role, agencies = person.agencies } = order;
      const detail = { from: { role: person.role, agencies: person.agencies }, to: { role, agencies } };
      return { change: { role, agencies }, record: { kind: 'person_changed', detail }, endsSessions: false };
    }
    case 'password':
      return { change: { passwordHash: await hashPassword(order.password) }, record: { kind: 'password_set' }, endsSessions: true };
    case 'second_factor_off':
      return { change: { totp: null }, record: { kind: 'second_factor_off' }, endsSessions: false };
    case 'disable':
      return { change: { isDisabled: true }, record: { kind: 'person_disabled' }, endsSessions: true };
    case 'enable':
      return { change: { isDisabled: false }, record: { kind: 'person_enabled' }, endsSessions: false };
  }
}

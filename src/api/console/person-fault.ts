import type { PersonRefusal } from '../../domain/person-refusal.ts';
import type { FieldFaults } from './parts/fields.tsx';
import { PERSON_REFUSED } from './texts/people.ts';

/** What a rule of accounts refused, beside the field that it is about. */
export function personFault(refusal: PersonRefusal): FieldFaults {
  return { [FIELD_OF[refusal]]: PERSON_REFUSED[refusal] };
}

const FIELD_OF: Readonly<Record<PersonRefusal, 'name' | 'role' | 'agencies' | 'password'>> = {
  no_such_person: 'name',
  name_bad: 'name',
  name_taken: 'name',
  own_account: 'role',
  foreign_agencies: 'agencies',
  unknown_agency: 'agencies',
  password_short: 'password',
  password_long: 'password',
  password_like_name: 'password',
  password_common: 'password',
};

import type { PersonRefusal } from '../domain/person-refusal.ts';

/** What the command says of an account that a rule refused. */
export const PERSON_REFUSED: Readonly<Record<PersonRefusal, string>> = {
  no_such_person: 'there is no such person',
  name_bad: 'expected a name of 2 to 50 letters, digits, blanks or . _ - @ that is no telephone number',
  name_taken: 'there is a person of this name, perhaps in other letters (upper, lower)',
  own_account: 'nobody changes the own account in this way',
  foreign_agencies: 'expected agencies that you manage',
  unknown_agency: 'expected agencies of the settings',
  password_short: 'expected a password of 12 characters or more',
  password_long: 'expected a password of at most 200 characters',
  password_like_name: 'expected a password that is not like the name',
  password_common: 'expected a password that is not easily guessed',
};

import type { PasswordFault } from './password-fault.ts';

/** A rule of accounts said no (requirements §8.1). */
export type PersonRefusal =
  | 'no_such_person'
  | 'name_bad'
  | 'name_taken'
  | 'own_account'
  | 'foreign_agencies'
  | 'unknown_agency'
  | PasswordFault;

/** What is recorded beside the journal: sign-ins, and changes of accounts, settings and shares (requirements §8.1). */
export const RECORD_KINDS = [
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'signed_out_everywhere',
  'password_changed',
  'password_set',
  'second_factor_on',
  'second_factor_off',
  'person_added',
  'person_changed',
  'person_disabled',
  'person_enabled',
  'settings_changed',
  'share_set',
  'journal_verified',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

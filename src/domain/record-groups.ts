/** What an auditor asks for: the kinds of records by what they are about (requirements §8.1). */
export const RECORD_GROUPS = {
  sign_ins: ['signed_in', 'sign_in_failed', 'signed_out', 'signed_out_everywhere'],
  accounts: [
    'password_changed',
    'password_set',
    'second_factor_on',
    'second_factor_off',
    'person_added',
    'person_changed',
    'person_disabled',
    'person_enabled',
  ],
  settings: ['settings_changed'],
  shares: ['share_set'],
  journal: ['journal_verified'],
} as const;

export type RecordGroup = keyof typeof RECORD_GROUPS;

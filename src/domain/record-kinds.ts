import { RECORD_GROUPS } from './record-groups.ts';

/** What is recorded beside the journal: sign-ins, and changes of accounts, settings and shares (requirements §8.1). */
export const RECORD_KINDS = [
  ...RECORD_GROUPS.sign_ins,
  ...RECORD_GROUPS.accounts,
  ...RECORD_GROUPS.settings,
  ...RECORD_GROUPS.shares,
  ...RECORD_GROUPS.journal,
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../src/domain/ledger-entry.ts';
import { claimNotice, recordNotSent, settle } from '../../../src/db/notices.ts';
import { settleSent } from '../../../src/db/receipts.ts';
import { NOTICE_STATUSES, type NoticeStatus } from '../../../src/domain/notice-status.ts';
import { aNotice, receipt, row } from '../../support/ledger.ts';
import { aDatabase } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

const ACTIONS: Record<string, (entry: LedgerEntry, key: string) => Promise<unknown>> = {
  claim: (entry) => claimNotice(database, entry, 'plain', null),
  'claim again': (entry) => claimNotice(database, entry, 'plain', { nth: 1, by: 'operator' }),
  'settle created': (_, key) => settle(database, key, 'created', 'throttled'),
  'settle uncertain': (_, key) => settle(database, key, 'uncertain', 'lost'),
  'settle permanent_failure': (_, key) => settle(database, key, 'permanent_failure', 'no'),
  'settle sent': (_, key) => settleSent(database, key, 'plain', 'm-1'),
  'not sent: superseded': (entry) => recordNotSent(database, entry, 'superseded', 'closed'),
  'receipt: delivered': (_, key) => receipt(database, key, 'delivered'),
  'receipt: undelivered': (_, key) => receipt(database, key, 'undelivered'),
  'receipt: expired': (_, key) => receipt(database, key, 'expired'),
  'receipt: rejected': (_, key) => receipt(database, key, 'rejected'),
};

/** Status before → action → status after; what is not named stays as it is (requirements §5.6). */
const CHANGES: Partial<Record<NoticeStatus, Partial<Record<string, NoticeStatus>>>> = {
  created: { claim: 'sending', 'claim again': 'sending', 'not sent: superseded': 'superseded' },
  sending: {
    'settle created': 'created',
    'settle uncertain': 'uncertain',
    'settle permanent_failure': 'permanent_failure',
    'settle sent': 'sent',
    'not sent: superseded': 'uncertain',
    'receipt: delivered': 'delivered',
    'receipt: undelivered': 'permanent_failure',
    'receipt: expired': 'temporary_failure',
    'receipt: rejected': 'permanent_failure',
  },
  sent: {
    'receipt: delivered': 'delivered',
    'receipt: undelivered': 'permanent_failure',
    'receipt: expired': 'temporary_failure',
    'receipt: rejected': 'permanent_failure',
  },
  uncertain: {
    'claim again': 'sending',
    'settle sent': 'sent',
    'receipt: delivered': 'delivered',
    'receipt: undelivered': 'permanent_failure',
    'receipt: expired': 'temporary_failure',
    'receipt: rejected': 'permanent_failure',
  },
  missed: { 'claim again': 'sending' },
  temporary_failure: { 'claim again': 'sending' },
  permanent_failure: { 'claim again': 'sending' },
  technical_failure: { 'claim again': 'sending' },
};

describe.each(NOTICE_STATUSES)('a notice that is %s (requirements §5.6)', (before) => {
  test.each(Object.keys(ACTIONS).map((action) => [action, CHANGES[before]?.[action] ?? before] as const))(
    '%s → %s',
    async (action, after) => {
      const { entry, key } = await aNotice(database, before);
      await ACTIONS[action]?.(entry, key);
      expect((await row(database, key))?.status).toBe(after);
    },
  );
});

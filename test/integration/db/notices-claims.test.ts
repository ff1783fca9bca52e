import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, recordNotSent } from '../../../src/db/notices.ts';
import { eventually } from '../../support/eventually.ts';
import { aNotice, row } from '../../support/ledger.ts';
import { aDatabase } from '../../support/records.ts';

const AGAIN = { nth: 1, by: 'operator' } as const;
const BY_POLICY = { nth: 1, by: 'policy' } as const;

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

describe('claims', () => {
  test('a new notice is claimed, and the claim knows phone and journal', async () => {
    const { entry, key } = await aNotice(database);
    const claim = await claimNotice(database, entry, 'plain', null);
    expect(claim).toEqual({
      claimed: true,
      before: null,
      heldBy: null,
      status: 'sending',
      attempts: 1,
      resent: 0,
      seq: 0,
      phone: '84905123456',
      now: expect.any(String),
    });
    expect(await row(database, key)).toMatchObject({
      status: 'sending',
      attempts: 1,
      resent: 0,
      gateway: 'plain',
      text: 'TB',
      settled_at: null,
    });
  });

  test.each([
    ['created', null, { claimed: true, before: 'created', attempts: 2, resent: 0 }],
    ['sending', null, { claimed: true, before: 'sending', attempts: 2, resent: 0 }],
    ['sending', AGAIN, { claimed: true, before: 'sending', attempts: 2, resent: 0 }],
    ['uncertain', AGAIN, { claimed: true, before: 'uncertain', attempts: 2, resent: 1 }],
    ['uncertain', null, { claimed: false, status: 'uncertain', attempts: 1, resent: 0 }],
    ['permanent_failure', AGAIN, { claimed: true, before: 'permanent_failure', attempts: 2, resent: 1 }],
    ['permanent_failure', BY_POLICY, { claimed: false, status: 'permanent_failure', attempts: 1, resent: 0 }],
    ['uncertain', BY_POLICY, { claimed: true, before: 'uncertain', attempts: 2, resent: 1 }],
    ['delivered', AGAIN, { claimed: false, status: 'delivered', attempts: 1, resent: 0 }],
  ] as const)('of one that is %s, again %o', async (before, again, claim) => {
    const { entry } = await aNotice(database, before);
    expect(await claimNotice(database, entry, 'plain', again)).toMatchObject(claim);
  });

  test.each([
    ['no_phone', AGAIN, true],
    ['no_phone', BY_POLICY, false],
    ['no_phone', null, false],
    ['clock_stopped', AGAIN, false],
  ] as const)('requirements §8.5 of one that was skipped for %s, again %o: %s', async (reason, again, claimed) => {
    const { entry, key } = await aNotice(database, 'skipped');
    await database.sql`update notices set reason = ${reason} where key = ${key}`;
    expect((await claimNotice(database, entry, 'plain', again)).claimed).toBe(claimed);
  });

  test.each([
    [undefined, null],
    ['created', null],
    ['uncertain', AGAIN],
  ] as const)('of four at once of one that is %s only one may think that nobody handed it over before', async (before, again) => {
    const { entry, key } = await aNotice(database, before);
    const claims = await atOnce(key, () => Array.from({ length: 4 }, () => claimNotice(database, entry, 'plain', again)));
    expect(claims.filter((claim) => claim.before !== 'sending')).toHaveLength(1);
    expect(await row(database, key)).toMatchObject({ status: 'sending', resent: again ? 1 : 0 });
  });

  test('nothing is claimed for a dossier that is not there', async () => {
    const { entry } = await aNotice(database);
    const unknown = { ...entry, receiptCode: 'NOWHERE' as typeof entry.receiptCode };
    await expect(claimNotice(database, unknown, 'plain', null)).rejects.toThrow('violates foreign key');
  });
});

test('a decision not to send is recorded once, with its reason and its text', async () => {
  const { entry, key } = await aNotice(database);
  expect(await recordNotSent(database, entry, 'skipped', 'no_phone')).toBe('skipped');
  expect(await recordNotSent(database, entry, 'missed', 'due_date_over')).toBe('skipped');
  expect(await row(database, key)).toMatchObject({
    status: 'skipped',
    reason: 'no_phone',
    text: 'TB',
    attempts: 0,
    gateway: null,
    sent_at: null,
  });
});

/** Runs statements on one key that all began before any of them could see another's work. */
async function atOnce<T>(key: string, work: () => readonly Promise<T>[]): Promise<T[]> {
  const admin = postgres(database.url, { max: 2 });
  const blocker = await admin.reserve();
  await blocker`begin`;
  await blocker`
    insert into notices as n (key, code_key, kind, status, text, segments, decided_at, due_at)
    select ${key}, code_key, 'result', 'created', '', 1, now(), now() from dossiers limit 1
    on conflict (key) do update set attempts = n.attempts`;
  const running = work();
  await eventually(async () => {
    const waiting = await admin`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    expect(waiting).toHaveLength(running.length);
  });
  await blocker`rollback`;
  blocker.release();
  await admin.end();
  return Promise.all(running);
}

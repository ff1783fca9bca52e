import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endWithoutReceipt } from '../../../src/db/receipts.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { aNotice, receipt, row } from '../../support/ledger.ts';
import { aDatabase } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase(1)));
afterAll(() => database.close());

/** A notice that ended, or was last handed over, so many hours ago. */
async function aNoticeOf(hours: number, { status = 'sent', gateway = 'plain' }: { status?: NoticeStatus; gateway?: string } = {}) {
  const { key } = await aNotice(database, status);
  await database.sql`
    update notices set gateway = ${gateway}, settled_at = now() - make_interval(mins => ${hours * 60}),
      sent_at = now() - interval '100 hours' where key = ${key}`;
  return { key, shown: () => row(database, key) };
}

describe('requirements §11.3: a message without a receipt for 72 h', () => {
  test('failed, and says why', async () => {
    const { shown } = await aNoticeOf(72.1);
    await endWithoutReceipt(database, ['other', 'plain']);
    const ended = await shown();
    expect(ended).toMatchObject({ status: 'temporary_failure', reason: 'no_receipt' });
    await endWithoutReceipt(database, ['other', 'plain']);
    expect(await shown()).toEqual(ended);
  });

  test.each([
    ['delivered', { status: 'delivered', reason: null }],
    ['undelivered', { status: 'permanent_failure', reason: 'receipt: undelivered' }],
    ['expired', { status: 'temporary_failure', reason: 'receipt: expired' }],
    ['sent', { status: 'temporary_failure', reason: 'no_receipt' }],
  ] as const)('which a receipt that comes later replaces: %s', async (said, after) => {
    const { key, shown } = await aNoticeOf(73);
    await endWithoutReceipt(database, ['plain']);
    await receipt(database, key, said);
    expect(await shown()).toMatchObject(after);
  });

  test('with one part of two delivered it has no receipt either', async () => {
    const { key, shown } = await aNoticeOf(1);
    await receipt(database, key, 'delivered', { part: 1, parts: 2 });
    await database.sql`update notices set settled_at = now() - interval '73 hours' where key = ${key}`;
    await endWithoutReceipt(database, ['plain']);
    expect(await shown()).toMatchObject({ status: 'temporary_failure', reason: 'no_receipt' });
    await receipt(database, key, 'delivered', { part: 2, parts: 2 });
    expect(await shown()).toMatchObject({ status: 'delivered', reason: null });
  });

  test.each([
    ['was handed over again lately', 71.9, {}],
    ['went by a gateway that gives no receipts', 500, { gateway: 'silent' }],
    ['was delivered', 500, { status: 'delivered' }],
    ['is uncertain', 500, { status: 'uncertain' }],
    ['failed', 500, { status: 'permanent_failure' }],
    ['is waiting', 500, { status: 'created' }],
  ] as const)('but not one that %s', async (_what, hours, some) => {
    const { shown } = await aNoticeOf(hours, some);
    const before = await shown();
    await endWithoutReceipt(database, ['plain']);
    expect(await shown()).toEqual(before);
  });

  test('is found by an index, however many notices there are', async () => {
    const { key, shown } = await aNoticeOf(73);
    await database.sql`
      insert into notices (key, code_key, kind, status, text, segments, decided_at, due_at, gateway, settled_at)
      select 'many/' || n, code_key, 'result', case when n % 2 = 0 then 'delivered' else 'sent' end::notice_status, 'TB', 1, now(), now(),
        case when n % 3 = 0 then 'silent' else 'plain' end, now()
      from notices, generate_series(1, 5000) n where key = ${key}`;
    await database.sql`analyze notices`;
    const before = await readWithoutIndex();
    await endWithoutReceipt(database, ['plain']);
    expect(await readWithoutIndex()).toBe(before);
    expect(await shown()).toMatchObject({ status: 'temporary_failure' });
  });
});

/** The rows of the table that were read without an index so far. The flush makes this connection report its own at once. */
async function readWithoutIndex(): Promise<number | undefined> {
  await database.sql`select pg_stat_force_next_flush()`;
  const [read] = await database.sql<{ rows: number }[]>`
    select seq_tup_read::int as rows from pg_stat_user_tables where relname = 'notices'`;
  return read?.rows;
}

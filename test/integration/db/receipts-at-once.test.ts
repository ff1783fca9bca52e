import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../src/db/open.ts';
import { recordReceipt, settleSent } from '../../../src/db/receipts.ts';
import { eventually } from '../../support/eventually.ts';
import { aNotice, now, row } from '../../support/ledger.ts';
import { aDatabase } from '../../support/records.ts';

const TIMES = 200;

let database: Awaited<ReturnType<typeof aDatabase>>;
/** The worker, which stores our own answer, and two api, to which receipts come; one connection each. */
let worker: Database;
let apis: readonly [Database, Database];
beforeAll(async () => {
  database = await aDatabase();
  const open = () => openDatabase(database.url, { max: 1, name: 'test' });
  [worker, apis] = [open(), [open(), open()]];
});
afterAll(async () => {
  for (const each of [worker, ...apis, database]) await each.close();
});

function answer(key: string, id: string) {
  return settleSent(worker, key, 'plain', id);
}

/** By the id of the gateway alone. */
function receipt(id: string, { said = 'delivered', part = 0, parts = 0, api = apis[0] } = {}) {
  return recordReceipt(api, { gateway: 'plain', messageId: id, reference: '', said: said as 'delivered', part, parts, at: now() });
}

describe('requirements §11.3: a receipt and our own answer at the same instant', () => {
  test.each([
    ['the answer first', (key: string, id: string) => [answer(key, id), receipt(id)]],
    ['the receipt first', (key: string, id: string) => [receipt(id), answer(key, id)]],
  ])('%s, 200 times: none is lost', async (what, both) => {
    const statuses: (string | undefined)[] = [];
    for (let n = 0; n < TIMES; n++) {
      const { key } = await aNotice(database, 'sending');
      await Promise.all(both(key, `${what}-${n}`));
      statuses.push((await row(database, key))?.status);
    }
    expect(statuses).toEqual(Array(TIMES).fill('delivered'));
  });

  test('two parts at once, 200 times: the message is delivered', async () => {
    const statuses: (string | undefined)[] = [];
    for (let n = 0; n < TIMES; n++) {
      const { key } = await aNotice(database, 'sending');
      const id = `parts-${n}`;
      await answer(key, id);
      await Promise.all(apis.map((api, index) => receipt(id, { part: index + 1, parts: 2, api })));
      statuses.push((await row(database, key))?.status);
    }
    expect(statuses).toEqual(Array(TIMES).fill('delivered'));
  });

  test.each([
    ['our own answer has looked for receipts, and is not stored yet', 'notices', [answer, receiptOf]],
    ['the receipt has looked for its notice, and is not stored yet', 'receipts', [receiptOf, answer]],
  ] as const)('%s: the other waits for it', async (id, table, [first, second]) => {
    const { key } = await aNotice(database, 'sending');
    await using held = await holdWritesTo(table);
    const one = first(key, id);
    await held.waiting(1);
    const two = second(key, id);
    await held.waiting(2);
    await held.release();
    await Promise.all([one, two]);
    expect(await row(database, key)).toMatchObject({ status: 'delivered' });
  });
});

function receiptOf(_key: string, id: string) {
  return receipt(id);
}

/** Nobody can write to the table until it is released. */
async function holdWritesTo(table: 'notices' | 'receipts') {
  const admin = postgres(database.url, { max: 2, onnotice: () => {} });
  const holder = await admin.reserve();
  await holder`begin`;
  await holder`lock table ${admin(table)} in share mode`;
  return {
    waiting: (count: number) =>
      eventually(async () => {
        const waiting = await admin`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect(waiting).toHaveLength(count);
      }),
    release: () => holder`rollback`,
    async [Symbol.asyncDispose]() {
      await holder`rollback`;
      holder.release();
      await admin.end();
    },
  };
}

import { expect, test } from 'vitest';
import { erasePersonalData } from '../../../src/db/erasure.ts';
import { settleSent } from '../../../src/db/receipts.ts';
import { aNotice, receipt, row } from '../../support/ledger.ts';
import { aDatabase, PHONE } from '../../support/records.ts';

const DAY_MS = 86_400_000;

test('requirements §9: an id that a gateway makes of the number goes with the number, and a receipt that was never placed goes', async () => {
  await using database = await aDatabase(1);
  const [gone, stays] = [await aNotice(database, 'sending'), await aNotice(database, 'sending')];
  for (const { key } of [gone, stays]) {
    await settleSent(database, key, 'plain', `${PHONE}-${key}`);
    await receipt(database, key, 'delivered', { messageId: `${PHONE}-${key}`.toLowerCase() });
  }
  for (const id of ['old', 'young']) await receipt(database, '', 'delivered', { messageId: `nobody-${id}` });
  await database.sql`update receipts set received_at = now() - interval '91 days' where message_id = 'nobody-old'`;
  await database.sql`update dossiers set closed_at = now() - interval '366 days' where receipt_code = ${gone.entry.receiptCode}`;

  const erase = () => erasePersonalData(database, { inquiriesAfterMs: 90 * DAY_MS, dossiersAfterMs: 365 * DAY_MS });
  await erase();
  await erase();
  const holding = async (key: string) => {
    const rows = await database.sql<{ text: string }[]>`
      select concat(n.gateway_message_id, n.gateway_message_key, r.message_id) as text
      from notices n join receipts r on r.notice_key = n.key where n.key = ${key}`;
    return rows.map(({ text }) => text.includes(PHONE.slice(2)));
  };
  expect([await holding(gone.key), await holding(stays.key)]).toEqual([[false], [true]]);
  expect(await row(database, gone.key)).toMatchObject({ status: 'delivered', gateway_message_id: expect.any(String) });
  const unplaced = await database.sql`select message_id from receipts where notice_key = ''`;
  expect([...unplaced]).toEqual([{ message_id: 'nobody-young' }]);
});

import postgres from 'postgres';
import { expect, test } from 'vitest';
import { migrateDatabase, openDatabase } from '../../../src/db/open.ts';
import { settleSent } from '../../../src/db/receipts.ts';
import { databaseBefore } from '../../support/database-before.ts';
import { receipt, row } from '../../support/ledger.ts';

test('requirements §11.3: receipts of the build before are carried over, and that build still works beside this one', async () => {
  const url = await databaseBefore('0007_receipts_are_placed');
  const old = postgres(url, { max: 1, onnotice: () => {} });
  /** As the build before keeps a receipt. */
  const keepOld = (messageId: string, key: string, status = 'delivered') => old`
    insert into receipts (gateway, message_id, notice_key, status, at) values ('plain', ${messageId}, ${key}, ${status}, now())
    on conflict do nothing`;
  await old`insert into dossiers (code_key, receipt_code, agency, received_on, seq, hash, recorded_at)
    values ('OLD1', 'OLD1', 'default', '2026-11-23', 0, '', now())`;
  for (const [key, messageId, status] of [
    ['OLD1/result/1', 'M-1', 'delivered'],
    ['OLD1/result/2', '0002', 'sent'],
    ['OLD1/result/3', null, 'sending'],
  ] as const)
    await old`
      insert into notices (key, code_key, kind, status, text, segments, attempts, gateway, gateway_message_id, decided_at, due_at, sent_at)
      values (${key}, 'OLD1', 'result', ${status}, 'TB', 1, 1, 'plain', ${messageId}, now(), now(), now())`;
  await keepOld('M-1', 'OLD1/result/1');
  await keepOld('m-1', 'OLD1/result/1');
  await keepOld('0002', '', 'expired');
  await keepOld('M-9', 'NOWHERE/result/1');
  await keepOld('Early', '');

  await migrateDatabase(url);
  await migrateDatabase(url);
  const carried = await old`select message_id, reference, notice_key, part, parts from receipts order by message_id`;
  expect([...carried]).toEqual([
    { message_id: '2', reference: '', notice_key: 'OLD1/result/2', part: 0, parts: 0 },
    { message_id: 'early', reference: '', notice_key: '', part: 0, parts: 0 },
    { message_id: 'm-1', reference: 'OLD1/result/1', notice_key: 'OLD1/result/1', part: 0, parts: 0 },
    { message_id: 'm-9', reference: 'NOWHERE/result/1', notice_key: '', part: 0, parts: 0 },
  ]);

  const database = openDatabase(url, { max: 1, name: 'test' });
  expect(await settleSent(database, 'OLD1/result/3', 'plain', 'EARLY')).toBe('delivered');
  await receipt(database, '', 'delivered', { messageId: '2' });
  expect(await row(database, 'OLD1/result/2'), 'both receipts of the message count').toMatchObject({ status: 'temporary_failure' });
  await receipt(database, 'OLD1/result/1', 'undelivered');
  expect(await row(database, 'OLD1/result/1')).toMatchObject({ status: 'delivered' });

  for (const times of [1, 2]) for (const messageId of ['m-20', 'm-21']) await keepOld(messageId, times === 1 ? 'OLD1/result/1' : '');
  expect(await old`select from receipts where message_id like 'm-2_'`).toHaveLength(2);
  await database.close();
  await old.end();
});

import postgres from 'postgres';
import { expect, test } from 'vitest';
import { beginInquiry } from '../../../src/db/inquiries.ts';
import { migrateDatabase, openDatabase } from '../../../src/db/open.ts';
import { databaseBefore } from '../../support/database-before.ts';
import { aKeeping, anInquiry } from '../../support/inquiries.ts';

test('requirements §7.4: inquiries of the build before keep their answers, and that build still works beside this one', async () => {
  const url = await databaseBefore('0005_message_ids_come_again');
  const old = postgres(url, { max: 1, onnotice: () => {} });
  const beginOld = (id: string, phone: string) => old`select outcome from begin_inquiry('plain', ${id}, ${phone}, 'MCKH', now(), 0, 0)`;
  await beginOld('mo-1', '84912345678');
  await old`update inquiries set outcome = 'syntax', reply = 'Tin', charge = false where id = 'mo-1'`;
  await old`insert into inquiries (gateway, id, sent_at, outcome, charge) values ('plain', 'mo-2', now(), 'answered', true)`;

  await migrateDatabase(url);
  await migrateDatabase(url);
  const database = openDatabase(url, { max: 1, name: 'test' });
  const begin = (id: string, phone: string) => beginInquiry(database, anInquiry({ id, phone, text: 'MCKH' }), aKeeping());
  expect(await begin('mo-1', '84912345678')).toMatchObject({
    key: { nth: 1 },
    earlier: { outcome: 'syntax', reply: 'Tin', charge: false },
  });
  expect(await begin('mo-1', '84912345679')).toMatchObject({ key: { nth: 2 }, earlier: null });
  expect(await begin('mo-2', '84912345678')).toMatchObject({ key: { nth: 2 }, earlier: null });

  const beginNumbered = (id: string, phone: string) =>
    old`select nth, outcome from begin_numbered_inquiry('plain', ${id}, ${phone}, 'MCKH', now(), 0, 0)`;
  expect(await beginNumbered('mo-1', '84912345678')).toMatchObject([{ nth: 1, outcome: 'syntax' }]);
  expect(await beginNumbered('mo-1', '84912345680')).toMatchObject([{ nth: 3, outcome: null }]);
  expect(await begin('mo-1', '84912345680')).toMatchObject({ key: { nth: 3 }, earlier: null });

  expect(await beginOld('mo-1', '84912345678')).toMatchObject([{ outcome: 'syntax' }]);
  expect(await beginOld('mo-3', '84912345678')).toMatchObject([{ outcome: null }]);
  expect(await begin('mo-3', '84912345678')).toMatchObject({ key: { nth: 1 }, earlier: null });
  await database.close();
  await old.end();
});

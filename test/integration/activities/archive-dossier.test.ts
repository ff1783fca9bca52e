import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { code } from '../../support/dossiers.ts';
import { aDatabase, anEvent, aRecordedDossier, record } from '../../support/records.ts';
import { anSmsRoom } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

test('a closed dossier is archived as it was, and twice is as once; a dossier that does not exist is not archived', async () => {
  const room = await anSmsRoom(database);
  const dossier = await aRecordedDossier(database, { step: 'Trả kết quả' });
  await record(database, dossier, anEvent({ type: 'close', body: { outcome: 'handed_over' } }));
  await room.archiveDossier(dossier.receiptCode);
  await room.archiveDossier(dossier.receiptCode);
  await room.archiveDossier(code('NOWHERE'));
  const rows = await database.sql`select dossier from snapshots where code_key in (${codeKey(dossier.receiptCode)}, 'NOWHERE')`;
  expect(rows).toMatchObject([{ dossier: { receiptCode: dossier.receiptCode, seq: 1, closed: { outcome: 'handed_over' } } }]);
});

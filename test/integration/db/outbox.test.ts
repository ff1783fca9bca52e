import { afterAll, beforeAll, expect, test } from 'vitest';
import { renewLease, takeUndelivered } from '../../../src/db/outbox.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { aDatabase, aRecordedDossier } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

test('what a process has in its own queue stays its own: only that lease is renewed', async () => {
  const [mine, other] = await Promise.all([aRecordedDossier(database), aRecordedDossier(database)]);
  await database.sql`update outbox set due_at = now()`;
  await renewLease(database, [codeKey(mine.receiptCode)], 10);
  const taken = (await takeUndelivered(database, 100, 10)).map((each) => each.codeKey);
  expect(taken).toContain(codeKey(other.receiptCode));
  expect(taken).not.toContain(codeKey(mine.receiptCode));
});

import { expect, test } from 'vitest';
import { erasePersonalData } from '../../src/db/erasure.ts';
import { openApi } from '../support/api.ts';

const DAY_MS = 86_400_000;
const AFTER = { inquiriesAfterMs: 90 * DAY_MS, dossiersAfterMs: 365 * DAY_MS };

test('requirements §9 texts and numbers of inquiries go after 90 days, the counts stay', async () => {
  await using api = await openApi();
  await api.register({ receiptCode: '0101701234' });
  const first = await api.inquire('MCKH 0101701234', { id: 'old' });
  await api.inquire('MCKH 9999999999', { id: 'old-unknown' });
  await api.inquire('MCKH 0101701234', { id: 'young' });
  await api.database.sql`update inquiries set received_at = now() - interval '90 days 1 minute' where id like 'old%'`;
  await api.database.sql`update inquiries set received_at = now() - interval '89 days' where id = 'young'`;
  await erasePersonalData(api.database, AFTER);
  await erasePersonalData(api.database, AFTER);
  const { items } = (await api.get('/v1/inquiries', 'operator')).body;
  expect(items).toMatchObject([
    { id: 'young', from: '0912 *** 678', text: 'MCKH 0101701234', outcome: 'answered' },
    { id: expect.stringContaining('old'), from: null, text: null },
    { id: expect.stringContaining('old'), from: null, text: null },
  ]);
  expect(items.map(({ outcome }: { outcome: string }) => outcome).toSorted()).toEqual(['answered', 'answered', 'unknown']);
  expect((await api.inquire('MCKH 0101701234', { id: 'old' })).body).toEqual(first.body);
});

test("requirements §9 a closed dossier's phone goes after 12 months, an open one's stays", async () => {
  await using api = await openApi();
  for (const receiptCode of ['OPEN-01', 'CLOSED-01', 'CLOSED-02']) await api.register({ receiptCode, phone: '0905123456' });
  for (const receiptCode of ['CLOSED-01', 'CLOSED-02'])
    await api.event(receiptCode, { eventId: 'end', type: 'close', outcome: 'handed_over' });
  await api.database.sql`update dossiers set closed_at = now() - interval '365 days 1 minute' where receipt_code = 'CLOSED-01'`;
  await api.database.sql`update dossiers set closed_at = now() - interval '364 days' where receipt_code = 'CLOSED-02'`;
  await erasePersonalData(api.database, AFTER);
  const phoneOf = async (code: string) => (await api.get(`/v1/dossiers/${code}`)).body.phone;
  expect([await phoneOf('OPEN-01'), await phoneOf('CLOSED-01'), await phoneOf('CLOSED-02')]).toEqual([
    '0905 *** 456',
    null,
    '0905 *** 456',
  ]);
  expect((await api.get('/v1/dossiers/CLOSED-01/timeline')).body.events).toHaveLength(2);
  expect(await api.register({ receiptCode: 'CLOSED-01', phone: '0905123456' })).toMatchObject({
    status: 409,
    body: { code: 'dossier_conflict' },
  });
});

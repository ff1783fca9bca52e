import { expect, test } from 'vitest';
import { erasePersonalData } from '../../src/db/erasure.ts';
import { openApi, type Api } from '../support/api.ts';

const DAY_MS = 86_400_000;
const AFTER = { inquiriesAfterMs: 90 * DAY_MS, dossiersAfterMs: 365 * DAY_MS };

test('requirements §9 texts and numbers of inquiries go after 90 days, the counts stay', async () => {
  await using api = await openApi();
  await api.register({ receiptCode: '0101701234' });
  await api.inquire('MCKH 0101701234', { id: 'old' });
  await api.inquire('MCKH 9999999999', { id: 'old-unknown' });
  await api.inquire('MCKH 0101701234', { id: 'young' });
  await api.database.sql`update inquiries set received_at = now() - interval '90 days 1 minute' where id like 'old%'`;
  await api.database.sql`update inquiries set received_at = now() - interval '89 days' where id = 'young'`;
  await erasePersonalData(api.database, AFTER);
  await erasePersonalData(api.database, AFTER);
  const { items } = (await api.get('/v1/inquiries', 'operator')).body;
  expect(items).toMatchObject([
    { id: 'young', from: '0912 *** 678', text: 'MCKH 0101701234', outcome: 'answered' },
    { id: expect.stringContaining('old'), from: null, text: null, reply: null },
    { id: expect.stringContaining('old'), from: null, text: null, reply: null },
  ]);
  expect(items.map(({ outcome }: { outcome: string }) => outcome).toSorted()).toEqual(['answered', 'answered', 'unknown']);
});

/** As citizens type them, in codes, in remarks and as senders; each canary is the last nine digits of a number that nobody else has. */
const CANARIES = ['912771881', '977775882', '2583773883', '202555014', '936774885', '905776886', '358777887'];
const DOSSIER = '0101701234';

test('requirements §9 what a citizen typed is shown nowhere, and after 90 days it is nowhere in the database', async () => {
  await using api = await openApi();
  await api.register({ receiptCode: DOSSIER, phone: null });
  const asked: [text: string, from: string, id?: string][] = [
    [`MCKH ${DOSSIER} goi lai 0912 771 881 nhe`, '84912771881'],
    [`MCKH ${DOSSIER}`, '+84 912.771.881', '84912771881-1'],
    ['MCKH 0977775882', '84912771881'],
    ['MCKH 977775882', '84912771881'],
    ['MCKH A0977775882', '84912771881'],
    ['MCKH 02583773883', '84912771881'],
    [`MCKH ${DOSSIER} 02583773883`, '842583773883'],
    [`MCKH ${DOSSIER} ０９７７７７５８８２`, '+1 202-555-0145', 'mo/12025550145'],
    ['MCKH +12025550145', '0012025550145'],
    ['alo, 0936–774–885', '0936774885'],
    ['MCKH 0905776886-1', '84905776886'],
    ['TB 01658777887', '01658777887'],
    ['x'.repeat(1500) + ' 0936774885', '84936774885'],
  ];
  for (const [text, from, id] of asked) expect((await api.inquire(text, { from, ...(id === undefined ? {} : { id }) })).status).toBe(200);

  const places = [
    '/v1/inquiries',
    `/v1/dossiers/${DOSSIER}/timeline`,
    '/v1/notices',
    `/v1/dossiers/${DOSSIER}`,
    '/v1/statistics',
    '/metrics',
  ];
  const answers = async () => {
    const list = places.map(async (path) => JSON.stringify((await api.get(path, 'operator')).body));
    const small = (await api.get('/v1/inquiries?limit=1', 'operator')).body.nextCursor;
    return [...(await Promise.all(list)), Buffer.from(small, 'base64url').toString()];
  };
  expect((await answers()).flatMap(canariesIn), 'before the erasure, masked').toEqual([]);
  expect([...new Set((await columnsHolding(api)).map(({ place }) => place))].toSorted(), 'what the search would find').toEqual([
    'inquiries.id',
    'inquiries.phone',
    'inquiries.reply',
    'inquiries.text',
  ]);

  await api.database.sql`update inquiries set received_at = now() - interval '90 days 1 minute'`;
  await erasePersonalData(api.database, AFTER);
  expect(await columnsHolding(api)).toEqual([]);
  expect((await answers()).flatMap(canariesIn)).toEqual([]);
  expect(await api.count('inquiries')).toBe(asked.length);
  expect((await api.get(`/v1/dossiers/${DOSSIER}/timeline`)).body.inquiries).toHaveLength(4);
});

/** Every column of every table that holds a canary, and which. */
async function columnsHolding({ database: { sql } }: Api) {
  const columns = await sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'`;
  expect(columns.length).toBeGreaterThan(50);
  const found: { place: string; canaries: string[] }[] = [];
  for (const { table, column } of columns) {
    const rows = await sql<{ value: string | null }[]>`select ${sql(column)}::text as value from ${sql(table)}`;
    const canaries = [...new Set(rows.flatMap(({ value }) => canariesIn(value ?? '')))];
    if (canaries.length > 0) found.push({ place: `${table}.${column}`, canaries });
  }
  return found;
}

/** Whatever stands between the digits, and in full-width digits, too. */
function canariesIn(text: string): string[] {
  const squeezed = text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '');
  return CANARIES.filter((canary) => squeezed.includes(canary));
}

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

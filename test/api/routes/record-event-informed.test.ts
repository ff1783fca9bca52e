import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditJournal } from '../../../src/db/audit.ts';
import { readEntries, splitJournal } from '../../../src/db/dossiers.ts';
import { recordNotSent } from '../../../src/db/notices.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { openApi, type Api } from '../../support/api.ts';
import { code } from '../../support/dossiers.ts';

let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

/** A dossier whose notice could not be sent. */
async function aDossier(): Promise<{ receiptCode: string; key: string; informed: { type: 'informed'; notice: string; by: 'phone' } }> {
  const receiptCode = code(`INF/${String(next++).padStart(4, '0')}`);
  expect((await api.register({ receiptCode, receivedAt: '2017-11-20T08:00:00+07:00' })).status).toBe(201);
  const at = instantAt(Date.now());
  const notice = { kind: 'result', round: 1 } as const;
  const entry = { receiptCode, notice, text: 'TB', segments: 1, encoding: 'unicode', cost: null, decidedAt: at, dueAt: at } as const;
  await recordNotSent(api.database, entry, 'skipped', 'no_phone');
  const key = `${receiptCode}/result/1`;
  return { receiptCode, key, informed: { type: 'informed', notice: key, by: 'phone' } };
}

const close = { type: 'close', outcome: 'handed_over' };
const shown = async (receiptCode: string) => (await api.get(`/v1/dossiers/${encodeURIComponent(receiptCode)}`)).body;
const closedAt = (receiptCode: string, ago: string) =>
  api.database.sql`update dossiers set closed_at = statement_timestamp() - ${ago}::interval where receipt_code = ${receiptCode}`;

describe('requirements §4.9 a person was told by other means', () => {
  test('it is in the journal, changes nothing, and is shown in the timeline', async () => {
    const { receiptCode, key, informed } = await aDossier();
    const before = await shown(receiptCode);
    const sent = { eventId: 'e1', ...informed };
    expect(await api.event(receiptCode, sent)).toMatchObject({ status: 202, body: { seq: 1, warnings: [] } });
    expect(await api.event(receiptCode, sent)).toMatchObject({ status: 200, body: { seq: 1 } });
    expect(await api.event(receiptCode, { ...sent, by: 'letter' })).toMatchObject({ status: 409, body: { code: 'event_conflict' } });
    expect(await shown(receiptCode)).toEqual({ ...before, events: 1, asOf: expect.any(String) });
    const { events } = (await api.get(`/v1/dossiers/${encodeURIComponent(receiptCode)}/timeline`)).body;
    expect(events[1]).toMatchObject({ type: 'informed', notice: key, by: 'phone' });
  });

  test.each([
    ['of another round', (key: string) => key.replace('/1', '/2')],
    ['that is no key', () => 'result'],
    ['of another dossier', () => 'other'],
  ])('a notice %s is refused', async (_what, noticeOf) => {
    const [{ receiptCode, key, informed }, other] = [await aDossier(), await aDossier()];
    const notice = noticeOf(key) === 'other' ? other.key : noticeOf(key);
    const answer = await api.event(receiptCode, { ...informed, notice });
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ path: 'notice', code: 'notice_unknown' }]]);
    expect((await shown(receiptCode)).events).toBe(0);
  });

  test('requirements §4.7 after the close it is in the journal alone', async () => {
    const { receiptCode, informed } = await aDossier();
    await api.event(receiptCode, close);
    const read = () => api.database.sql`
      select d.closed_at, s.dossier, (select count(*)::int from outbox o where o.code_key = d.code_key) as undelivered
      from dossiers d left join snapshots s using (code_key) where receipt_code = ${receiptCode}`;
    const before = await read();
    expect(await api.event(receiptCode, { eventId: 'e2', ...informed })).toMatchObject({ status: 202, body: { seq: 2 } });
    expect(await api.event(receiptCode, { eventId: 'e2', ...informed })).toMatchObject({ status: 200, body: { seq: 2 } });
    expect(await read()).toEqual(before);
    const journal = (await readEntries(api.database, [codeKey(receiptCode)])).get(codeKey(receiptCode)) ?? [];
    expect([journal.length, splitJournal(journal).events.map(({ type }) => type)]).toEqual([3, ['close']]);
    expect((await auditJournal(api.database)).ok).toBe(true);
    expect(await shown(receiptCode)).toMatchObject({ events: 2, closed: { outcome: 'handed_over' } });
  });

  test.each([
    ['29 days 23 hours', 202],
    ['30 days 1 second', 409],
  ])('requirements §4.7 %s after the close: %d, by the clock of the database', async (ago, status) => {
    const { receiptCode, informed } = await aDossier();
    await api.event(receiptCode, close);
    await closedAt(receiptCode, ago);
    const answer = await api.event(receiptCode, informed);
    expect([answer.status, answer.body.code]).toEqual([status, status === 409 ? 'dossier_closed' : undefined]);
  });

  test('requirements §4.7 the limit of events does not hold for it after the close, and does before', async () => {
    const { receiptCode, informed } = await aDossier();
    const full = (events: number) => api.database.sql`update dossiers set seq = ${events} where receipt_code = ${receiptCode}`;
    await full(1999);
    expect(await api.event(receiptCode, informed)).toMatchObject({ status: 409, body: { code: 'too_many_events' } });
    await api.event(receiptCode, close);
    expect((await api.event(receiptCode, informed)).status).toBe(202);
  });

  test('after the erasure of its personal data a closed dossier takes none', async () => {
    const { receiptCode, informed } = await aDossier();
    await api.event(receiptCode, close);
    await api.database.sql`update contacts set phone = null, key = null where code_key = ${codeKey(receiptCode)}`;
    expect(await api.event(receiptCode, informed)).toMatchObject({ status: 409, body: { code: 'dossier_closed' } });
  });
});

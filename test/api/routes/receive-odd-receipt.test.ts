import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice } from '../../../src/db/notices.ts';
import { settleSent } from '../../../src/db/receipts.ts';
import { instantAt, plusMs } from '../../../src/domain/calendar.ts';
import { storableId } from '../../../src/lib/storable-text.ts';
import { openApi, type Api } from '../../support/api.ts';
import { code } from '../../support/dossiers.ts';

const MINUTE_MS = 60_000;
const DECIDED = instantAt(Date.now() - 10 * MINUTE_MS);
let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

/** A result that was decided ten minutes ago; handed over when `messageId` says so, else still in `sending`. */
async function aNotice(messageId?: string) {
  const receiptCode = code(`ODD-${String(next++).padStart(4, '0')}`);
  await api.register({ receiptCode, phone: '0905123456', step: 'Trả kết quả' });
  const at = { decidedAt: DECIDED, dueAt: DECIDED };
  await claimNotice(
    api.database,
    { receiptCode, notice: { kind: 'result', round: 1 }, text: 'TB', segments: 1, encoding: 'unicode', cost: null, ...at },
    'plain',
    null,
  );
  const key = `${receiptCode}/result/1`;
  const accept = (id: string) => settleSent(api.database, key, 'plain', storableId(id));
  if (messageId !== undefined) await accept(messageId);
  const shown = async () => (await api.get(`/v1/dossiers/${receiptCode}/timeline`)).body.notices[0];
  return { key, accept, shown };
}

const bring = (receipt: object) => api.signedCall('/v1/gateways/plain/receipts', { status: 'delivered', ...receipt });

describe('requirements §11.3: no receipt is lost by a reference that is not ours', () => {
  test.each([
    ['an empty one', ''],
    ['a blank one', '  '],
    ['none', null],
    ['a very long one', 'K'.repeat(6000)],
    ['a very long one in other letters', '財'.repeat(6000)],
    ['control characters', 'a\0b\r\n'],
    ['half a surrogate pair', '\ud83d'],
    ['a key with too much behind it', '0101701234/result/1~99999'],
  ])('%s: the message id places it', async (_what, id) => {
    const messageId = `m-${randomUUID()}`; // zeros that lead an id are not kept
    const { shown } = await aNotice(messageId);
    expect(await bring({ messageId, id })).toMatchObject({ status: 204, body: '' });
    expect(await shown()).toMatchObject({ status: 'delivered' });
    expect(await bring({ messageId, id })).toMatchObject({ status: 204 });
    expect(await api.database.sql`select from receipts where message_id = ${messageId}`).toHaveLength(1);
  });

  test('a message id of 6,000 characters is placed, also before its message is known', async () => {
    const [long, early] = ['m'.repeat(6000), `${'m'.repeat(6000)}2`];
    const [notice, later] = [await aNotice(long), await aNotice()];
    expect((await bring({ messageId: early })).status).toBe(204);
    expect((await bring({ messageId: long })).status).toBe(204);
    expect([(await notice.shown()).status, (await later.shown()).status]).toEqual(['delivered', 'sending']);
    expect(await later.accept(early)).toBe('delivered');
  });
});

describe('requirements §11.3: a receipt that comes before our own answer was stored keeps its reason', () => {
  test.each([
    ['undelivered', 'permanent_failure'],
    ['expired', 'temporary_failure'],
    ['rejected', 'permanent_failure'],
  ])('%s, by the reference and by the message id alone', async (said, status) => {
    const [byReference, byMessage] = [await aNotice(), await aNotice()];
    await bring({ messageId: `ref-${said}`, id: byReference.key, status: said });
    await bring({ messageId: `msg-${said}`, status: said });
    const ended = await byReference.shown();
    expect(ended).toMatchObject({ status, reason: `receipt: ${said}`, settledAt: expect.any(String) });
    await byReference.accept(`ref-${said}`);
    await byMessage.accept(`msg-${said}`);
    expect(await byReference.shown()).toEqual({ ...ended, gatewayMessageId: `ref-${said}` });
    expect(await byMessage.shown()).toMatchObject({ status, reason: `receipt: ${said}`, gatewayMessageId: `msg-${said}` });
  });
});

describe('a gateway’s clock is believed only where it may be right (requirements §11.3, §7.6)', () => {
  const NOW = instantAt(Date.now());
  const CASES = [
    ['the year 9998', '9998-12-31T23:59:59Z', false],
    ['six minutes ahead', plusMs(NOW, 6 * MINUTE_MS), false],
    ['a minute ahead', plusMs(NOW, MINUTE_MS), true],
    ['a minute ago', plusMs(NOW, -MINUTE_MS), true],
    ['just after the hand-over', plusMs(DECIDED, 1), true],
    ['before the notice was decided', plusMs(DECIDED, -1), false],
    ['a day ago', plusMs(NOW, -1440 * MINUTE_MS), false],
    ['the year 1970', '1970-01-01T00:00:00Z', false],
  ] as const;

  test.each(CASES)('a receipt of %s', async (_what, at, isBelieved) => {
    const { key, shown } = await aNotice();
    expect((await bring({ messageId: randomUUID(), id: key, at })).status).toBe(204);
    const { sentAt } = await shown();
    if (isBelieved) expect(sentAt).toBe(at);
    else expect(Math.abs(Date.parse(sentAt) - Date.now())).toBeLessThan(MINUTE_MS);
  });

  test.each([
    ['the year 9998', '9998-12-31T23:59:59Z', false],
    ['six minutes ahead', plusMs(NOW, 6 * MINUTE_MS), false],
    ['a minute ahead', plusMs(NOW, MINUTE_MS), true],
    ['three days ago, from a network that kept it', plusMs(NOW, -4320 * MINUTE_MS), true],
    ['a year ago', plusMs(NOW, -525_600 * MINUTE_MS), false],
    ['the year 1970', '1970-01-01T00:00:00Z', false],
  ])('an inquiry of %s', async (_what, at, isBelieved) => {
    const id = randomUUID();
    const message = { id, from: `849${String(next++).padStart(8, '1')}`, to: '8083', text: 'MCKH 0101701234', at };
    expect((await api.signedCall('/v1/gateways/plain/inquiries', message)).status).toBe(200);
    const [row] = await api.database.sql<{ sent: number }[]>`
      select (extract(epoch from sent_at) * 1000)::float as sent from inquiries where id = ${id}`;
    if (isBelieved) expect(row?.sent).toBe(Date.parse(at));
    else expect(Math.abs((row?.sent ?? 0) - Date.now())).toBeLessThan(MINUTE_MS);
  });
});

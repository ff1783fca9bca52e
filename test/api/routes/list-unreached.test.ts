import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, recordNotSent, settle } from '../../../src/db/notices.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import { NOTICE_STATUSES, type NoticeStatus } from '../../../src/domain/notice-status.ts';
import { openApi, type Answer, type Api } from '../../support/api.ts';
import { code } from '../../support/dossiers.ts';

let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi({ INQUIRY_LIMIT: '0', UNKNOWN_CODE_LIMIT: '0' });
});
afterAll(() => api[Symbol.asyncDispose]());

const DECIDED = instantAt(Date.UTC(2017, 10, 20, 8));

/** A notice that ended like this, decided some minutes after the first. */
async function aNotice(status: NoticeStatus, reason = 'as the test wants it', minutes = 0): Promise<{ receiptCode: string; key: string }> {
  const receiptCode = code(`UNR-${String(next++).padStart(4, '0')}`);
  expect((await api.register({ receiptCode, receivedAt: '2017-11-20T08:00:00+07:00' })).status).toBe(201);
  const at = instantAt(Date.parse(DECIDED) + minutes * 60_000);
  const notice = { kind: 'result', round: 1 } as const;
  const entry = { receiptCode, notice, text: 'TB', segments: 1, encoding: 'unicode', cost: null, decidedAt: at, dueAt: at } as const;
  const key = `${receiptCode}/result/1`;
  if (status === 'skipped') await recordNotSent(api.database, entry, status, reason);
  else {
    await claimNotice(api.database, entry, 'plain', null);
    await settle(api.database, key, status, reason);
  }
  return { receiptCode, key };
}

async function listed(limit = 200): Promise<Answer['body'][]> {
  const items = [];
  for (let cursor = ''; ;) {
    const { status, body }: Answer = await api.get(`/v1/unreached?limit=${limit}${cursor}`, 'auditor');
    expect(status).toBe(200);
    items.push(...body.items);
    if (body.nextCursor === null) return items;
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
  }
}
const isListed = async (key: string) => (await listed()).some(({ notice }) => notice.key === key);

const WHY = {
  missed: 'missed',
  temporary_failure: 'failed',
  permanent_failure: 'failed',
  technical_failure: 'failed',
  uncertain: 'uncertain',
};

describe('requirements §8.5 who was not told', () => {
  test.each([...NOTICE_STATUSES.map((status) => [status, 'why'] as const), ['skipped', 'no_phone'], ['skipped', 'same_day']] as const)(
    'a notice that is %s for %s',
    async (status, reason) => {
      const { receiptCode, key } = await aNotice(status, reason);
      const found = (await listed()).find(({ notice }) => notice.key === key);
      const why = reason === 'no_phone' ? 'no_phone' : (WHY as Partial<Record<NoticeStatus, string>>)[status];
      if (why === undefined) return expect(found).toBeUndefined();
      const shown = (await api.get('/v1/notices?limit=200')).body.items.find((notice: { key: string }) => notice.key === key);
      return expect(found).toEqual({ receiptCode, agency: 'default', notice: shown, reason: why, since: DECIDED });
    },
  );

  test('an answered inquiry about the dossier since then tells it; an earlier one, and one that failed, do not', async () => {
    const { receiptCode, key } = await aNotice('permanent_failure');
    await api.inquire('MCKH KHONG-CO-1');
    expect(await isListed(key)).toBe(true);
    await api.inquire(`MCKH ${receiptCode}`, { id: receiptCode });
    expect(await isListed(key)).toBe(false);
    const { sql } = api.database;
    await sql`update inquiries set reply_status = 'failed' where id = ${receiptCode}`;
    expect(await isListed(key)).toBe(true);
    await sql`update inquiries set reply_status = 'sent', answered_at = ${DECIDED}::timestamptz where id = ${receiptCode}`;
    expect(await isListed(key)).toBe(true);
    await sql`update inquiries set answered_at = ${DECIDED}::timestamptz + interval '1 ms' where id = ${receiptCode}`;
    expect(await isListed(key)).toBe(false);
  });

  test('so does an `informed` for that notice alone, and the close', async () => {
    const [told, other] = [await aNotice('missed'), await aNotice('missed')];
    expect((await api.event(told.receiptCode, { type: 'informed', notice: told.key, by: 'letter' })).status).toBe(202);
    expect([await isListed(told.key), await isListed(other.key)]).toEqual([false, true]);
    await api.event(other.receiptCode, { type: 'close', outcome: 'handed_over' });
    expect(await isListed(other.key)).toBe(false);
  });

  test('by pages, the newest decision first, and by agency', async () => {
    for (const minutes of [3, 1, 2, 2, 1]) await aNotice('skipped', 'no_phone', minutes);
    const all = await listed();
    const since: string[] = all.map((each) => each['since']);
    expect(since).toEqual(since.toSorted().toReversed());
    for (const limit of [1, 2, 3]) expect(await listed(limit)).toEqual(all);
    expect((await api.get('/v1/unreached?agency=nowhere')).body).toEqual({ items: [], nextCursor: null });
    expect((await api.get('/v1/unreached?agency=default&limit=200')).body.items).toEqual(all);
    expect((await api.get('/v1/unreached?cursor=x')).body.errors).toMatchObject([{ path: 'cursor', code: 'bad_cursor' }]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordNotSent } from '../../../src/db/notices.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import type { Notice } from '../../../src/domain/notice-key.ts';
import { openApi, type Api, type Answer } from '../../support/api.ts';
import { code, day } from '../../support/dossiers.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi({ INQUIRY_LIMIT: '0', UNKNOWN_CODE_LIMIT: '0' });
  const decided = [0, 0, 0, 1, 1, 2].map((minute) => instantAt(Date.UTC(2017, 10, 20, 8, minute)));
  for (const receiptCode of ['LIST-01', 'LIST-02', 'LIST-03'].map(code)) {
    await api.register({ receiptCode });
    const notices: Notice[] = [1, 2, 3, 4].map((round) => ({ kind: 'result', round }));
    notices.push({ kind: 'supplement', round: 1 }, { kind: 'apology', dueDate: day('2017-11-27') });
    for (const [at, notice] of notices.entries()) {
      const decidedAt = decided[at] ?? instantAt(0);
      const entry = { receiptCode, notice, text: 'TB', segments: 1, encoding: 'unicode' as const, cost: null, decidedAt, dueAt: decidedAt };
      await recordNotSent(api.database, entry, at % 2 === 0 ? 'skipped' : 'missed', 'no_phone');
    }
  }
  for (let at = 0; at < 7; at++) await api.inquire(`MCKH LIST-0${at}`, { id: `mo-${at}`, from: '84912345678' });
  await api.database.sql`update inquiries set received_at = '2017-11-20T08:00:00Z' where id < 'mo-3'`;
});
afterAll(() => api[Symbol.asyncDispose]());

/** Every item of a list, page by page. */
async function pages(path: string, limit: number) {
  const all: Record<string, string>[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 50; page++) {
    const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body }: Answer = await api.get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${next}`, 'operator');
    expect(status).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    all.push(...body.items);
    if (body.nextCursor === null) return all;
    cursor = body.nextCursor;
  }
  throw new Error(`${path} has no end`);
}

describe.each([
  ['/v1/notices', 18, 'key', 'decidedAt'],
  ['/v1/inquiries', 7, 'id', 'receivedAt'],
] as const)('%s', (path, count, id, moment) => {
  test.each([1, 2, 3, 7, 9, 18, 200])('is read to its end in pages of %d, newest first, without loss or repetition', async (limit) => {
    const items = await pages(path, limit);
    expect(new Set(items.map((item) => item[id])).size).toBe(count);
    expect(items).toHaveLength(count);
    const moments = items.map((item) => item[moment] ?? '');
    expect(moments).toEqual(moments.toSorted().toReversed());
  });

  const cursorOf = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  test.each([
    ['limit', '0'],
    ['limit', '201'],
    ['limit', '-1'],
    ['limit', '1.5'],
    ['limit', 'all'],
    ['limit', '1&limit=2'],
    ['cursor', 'x'],
    ['cursor', '%00'],
    ['cursor', cursorOf([])],
    ['cursor', cursorOf(['now', 'x'])],
    ['cursor', cursorOf(['2017-11-20T08:00:00Z'])],
    ['cursor', cursorOf(['2017-11-20T08:00:00Z', 7])],
    ['cursor', cursorOf(['2017-11-20T08:00:00Z', 'a\u0000'])],
    ['cursor', cursorOf({ length: 2 })],
    ['cursor', 'x'.repeat(2001)],
    ['order', 'asc'],
    ['__proto__', '1'],
  ])('?%s=%s is refused', async (field, value) => {
    const answer = await api.get(`${path}?${field}=${value}`, 'operator');
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(answer.body.errors).toContainEqual({ path: field, code: expect.any(String), message: expect.any(String) });
  });

  test.each([
    ['an id that would be SQL', cursorOf(['2017-11-20T08:00:00Z', "'; drop table notices; --"])],
    ['half a surrogate pair', cursorOf(['2017-11-20T08:00:00Z', '\ud800'])],
    ['another offset', cursorOf(['2017-11-20T15:00:00+07:00', 'x'])],
  ])('a cursor with %s does no harm', async (_what, cursor) => {
    expect((await api.get(`${path}?cursor=${cursor}`, 'operator')).status).toBe(200);
  });
});

describe('/v1/notices is filtered', () => {
  test.each([
    ['kind=result', 12],
    ['kind=supplement', 3],
    ['kind=apology', 3],
    ['status=missed', 9],
    ['status=delivered', 0],
    ['status=missed&kind=apology', 3],
    ['status=skipped&kind=apology', 0],
  ])('by %s: %d', async (filter, count) => {
    expect(await pages(`/v1/notices?${filter}`, 2)).toHaveLength(count);
  });

  test.each(['status=lost', 'kind=reminder', 'kind=result&kind=apology'])('%s is refused', async (filter) => {
    expect(await api.get(`/v1/notices?${filter}`)).toMatchObject({ status: 422, body: { code: 'invalid' } });
  });

  test('requirements §11.6: it shows the notice of the contract, with its segments', async () => {
    const [item] = await pages('/v1/notices?kind=apology', 1);
    expect(item).toEqual({
      key: 'LIST-03/apology/2017-11-27',
      receiptCode: 'LIST-03',
      kind: 'apology',
      dueDate: '2017-11-27',
      status: 'missed',
      reason: 'no_phone',
      text: 'TB',
      segments: 1,
      encoding: 'unicode',
      cost: null,
      attempts: 0,
      gateway: null,
      gatewayMessageId: null,
      decidedAt: '2017-11-20T08:02:00.000Z',
      dueAt: '2017-11-20T08:02:00.000Z',
      sentAt: null,
      settledAt: expect.stringMatching(/Z$/),
      resent: false,
    });
  });
});

describe('/v1/inquiries: both days of a period are included (contract §2)', () => {
  test.each([
    ['its first moment', '2017-11-19T17:00:00Z'],
    ['its last moment', '2017-11-20T16:59:59.999Z'],
  ])('%s', async (_which, moment) => {
    await api.database.sql`update inquiries set received_at = ${moment} where id = 'mo-6'`;
    const count = async (filter: string) => (await pages(`/v1/inquiries?${filter}`, 200)).filter(({ id }) => id === 'mo-6').length;
    expect(await count('from=2017-11-20&to=2017-11-20')).toBe(1);
    expect(await count('to=2017-11-19')).toBe(0);
    expect(await count('from=2017-11-21')).toBe(0);
    await api.database.sql`update inquiries set received_at = now() where id = 'mo-6'`;
  });
});

describe('/v1/inquiries', () => {
  test.each(['clerk', 'auditor'] as const)('is not for a %s', async (role) => {
    expect((await api.get('/v1/inquiries', role)).status).toBe(403);
  });

  test.each([
    ['from=2017-11-20T08:00:00Z&to=2017-11-20T08:00:01Z', 3],
    ['from=2017-11-20&to=2017-11-21', 3],
    ['to=2017-11-20T15:00:00%2B07:00', 0],
    ['from=2017-11-20&to=2017-11-20', 3],
    ['to=2017-11-20', 3],
    ['from=2017-11-19&to=2017-11-19', 0],
    ['to=2017-11-19', 0],
    ['from=2017-11-21', 4],
    ['to=9999-12-31', 7],
    ['from=2017-11-21&to=2017-11-20', 0],
  ])('%s: %d', async (filter, count) => {
    const items = await pages(`/v1/inquiries?${filter}`, 2);
    expect(items).toHaveLength(count);
    for (const { from } of items) expect(from).toBe('0912 *** 678');
  });

  test.each(['from=yesterday', 'to=2026-02-30'])('%s is refused', async (filter) => {
    expect(await api.get(`/v1/inquiries?${filter}`, 'operator')).toMatchObject({ status: 422, body: { code: 'invalid' } });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';
import { BAD_CURSORS, expectBadCursor, expectListed, expectPages, LIST_CASES, LISTED_DOSSIERS } from '../../support/dossier-lists.ts';

let api: Api;
const list = (query: string) => api.get(`/v1/dossiers${query}`);
beforeAll(async () => {
  api = await openApi();
  for (const some of LISTED_DOSSIERS) await api.register(some);
});
afterAll(() => api[Symbol.asyncDispose]());

describe('contract §2 the lists of dossiers, with Temporal away', () => {
  test.each(LIST_CASES)('requirements §4.3 %j finds %j', (...found) => expectListed(list, found));
  test('page by page, in every order', () => expectPages(list));
  test.each(BAD_CURSORS)('the cursor %j is refused, and is no reason for an alarm', (cursor) => expectBadCursor(list, cursor));

  test('a cursor of another list, of other filters or cut is refused', async () => {
    const { nextCursor } = (await list('?limit=1')).body;
    expect((await list(`?cursor=${nextCursor}`)).status).toBe(200);
    for (const query of ['?list=ready', '?agency=default', '?sort=-due', '?closed=true', '?late=false']) {
      const { status, body } = await list(`${query}&cursor=${nextCursor}`);
      expect([query, status, body.errors?.[0]]).toMatchObject([query, 422, { path: 'cursor', code: 'bad_cursor' }]);
    }
    await expectBadCursor(list, nextCursor.slice(0, -3));
  });

  test.each(['?list=x', '?sort=step', '?closed=yes', '?due=2026-02-30', '?q=1', '?q=%25', '?q=..', `?q=${'1'.repeat(10_000)}`, '?x=1'])(
    '%s is refused',
    async (query) => expect((await list(query)).status).toBe(422),
  );
});

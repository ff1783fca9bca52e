import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, settle } from '../../../src/db/notices.ts';
import { at, code } from '../../support/dossiers.ts';
import { openApi, type Api } from '../../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  for (const receiptCode of ['TROUBLE-1', 'TROUBLE-2', 'TROUBLE-3']) {
    await api.register({ receiptCode, phone: '0905123456' });
    await api.event(receiptCode, { type: 'progress', step: 'Trả kết quả' });
    await failed(receiptCode);
  }
  await api.register({ receiptCode: 'QUIET-1' });
});
afterAll(() => api[Symbol.asyncDispose]());

describe('requirements §5.7 what could not be sent, an operator sees, with no Temporal to ask', () => {
  test('by any problem or one of them, page by page', async () => {
    expect(await codes('?problem=any')).toEqual(['TROUBLE-1', 'TROUBLE-2', 'TROUBLE-3']);
    expect(await codes('?problem=permanent_failure')).toHaveLength(3);
    expect(await codes('?problem=missed')).toEqual([]);
    const first = (await api.get('/v1/dossiers?problem=any&limit=2')).body;
    expect(await codes(`?problem=any&limit=2&cursor=${first.nextCursor}`)).toEqual(['TROUBLE-3']);
  });

  test('with the other filters', async () => {
    expect(await codes(`?problem=any&step=${encodeURIComponent('trả kết quả')}`)).toHaveLength(3);
    expect(await codes('?problem=any&step=X')).toEqual([]);
  });

  test('no longer when it arrived after all, or the dossier is closed', async () => {
    await claimNotice(api.database, entryOf('TROUBLE-1'), 'plain', { nth: 1, by: 'operator' });
    await api.receipt('m-1', 'TROUBLE-1/result/1~1', 'delivered');
    await api.event('TROUBLE-2', { type: 'close', outcome: 'handed_over' });
    expect(await codes('?problem=any')).toEqual(['TROUBLE-3']);
  });

  test('an unknown problem is refused', async () => {
    const { status, body } = await api.get('/v1/dossiers?problem=sadness');
    expect([status, body.errors[0].path]).toEqual([422, 'problem']);
  });
});

async function codes(query: string): Promise<string[]> {
  const { body } = await api.get(`/v1/dossiers${query}`);
  return body.items.map((each: { receiptCode: string }) => each.receiptCode);
}

function entryOf(receiptCode: string) {
  const moment = at('2026-11-25 10:00');
  return {
    receiptCode: code(receiptCode),
    notice: { kind: 'result', round: 1 },
    text: 'TB',
    segments: 1,
    encoding: 'unicode',
    cost: null,
    decidedAt: moment,
    dueAt: moment,
  } as const;
}

async function failed(receiptCode: string): Promise<void> {
  await claimNotice(api.database, entryOf(receiptCode), 'plain', null);
  await settle(api.database, `${receiptCode}/result/1`, 'permanent_failure', '422');
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, recordNotSent, settle } from '../../../src/db/notices.ts';
import { settleSent } from '../../../src/db/receipts.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { openApi, type Api } from '../../support/api.ts';
import { code } from '../../support/dossiers.ts';

const NOW = instantAt(Date.now());
let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

/** A result's row in the ledger, handed over when `messageId` says so; else still in `sending`. */
async function aNotice(messageId?: string) {
  const receiptCode = code(`RCPT-${String(next++).padStart(4, '0')}`);
  await api.register({ receiptCode, phone: '0905123456', step: 'Trả kết quả' });
  const entry = {
    receiptCode,
    notice: { kind: 'result', round: 1 },
    text: 'TB',
    segments: 1,
    encoding: 'unicode',
    cost: null,
    decidedAt: NOW,
    dueAt: NOW,
  } as const;
  const key = `${receiptCode}/result/1`;
  await claimNotice(api.database, entry, 'plain', null);
  if (messageId) await settleSent(api.database, key, 'plain', messageId);
  const shown = async () => (await api.get(`/v1/dossiers/${receiptCode}/timeline`)).body.notices[0];
  return { key, entry, shown };
}

describe('requirements §5.6 and §11.3: a receipt ends its notice', () => {
  test.each([
    ['delivered', 'delivered', null],
    ['undelivered', 'permanent_failure', 'receipt: undelivered'],
    ['expired', 'temporary_failure', 'receipt: expired'],
    ['rejected', 'permanent_failure', 'receipt: rejected'],
  ])('%s: %s', async (said, status, reason) => {
    const { key, shown } = await aNotice(`m-${said}`);
    expect(await shown()).toMatchObject({ status: 'sent', gatewayMessageId: `m-${said}` });
    expect(await api.receipt(`m-${said}`, key, said)).toMatchObject({ status: 204, body: '' });
    expect(await shown()).toMatchObject({ status, reason, settledAt: expect.any(String) });
  });

  test.each([
    ['by the message id alone', 'm-alone', undefined],
    ['by the message id, beside a strange reference', 'm-strange', 'no-such-key'],
  ])('%s', async (_how, messageId, id) => {
    const { shown } = await aNotice(messageId);
    expect((await api.receipt(messageId, id, 'delivered')).status).toBe(204);
    expect((await shown()).status).toBe('delivered');
  });

  test('by our reference alone, but not for another hand-over of the notice', async () => {
    const { key, shown } = await aNotice('m-first');
    const before = await shown();
    await api.receipt('m-other', `${key}~1`, 'delivered');
    expect(await shown()).toEqual(before);
    await api.receipt('m-another', key, 'delivered');
    expect((await shown()).status).toBe('delivered');
  });

  test.each(['99999999', '1e9', '-1', '1.5', '0x1', 'NaN', ' 0', '0~0', ''])(
    'a reference that ends in ~%s is one of ours no more than any other',
    async (end) => {
      const { key, shown } = await aNotice();
      const before = await shown();
      expect((await api.receipt(`m-${end}`, `${key}~${end}`, 'delivered')).status).toBe(204);
      expect(await shown()).toEqual(before);
    },
  );

  test('and repeats, late ones and contrary ones change nothing', async () => {
    const { key, shown } = await aNotice('m-final');
    await api.receipt('m-final', key, 'delivered');
    const ended = await shown();
    for (const said of ['delivered', 'undelivered', 'expired', 'rejected', 'delivered'])
      expect((await api.receipt('m-final', key, said)).status).toBe(204);
    expect(await shown()).toEqual(ended);
  });

  test.each(['skipped', 'superseded', 'missed'] as const)('but not one that was %s', async (status) => {
    const receiptCode = code(`RCPT-${status}`);
    await api.register({ receiptCode });
    const entry = {
      receiptCode,
      notice: { kind: 'result', round: 1 },
      text: 'TB',
      segments: 1,
      encoding: 'unicode',
      cost: null,
      decidedAt: NOW,
      dueAt: NOW,
    } as const;
    await recordNotSent(api.database, entry, status, 'closed');
    expect((await api.receipt(`m-${status}`, `${receiptCode}/result/1`, 'delivered')).status).toBe(204);
    expect((await api.get(`/v1/dossiers/${receiptCode}/timeline`)).body.notices[0]).toMatchObject({ status, reason: 'closed' });
  });

  test('ends an uncertain one', async () => {
    const { key, shown } = await aNotice();
    await settle(api.database, key, 'uncertain', 'the answer was lost');
    await api.receipt('m-lost', key, 'delivered');
    expect(await shown()).toMatchObject({ status: 'delivered', reason: null });
  });
});

describe('a receipt that is quicker than the answer to the hand-over', () => {
  test.each<[string, NoticeStatus]>([
    ['delivered', 'delivered'],
    ['undelivered', 'permanent_failure'],
    ['expired', 'temporary_failure'],
  ])('with our reference, %s: it keeps its word', async (said, status) => {
    const { key, shown } = await aNotice();
    await api.receipt(`m-quick-${said}`, key, said);
    expect(await settleSent(api.database, key, 'plain', `m-quick-${said}`)).toBe(status);
    expect(await shown()).toMatchObject({ status, gatewayMessageId: `m-quick-${said}` });
  });

  test.each<[string, NoticeStatus]>([
    ['delivered', 'delivered'],
    ['rejected', 'permanent_failure'],
    ['expired', 'temporary_failure'],
  ])('without it, %s: it waits for its message', async (said, status) => {
    const { key, shown } = await aNotice();
    await api.receipt(`m-early-${said}`, undefined, said);
    expect((await shown()).status).toBe('sending');
    expect(await settleSent(api.database, key, 'plain', `m-early-${said}`)).toBe(status);
  });
});

test('a receipt of a message nobody knows is kept, once', async () => {
  for (let times = 0; times < 3; times++) expect((await api.receipt('m-unknown', 'K/result/1', 'delivered')).status).toBe(204);
  const kept = await api.database.sql`select message_id, reference, notice_key, status from receipts where message_id = 'm-unknown'`;
  expect([...kept]).toEqual([{ message_id: 'm-unknown', reference: 'K/result/1', notice_key: '', status: 'delivered' }]);
});

test('five times the same at once is one receipt', async () => {
  const { key, shown } = await aNotice('m-five');
  const answers = await Promise.all(Array.from({ length: 5 }, () => api.receipt('m-five', key, 'delivered')));
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
  expect((await shown()).status).toBe('delivered');
});

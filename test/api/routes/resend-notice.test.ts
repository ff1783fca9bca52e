import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { claimNotice, settle } from '../../../src/db/notices.ts';
import { dateOf, instantAt, plusDays } from '../../../src/domain/calendar.ts';
import { noticeKey, type Notice } from '../../../src/domain/notice-key.ts';
import { NOTICE_STATUSES, type NoticeStatus } from '../../../src/domain/notice-status.ts';
import { resendId } from '../../../src/workflows/contract.ts';
import { activitySummary } from '../../support/activity-summary.ts';
import { openApi, type Api } from '../../support/api.ts';
import { code } from '../../support/dossiers.ts';
import { severalGateways } from '../../support/several-gateways.ts';

const NOW = instantAt(Date.now());
const DUE = plusDays(dateOf(NOW), 5);
let api: Api;
let next = 1;
beforeAll(async () => {
  const gateways = [
    { name: 'plain', preset: 'plain' },
    { name: 'second', preset: 'plain' },
  ];
  const agencies = { 'so-xay-dung': { name: 'Sở Xây dựng', gateways: ['plain'] } };
  const AGENCIES_FILE = path.join(mkdtempSync(path.join(os.tmpdir(), 'agencies-')), 'agencies.json');
  writeFileSync(AGENCIES_FILE, JSON.stringify(agencies));
  api = await openApi({ ...severalGateways(gateways), AGENCIES_FILE }, inject('temporalAddress'));
});
afterAll(() => api[Symbol.asyncDispose]());

const resend = (key: string) => api.post(`/v1/notices/${encodeURIComponent(key)}/resend`, undefined, 'operator');

type Ended = { readonly agency: string; readonly reason: string; readonly phone: string | null };

/** A notice that ended like this, of a dossier that still calls for it. */
async function ended(
  kind: Notice['kind'],
  status: NoticeStatus,
  { agency = 'default', reason = 'as the test wants it', phone = '0905123456' }: Partial<Ended> = {},
): Promise<string> {
  const receiptCode = code(`RES/${process.pid}-${next++}.AA`);
  const at = { result: { step: 'Trả kết quả' }, supplement: { step: 'Bộ phận Một cửa' }, apology: {} }[kind];
  await api.register({ receiptCode, agency, phone, dueDate: DUE, ...at });
  if (kind === 'supplement') await api.event(receiptCode, { type: 'progress', state: 'Chờ bổ sung' });
  const notice: Notice = kind === 'apology' ? { kind, dueDate: DUE } : { kind, round: 1 };
  const entry = { receiptCode, notice, text: 'TB', segments: 1, encoding: 'unicode' as const, cost: null, decidedAt: NOW, dueAt: NOW };
  await claimNotice(api.database, entry, 'plain', null);
  await settle(api.database, noticeKey(receiptCode, notice), status, reason);
  return noticeKey(receiptCode, notice);
}

const MAY: readonly NoticeStatus[] = ['missed', 'temporary_failure', 'permanent_failure', 'technical_failure', 'uncertain'];
const cases = (['result', 'supplement'] as const).flatMap((kind) =>
  NOTICE_STATUSES.map((status) => [kind, status, MAY.includes(status) ? 202 : 409] as const),
);

describe('requirements §8.3, contract §2: only what failed, what was missed and what is uncertain is sent again', () => {
  test.each(cases)('a %s that is %s: %d', async (kind, status, expected) => {
    const key = await ended(kind, status);
    const answer = await resend(key);
    expect(answer.status).toBe(expected);
    if (expected === 202) expect(answer.body).toEqual({ key });
    else expect(answer.body).toMatchObject({ code: 'not_resendable', detail: expect.stringContaining(status) });
  });

  test.each(['result', 'supplement'] as const)('requirements §8.5 a %s that lacked a number, once there is one', async (kind) => {
    const key = await ended(kind, 'skipped', { reason: 'no_phone', phone: null });
    const refused = await resend(key);
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([409, 'not_resendable', expect.stringMatching(/no usable/)]);
    await api.event(key.slice(0, key.lastIndexOf(`/${kind}/`)), { type: 'contact', phone: '0905123457' });
    const answer = await resend(key);
    expect([answer.status, answer.body]).toEqual([202, { key }]);
  });

  test('requirements §8.5 what lacked a number is not sent when it is no longer true', async () => {
    const key = await ended('result', 'skipped', { reason: 'no_phone', phone: null });
    const receiptCode = key.slice(0, key.lastIndexOf('/result/'));
    await api.event(receiptCode, { type: 'contact', phone: '0905123457' });
    await api.event(receiptCode, { type: 'progress', step: 'Thẩm định' });
    expect(await resend(key)).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/left_result_step/) } });
  });

  test('the Temporal UI says which notice is sent again, and that an operator asked for it', async () => {
    const key = await ended('result', 'permanent_failure');
    await resend(key);
    expect(await activitySummary(api.deps.temporal, resendId(key, 1))).toBe('M1 báo kết quả lần 1, người vận hành gửi lại');
  });

  test('asked twice, it is ordered once', async () => {
    const key = await ended('result', 'permanent_failure');
    expect((await resend(key)).status).toBe(202);
    expect((await resend(key)).status).toBe(202);
  });

  test.each(['missed', 'delivered'] as const)('a %s apology is not', async (status) => {
    expect(await resend(await ended('apology', status))).toMatchObject({ status: 409, body: { code: 'not_resendable' } });
  });

  test.each([
    ['left `Trả kết quả`', { type: 'progress', step: 'Thẩm định' }, /left_result_step/],
    ['was handed over', { type: 'close', outcome: 'handed_over' }, /closed/],
  ])('nor a result whose dossier %s: it would not be true', async (_what, event, why) => {
    const key = await ended('result', 'permanent_failure');
    await api.event(key.slice(0, key.lastIndexOf('/result')), event);
    expect(await resend(key)).toMatchObject({ status: 409, body: { code: 'not_resendable', detail: expect.stringMatching(why) } });
  });
});

describe('requirements §11.4: only an operator’s resend may name another gateway', () => {
  const resendBy = (key: string, body: unknown) => api.post(`/v1/notices/${encodeURIComponent(key)}/resend`, body, 'operator');

  test('and it says that the message may arrive twice, when nobody knows whether the gateway before it sent the message', async () => {
    const { body, status } = await resendBy(await ended('result', 'uncertain'), { gateway: 'second' });
    expect([status, body.warnings]).toEqual([202, [{ code: 'may_arrive_twice', message: expect.stringContaining('twice') }]]);
  });

  test.each<[string, NoticeStatus, unknown]>([
    ['an uncertain one by the same gateway', 'uncertain', { gateway: 'plain' }],
    ['an uncertain one by the shares', 'uncertain', {}],
    ['one that surely failed', 'permanent_failure', { gateway: 'second' }],
  ])('%s may not', async (_what, status, body) => {
    expect((await resendBy(await ended('result', status), body)).body).toEqual({ key: expect.any(String) });
  });

  test.each([
    [{ gateway: 'third' }, 'unknown_gateway'],
    [{ gateway: '' }, 'empty'],
    [{ gateway: null }, 'wrong_type'],
  ])('%j is refused by its field: %s', async (body, code) => {
    const answer = await resendBy(await ended('result', 'permanent_failure'), body);
    expect([answer.status, answer.body.errors]).toEqual([422, [{ path: 'gateway', code, message: expect.any(String) }]]);
  });

  test('a gateway on which the agency’s sender is not registered is none for its notices', async () => {
    const key = await ended('result', 'permanent_failure', { agency: 'so-xay-dung' });
    const answer = await resendBy(key, { gateway: 'second' });
    expect(answer.body.errors).toEqual([{ path: 'gateway', code: 'unknown_gateway', message: 'expected one of plain' }]);
    expect((await resendBy(key, { gateway: 'plain' })).status).toBe(202);
  });

  test.each(['', ' '])('the body %j is none', async (body) => {
    expect((await resendBy(await ended('result', 'permanent_failure'), body)).status).toBe(202);
  });
});

describe('what is no notice', () => {
  test.each(['0101701234/result/1', '0101701234/reminder/1', 'x', '/', "'; drop table notices; --", '0101701234/apology/2026-02-30'])(
    '%s',
    async (key) => {
      expect(await resend(key)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    },
  );

  test.each(['a\u0000b', 'x'.repeat(101)])('%j', async (key) => {
    expect(await resend(key)).toMatchObject({ status: 422, body: { code: 'invalid' } });
  });
});

test.each(['clerk', 'auditor'] as const)('a %s may not', async (role) => {
  const key = await ended('result', 'permanent_failure');
  expect((await api.post(`/v1/notices/${encodeURIComponent(key)}/resend`, undefined, role)).status).toBe(403);
});

test('without Temporal nothing is ordered, and it says so', async () => {
  const key = await ended('result', 'permanent_failure');
  await using alone = await openApi({}, undefined, api.databaseUrl);
  const answer = await alone.post(`/v1/notices/${encodeURIComponent(key)}/resend`, undefined, 'operator');
  expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
});

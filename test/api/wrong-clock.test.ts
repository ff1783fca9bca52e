import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { dateOf, instantAt, plusDays } from '../../src/domain/calendar.ts';
import { openApi, type Api } from '../support/api.ts';
import { signatureOf } from '../support/signature.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let api: Api;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api[Symbol.asyncDispose]());
afterEach(() => void vi.useRealTimers());

/** Requirements §3.4, §4.6, §6.1, §7; what is "now" PostgreSQL says, not the machine on which an api happens to run. */
describe.each([-24 * HOUR_MS, -HOUR_MS, HOUR_MS, 24 * HOUR_MS])('an api whose clock is wrong by %i ms', (byMs) => {
  const code = (name: string) => `${name}-${byMs < 0 ? 'BEHIND' : 'AHEAD'}-${Math.abs(byMs / HOUR_MS)}`;

  test('takes what happens now and refuses what is more than 5 minutes in the future (requirements §4.6)', async () => {
    const receiptCode = code('EVENT');
    jump(byMs);
    await api.register({ receiptCode });
    const tell = (inMs: number) => api.event(receiptCode, { type: 'progress', step: 'Thẩm định', occurredAt: from(inMs) });
    expect((await tell(0)).status).toBe(202);
    expect((await tell(4 * MINUTE_MS)).status).toBe(202);
    expect(await tell(6 * MINUTE_MS)).toMatchObject({ status: 422, body: { code: 'invalid' } });
    const { body } = await api.event(receiptCode, { type: 'progress', step: 'Trình ký' });
    expect(Math.abs(Date.parse(body.recordedAt) - rightNowMs())).toBeLessThan(MINUTE_MS);
  });

  test('takes in what is received now, due today, and says so (requirements §3.4)', async () => {
    const today = dateOf(from(0));
    jump(byMs);
    const { status, body } = await api.register({ receiptCode: code('TODAY'), dueDate: today });
    expect(status).toBe(201);
    expect(Math.abs(Date.parse(body.receivedAt) - rightNowMs())).toBeLessThan(MINUTE_MS);
    expect(Math.abs(Date.parse(body.asOf) - rightNowMs())).toBeLessThan(MINUTE_MS);
    expect(await api.register({ receiptCode: code('PAST'), dueDate: plusDays(today, -1) })).toMatchObject({ status: 422 });
    expect((await api.register({ receiptCode: code('LATER'), receivedAt: from(6 * MINUTE_MS) })).status).toBe(422);
    expect((await api.register({ receiptCode: code('SOON'), receivedAt: from(4 * MINUTE_MS) })).status).toBe(201);
  });

  test('answers citizens and takes receipts, on time until the due date is over by the right clock (requirements §6.1, §7.3)', async () => {
    const today = dateOf(from(0));
    const [onTime, late] = [code('DUE'), code('OVER')];
    jump(byMs);
    await api.register({ receiptCode: onTime, dueDate: today });
    await api.register({ receiptCode: late, dueDate: plusDays(today, -1), receivedAt: from(-48 * HOUR_MS) });
    for (const [receiptCode, verdict] of [
      [onTime, 'Đúng hạn'],
      [late, 'Trễ hạn'],
    ] as const)
      expect(await bySms({ id: code(receiptCode), from: '84912345678', text: `MCKH ${receiptCode}` })).toMatchObject({
        status: 200,
        body: { outcome: 'answered', charge: true, reply: expect.stringContaining(`trạng thái hồ sơ: ${verdict}`) },
      });
    expect((await brings('receipts', { messageId: code('m'), status: 'delivered' })).status).toBe(204);
  });

  test('refuses what a gateway signed more than 5 minutes ago, by the right clock, and stores nothing', async () => {
    jump(byMs);
    const receipt = { messageId: code('old'), status: 'delivered' };
    for (const wrongByMs of [-6 * MINUTE_MS, 6 * MINUTE_MS, byMs]) expect((await brings('receipts', receipt, wrongByMs)).status).toBe(401);
    expect(await api.database.sql`select from receipts where message_id = ${receipt.messageId}`).toHaveLength(0);
  });
});

/** As the gateway, whose clock is right, or wrong by so much. */
function brings(what: 'inquiries' | 'receipts', message: object, wrongByMs = 0) {
  const body = JSON.stringify(message);
  const timestamp = Math.floor((rightNowMs() + wrongByMs) / 1000);
  return api.signedCall(`/v1/gateways/plain/${what}`, body, signatureOf(body, { timestamp }));
}

function bySms(message: object) {
  return brings('inquiries', message);
}

/** The wall clock of this process alone. */
function jump(byMs: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: rightNowMs() + byMs });
}

/** Which the jumps do not reach. */
function rightNowMs(): number {
  return performance.timeOrigin + performance.now();
}

function from(inMs: number) {
  return instantAt(rightNowMs() + inMs);
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { printDate, tomorrow, wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { eventually, HOOK_TIMEOUT_MS, openWorld, untilTodayIsLongEnough, type Citizen, type World } from '../support/e2e.ts';

const BUSY = 'Hệ thống đang bận, chưa trả lời được tin nhắn của quý ông/bà. Tin nhắn này không bị tính phí, vui lòng gửi lại sau ít phút';
const RESULT = 'Trả kết quả';
const M1 = (code: string) =>
  `TB: Hồ sơ của quý ông/bà (MS: ${code}) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả`;
const M3 = (code: string, date: string) =>
  `TB: hồ sơ của quý ông/bà (MS: ${code}) chưa có kết quả vào ngày ${printDate(date)}. Ông/bà có thể đến Bộ phận Một cửa của Sở Tài ` +
  'chính nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo';
const M4 = (code: string, step: string) => `Hồ sơ của quý ông/bà (MS: ${code}) hiện đang ở bước ${step}, trạng thái hồ sơ: Đúng hạn`;

/** Requirements §4.1, §5.3, §5.7, §7.6, §10.8, §10.14, §10.15. */
describe('while a part is away', () => {
  let world: World;

  beforeAll(async () => {
    await untilTodayIsLongEnough();
    world = await openWorld('outage', { SMS_TIMEOUT_MS: '1500' });
  }, HOOK_TIMEOUT_MS);
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(async () => {
    await world.allUp();
    await world.fault({ kind: 'none' });
  });

  test('without Temporal, writes are taken and citizens answered at once; the result leaves when it is back', async () => {
    const before = await world.aDossier();
    await world.children.temporal.kill();
    const during = await world.aDossier();
    for (const { code } of [before, during]) {
      expect((await world.progress(code, 'Thẩm định')).status).toBe(202);
      const { body } = await world.inquire(`MCKH ${code}`);
      expect(body).toMatchObject({ outcome: 'answered', reply: M4(code, 'Thẩm định'), charge: true });
      expect((await world.progress(code, RESULT)).status).toBe(202);
      expect((await world.get(`/v1/dossiers/${code}`)).body).toMatchObject({ step: RESULT, source: 'journal', events: 2 });
    }
    expect((await world.get('/readyz')).body).toMatchObject({ status: 'degraded', database: 'up', temporal: 'down' });
    await world.children.temporal.start();
    for (const { code, phone } of [before, during]) {
      await eventually(async () => expect(await world.textsTo(phone)).toEqual([M1(code)]), 40_000);
      await eventually(async () =>
        expect((await world.get(`/v1/dossiers/${code}`)).body).toMatchObject({ step: RESULT, source: 'workflow' }),
      );
    }
    await eventually(async () => expect((await world.get('/readyz')).body).toMatchObject({ status: 'ready', temporal: 'up' }));
    await eventually(async () => expect(await world.metric('outbox_undelivered_events')).toBe(0));
  });

  test('without a worker at 17:30 an apology leaves on recovery with its date, and a result that came first leaves alone', async () => {
    const { date, time } = wallClock(10_000);
    const due = tomorrow();
    await using api = await world.startApi({ APOLOGY_TIME: time, APOLOGY_SPREAD: '0s' });
    const late = await world.aDossier({ dueDate: due, step: 'Thẩm định' }, api.url);
    const ready = await world.aDossier({ dueDate: due, step: 'Thẩm định' }, api.url);
    const at = Date.parse(`${date}T${time}+07:00`);
    expect(Date.now(), 'registered before the evening').toBeLessThan(at);
    await world.children.worker.kill();
    expect((await world.inquire(`MCKH ${late.code}`)).body).toMatchObject({ outcome: 'answered', charge: true });
    await sleep(at + 1500 - Date.now());
    expect((await world.progress(ready.code, RESULT)).status).toBe(202);
    expect(await world.textsTo(late.phone)).toEqual([]);
    await world.children.worker.start();
    await eventually(async () => expect(await world.textsTo(late.phone)).toEqual([M3(late.code, due)]), 30_000);
    await eventually(async () => expect(await world.textsTo(ready.phone)).toEqual([M1(ready.code)]), 30_000);
    await eventually(async () =>
      expect(await statusesOf(world, ready.code)).toEqual({ apology: 'superseded', result: expect.stringMatching(/^(sent|delivered)$/) }),
    );
  });

  test('without PostgreSQL, a write is refused with 503, an inquiry is free; afterwards both are served', async () => {
    const { code, phone } = await world.aDossier();
    const event = { eventId: 'arrival', type: 'progress', step: RESULT, occurredAt: new Date().toISOString() };
    const id = randomUUID();
    const unknownId = randomUUID();
    await world.children.postgres.kill();
    const refused = await world.event(code, event);
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await world.inquire('MCKH 9999999999', { id: unknownId })).body).toMatchObject({ outcome: 'busy', reply: BUSY, charge: false });
    const asked = await world.inquire(`MCKH ${code}`, { id });
    expect(asked.status).toBe(200);
    expect(asked.body).toMatchObject({ charge: false });
    expect([BUSY, M4(code, 'Tiếp nhận')]).toContain(asked.body.reply);
    expect((await world.get('/readyz')).status).toBe(503);

    await world.children.postgres.start();
    await eventually(async () => expect((await world.event(code, event)).status).toBe(202));
    expect((await world.event(code, event)).status).toBe(200);
    expect((await world.inquire(`MCKH ${code}`, { id })).body).toMatchObject({
      outcome: 'answered',
      reply: M4(code, RESULT),
      charge: true,
    });
    expect((await world.inquire('MCKH 9999999999', { id: unknownId })).body).toMatchObject({ outcome: 'unknown', charge: false });
    await eventually(async () => expect(await world.textsTo(phone)).toEqual([M1(code)]));
    await eventually(async () => expect((await world.get('/readyz')).body).toMatchObject({ status: 'ready' }));
  });

  test('a hand-over whose answer is lost is settled by its receipt, without another hand-over', async () => {
    const { code, phone } = await world.aDossier();
    await world.fault({ kind: 'never_answer', to: phone });
    await world.progress(code, RESULT);
    await eventually(async () => expect(await statusesOf(world, code)).toEqual({ result: 'delivered' }));
    expect(await world.textsTo(phone)).toEqual([M1(code)]);
  });

  test('a hand-over whose answer and receipt are lost is repeated under the same id, and is one SMS', async () => {
    await using office = await world.startApi({});
    await world.children.api.kill(); // where receipts are brought
    const told: Citizen[] = [];
    for (const kind of ['never_answer', 'cut'] as const) {
      const { code, phone } = await world.aDossier({}, office.url);
      told.push({ code, phone });
      await world.fault({ kind, to: phone, times: 1 });
      await world.progress(code, RESULT, undefined, office.url);
      await eventually(async () =>
        expect(await outcomesTo(world, phone)).toEqual([`${code}/result/1 accepted`, `${code}/result/1 repeated`]),
      );
    }
    await world.children.api.start();
    for (const { code, phone } of told) {
      await eventually(async () => expect(await statusesOf(world, code)).toEqual({ result: 'delivered' }));
      expect(await world.noticesOf(code)).toMatchObject([{ attempts: 2, resent: false }]);
      expect(await world.textsTo(phone)).toEqual([M1(code)]);
    }
  });

  test('a gateway that refuses our secret raises the alarm and burns no message', async () => {
    const some = await Promise.all([world.aDossier(), world.aDossier(), world.aDossier()]);
    await world.fault({ kind: 'unauthorized' });
    for (const { code } of some) await world.progress(code, RESULT);
    await eventually(async () => expect(await world.metric('sms_gateway_alarm{gateway="plain"}')).toBe(1));
    expect((await world.get('/readyz')).body).toMatchObject({ status: 'degraded', gateway: 'misconfigured' });
    for (const { code } of some)
      await eventually(async () => expect(['created', undefined]).toContain((await statusesOf(world, code))['result']));
    expect(await world.list('/v1/dossiers?problem=any')).toEqual([]);

    await world.fault({ kind: 'none' });
    for (const { code, phone } of some) await eventually(async () => expect(await world.textsTo(phone)).toEqual([M1(code)]), 30_000);
    await eventually(async () => expect(await world.metric('sms_gateway_alarm{gateway="plain"}')).toBe(0));
    expect((await world.get('/readyz')).body).toMatchObject({ status: 'ready', gateway: 'ok' });
  });

  test('a message that the gateway rejects is a problem, and an operator sends it again under a reference of its own', async () => {
    const { code, phone } = await world.aDossier();
    const key = `${code}/result/1`;
    const resend = (role: 'clerk' | 'operator') => world.post(`/v1/notices/${encodeURIComponent(key)}/resend`, undefined, role);
    await world.fault({ kind: 'reject', to: phone });
    await world.progress(code, RESULT);
    await eventually(async () => expect(await codesIn(world, '/v1/notices?status=permanent_failure')).toEqual([code]));
    await eventually(async () => expect(await codesIn(world, '/v1/dossiers?problem=permanent_failure')).toEqual([code]));
    expect(await outcomesTo(world, phone)).toEqual([`${key} rejected`]);
    expect((await resend('clerk')).status).toBe(403);

    await world.fault({ kind: 'none' });
    expect((await resend('operator')).status).toBe(202);
    await eventually(async () => expect(await world.textsTo(phone)).toEqual([M1(code)]));
    expect(await outcomesTo(world, phone)).toEqual([`${key} rejected`, `${key}~1 accepted`]);
    await eventually(async () => expect(await statusesOf(world, code)).toEqual({ result: 'delivered' }));
    expect(await world.list('/v1/dossiers?problem=any')).toEqual([]);
    const again = await resend('operator');
    expect([again.status, again.body.code]).toEqual([409, 'not_resendable']);
    expect(await world.noticesOf(code)).toMatchObject([{ key, resent: true, attempts: 2 }]);
  });

  test('after all of it, no telephone got a text twice and the journal is whole', async () => {
    const accepted = (await world.handovers()).filter(({ outcome }) => outcome === 'accepted').map(({ to, text }) => `${to} ${text}`);
    expect(accepted.toSorted()).toEqual([...new Set(accepted)].toSorted());
    expect((await world.get('/v1/audit', 'auditor')).body).toMatchObject({ ok: true, brokenAt: null });
  });
});

/** Kind → status of a dossier that has one notice of each kind at most. */
async function statusesOf(world: World, code: string): Promise<Readonly<Record<string, string>>> {
  const notices: readonly { readonly kind: string; readonly status: string }[] = await world.noticesOf(code);
  return Object.fromEntries(notices.map(({ kind, status }) => [kind, status]));
}

async function outcomesTo(world: World, phone: string): Promise<readonly string[]> {
  return (await world.handovers()).filter(({ to }) => to === phone).map(({ id, outcome }) => `${id} ${outcome}`);
}

async function codesIn(world: World, place: string): Promise<readonly string[]> {
  return (await world.list(place)).map(({ receiptCode }) => receiptCode);
}

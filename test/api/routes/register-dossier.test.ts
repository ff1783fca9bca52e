import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FULL_REGISTRATION as full, openApi, type Api } from '../../support/api.ts';

let api: Api;
let next = 1;
const aCode = () => `REG-${String(next++).padStart(6, '0')}`;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

describe('requirements §3.1 a registration', () => {
  test('is answered with the dossier of the contract', async () => {
    const answer = await api.register({ receiptCode: ' h32-0101/701234 ', ...full });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      receiptCode: 'H32-0101/701234',
      agency: 'default',
      procedure: full.procedure,
      phone: '0905 *** 456',
      step: 'Tiếp nhận',
      state: null,
      receivedAt: '2017-11-23T01:15:00.000Z',
      dueDate: '2017-11-27',
      originalDueDate: '2017-11-27',
      judgedDate: '2017-11-27',
      onTime: 'Trễ hạn',
      clock: 'running',
      resultAt: null,
      closed: null,
      apologyAt: null,
      warnings: [],
      events: 0,
      source: 'journal',
      asOf: expect.stringMatching(/Z$/),
    });
  });

  test('due later has the instant of its apology: on the eve, at 17:30 and its share of the minute', async () => {
    const answer = await api.register({ receiptCode: aCode(), dueDate: '2099-11-27', phone: '0905123456' });
    expect(answer.body).toMatchObject({ onTime: 'Đúng hạn', clock: 'running', apologyAt: expect.stringMatching(/^2099-11-26T10:30:\d\d/) });
  });

  test('needs no more than a code and a procedure', async () => {
    const before = Date.now();
    const answer = await api.register({ receiptCode: aCode() });
    const step = 'Tiếp nhận';
    expect(answer).toMatchObject({
      status: 201,
      body: { agency: 'default', phone: null, dueDate: null, clock: 'none', step, warnings: [] },
    });
    expect(Date.parse(answer.body.receivedAt)).toBeGreaterThanOrEqual(before);
    expect(answer.body.onTime).toBe('Đúng hạn');
  });

  test('at `Trả kết quả` has its result, in whatever spelling', async () => {
    const answer = await api.register({ receiptCode: aCode(), step: ' "TRẢ  kết quả" ', receivedAt: full.receivedAt });
    expect(answer.body).toMatchObject({ step: 'Trả kết quả', resultAt: '2017-11-23T01:15:00.000Z' });
  });
});

describe('requirements §3.3 a number that cannot be texted refuses no dossier', () => {
  test.each([
    '02583822123',
    '+1 212 555 0100',
    'không có',
    '0905',
    '0105123456',
    '0905123456 / 0914123456 (nhà riêng: 0258 3822 123)',
    '\u0000',
  ])('%j', async (phone) => {
    const code = aCode();
    const answer = await api.register({ receiptCode: code, phone });
    expect(answer).toMatchObject({ status: 201, body: { phone: null, warnings: [{ code: 'phone_unusable', message: /no notice/ }] } });
    expect(JSON.stringify(answer.body)).not.toContain(phone);
    expect((await api.get(`/v1/dossiers/${code}`)).body).toMatchObject({ phone: null, warnings: [{ code: 'phone_unusable' }] });
    expect((await api.register({ receiptCode: code, phone })).status).toBe(200);
  });

  test.each([
    ['0905123456', '0905 *** 456'],
    ['84905123456', '0905 *** 456'],
    ['+84 (0) 905-123.456', '0905 *** 456'],
    ['01205123456', '0705 *** 456'],
  ])('%s is shown as %s', async (phone, shown) => {
    expect(await api.register({ receiptCode: aCode(), phone })).toMatchObject({ status: 201, body: { phone: shown, warnings: [] } });
  });

  test.each([null, undefined, '', '  '])('%j is no phone, and no warning', async (phone) => {
    expect(await api.register({ receiptCode: aCode(), phone })).toMatchObject({ status: 201, body: { phone: null, warnings: [] } });
  });
});

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dateOf, instantAt, plusDays } from '../../../src/domain/calendar.ts';
import { FULL_REGISTRATION as full, openApi, type Api } from '../../support/api.ts';

let api: Api;
let next = 1;
const aCode = () => `REG-${String(next++).padStart(6, '0')}`;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

describe('requirements §3.5 the same code again', () => {
  test.each([
    ['as it was', 'AB-0101.7', {}],
    ['in lower case', 'ab-0101.7', {}],
    ['without its separators', 'AB01017', {}],
    ['with others', 'A/B.01-01.7', {}],
    ['with spaces around', ' AB-0101.7 ', {}],
    ['with the phone written otherwise', 'AB-0101.7', { phone: '+84 905 123 456' }],
    ['with the instant of another zone', 'AB-0101.7', { receivedAt: '2017-11-23T01:15:00Z' }],
    ['with the agency left out', 'AB-0101.7', { agency: undefined }],
  ])('%s is the same dossier', async (_how, code, some) => {
    await api.register({ receiptCode: 'AB-0101.7', ...full });
    const before = await api.count('dossiers');
    expect(await api.register({ receiptCode: code, ...full, ...some })).toMatchObject({ status: 200, body: { receiptCode: 'AB-0101.7' } });
    expect(await api.count('dossiers')).toBe(before);
  });

  test.each([
    ['procedure', { procedure: { ...full.procedure, sameDay: true } }],
    ['name', { procedure: { ...full.procedure, name: 'Thẩm định' } }],
    ['phone', { phone: '0905123457' }],
    ['phone that is gone', { phone: null }],
    ['instant', { receivedAt: '2017-11-23T08:15:01+07:00' }],
    ['instant left out', { receivedAt: undefined }],
    ['due date', { dueDate: '2017-11-28' }],
    ['no due date', { dueDate: null }],
    ['step', { step: 'Thẩm định' }],
  ])('with another %s is a conflict, and changes nothing', async (_what, some) => {
    const known = (await api.register({ receiptCode: 'CD-0101.7', ...full })).body;
    expect(await api.register({ receiptCode: 'cd01017', ...full, ...some })).toMatchObject({
      status: 409,
      body: { code: 'dossier_conflict' },
    });
    expect((await api.get('/v1/dossiers/CD-0101.7')).body).toMatchObject({ ...known, asOf: expect.anything() });
  });

  test('without an instant of receipt is the same dossier', async () => {
    const some = { receiptCode: aCode(), phone: null, dueDate: null };
    const [first, second] = [await api.register(some), await api.register({ receiptCode: some.receiptCode })];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.receivedAt).toBe(first.body.receivedAt);
  });

  test('without an instant of receipt is the same dossier after its due date, too', async () => {
    const some = { receiptCode: aCode(), dueDate: plusDays(dateOf(instantAt(Date.now())), 1) };
    expect((await api.register(some)).status).toBe(201);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * 86_400_000 });
    try {
      expect((await api.register(some)).status).toBe(200);
      expect((await api.register({ ...some, step: 'Thẩm định' })).body.code).toBe('dossier_conflict');
    } finally {
      vi.useRealTimers();
    }
  });

  test('after events is answered as it stands now', async () => {
    const code = aCode();
    await api.register({ receiptCode: code, ...full });
    await api.event(code, { type: 'progress', step: 'Thẩm định' });
    expect(await api.register({ receiptCode: code, ...full })).toMatchObject({ status: 200, body: { step: 'Thẩm định', events: 1 } });
  });

  test('ten times at once is one dossier', async () => {
    const code = aCode();
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.register({ receiptCode: code, ...full })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
  });
});

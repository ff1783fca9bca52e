import { describe, expect, test } from 'vitest';
import { useProduct } from './support/product.ts';
import { KEYS } from './support/staff.ts';
import { vietnamDate } from './support/vietnam-time.ts';

const product = useProduct('staff-software');

describe('what staff software relies on', () => {
  test('a dossier comes back as it was registered', async () => {
    const { staff } = product();
    const registered = await staff.register({ receiptCode: '0101702001', phone: '01682345678', dueDate: vietnamDate(4) });
    expect(registered.status).toBe(201);
    const { body } = await staff.get('/v1/dossiers/0101702001');
    expect(body).toMatchObject({
      step: 'Tiếp nhận',
      dueDate: vietnamDate(4),
      onTime: 'Đúng hạn',
      clock: 'running',
      phone: '0382 *** 678',
    });
  });

  test('the same dossier again is acknowledged, and another under its code is a conflict', async () => {
    const { staff } = product();
    const dossier = { receiptCode: '0101702002', receivedAt: new Date().toISOString(), dueDate: vietnamDate(4) };
    expect((await staff.register(dossier)).status).toBe(201);
    expect((await staff.register(dossier)).status).toBe(200);
    const other = await staff.register({ ...dossier, dueDate: vietnamDate(5) });
    expect([other.status, other.body.code]).toEqual([409, 'dossier_conflict']);
  });

  test('the same event again is acknowledged, and another under its id is a conflict', async () => {
    const { staff } = product();
    await staff.register({ receiptCode: '0101702004', dueDate: vietnamDate(4) });
    const event = { eventId: 'one', type: 'progress', step: 'Thẩm định', occurredAt: new Date().toISOString() };
    expect((await staff.recordEvent('0101702004', event)).status).toBe(202);
    expect((await staff.recordEvent('0101702004', event)).status).toBe(200);
    const changed = await staff.recordEvent('0101702004', { ...event, step: 'Trình ký' });
    expect([changed.status, changed.body.code]).toEqual([409, 'event_conflict']);
  });

  test.each([
    ['a code that is none', { receiptCode: 'x' }],
    ['a day that does not exist', { receiptCode: '0101702003', dueDate: '2026-02-30' }],
    ['a due date before the dossier came', { receiptCode: '0101702003', dueDate: '2020-01-01' }],
    ['a field that nobody knows', { receiptCode: '0101702003', surprise: 1 }],
  ])('%s is refused, and nothing is stored', async (_, dossier) => {
    const { staff } = product();
    const { status, body, headers } = await staff.register(dossier);
    expect(status).toBe(422);
    expect(headers.get('content-type')).toMatch(/application\/problem\+json/);
    expect(body.requestId).toBeTruthy();
    expect((await staff.get('/v1/dossiers/0101702003')).status).toBe(404);
  });

  test.each([
    ['no key', null],
    ['an unknown key', 'no-such-key-0123456789'],
  ])('a request with %s is not let in', async (_, key) => {
    expect((await product().staff.get('/v1/dossiers/0101702001', { key })).status).toBe(401);
  });

  test('a key reaches no further than its role', async () => {
    const procedure = { code: 'a', name: 'a', sameDay: false };
    const { status } = await product().staff.register({ receiptCode: '0101702009', procedure }, { key: KEYS.auditor });
    expect(status).toBe(403);
  });

  test('the contract is published', async () => {
    const { body } = await product().staff.get('/openapi.json', { key: null });
    expect(body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/v1/dossiers', '/v1/dossiers/{code}/events']));
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';

const CODE = '000.00.01.H32-261123/0001';
let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.register({ receiptCode: CODE, receivedAt: '2017-11-20T08:00:00+07:00', dueDate: '2017-11-27', phone: '0905123456' });
});
afterAll(() => api[Symbol.asyncDispose]());

describe('requirements §3.2 a dossier is found by its code', () => {
  test.each([
    ['as it is printed', '000.00.01.H32-261123%2F0001'],
    ['in lower case', '000.00.01.h32-261123%2f0001'],
    ['without its separators', '0000001H322611230001'],
    ['with a dot behind', '000.00.01.H32-261123%2F0001.'],
    ['with spaces', '%20000.00.01.H32%20261123%200001'],
    ['with two slashes', '000.00.01.H32-261123%2F%2F0001'],
    ['with a fraction slash for a hyphen', '000.00.01.H32%2F261123-0001'],
    ['in full-width digits', encodeURIComponent('０00.00.01.H32-261123/0001')],
  ])('%s', async (_how, path) => {
    expect(await api.get(`/v1/dossiers/${path}`)).toMatchObject({ status: 200, body: { receiptCode: CODE } });
    expect((await api.get(`/v1/dossiers/${path}/timeline`)).body.events).toHaveLength(1);
  });

  test.each(['clerk', 'operator', 'auditor'] as const)('by a %s', async (role) => {
    expect((await api.get(`/v1/dossiers/${encodeURIComponent(CODE)}`, role)).status).toBe(200);
  });
});

describe('what is no code of a dossier', () => {
  test.each([
    ['KHONG-CO-1', 404, 'dossier_not_found'],
    ['%2F', 404, 'dossier_not_found'],
    ['%20', 404, 'dossier_not_found'],
    ['%25', 404, 'dossier_not_found'],
    ['%252F', 404, 'dossier_not_found'],
    ['%zz', 404, 'dossier_not_found'],
    ['%E2%80%A8', 404, 'dossier_not_found'],
    ["'%20or%201=1%20--", 404, 'dossier_not_found'],
    ['%F0%9F%98%80', 404, 'dossier_not_found'],
    ['%00', 422, 'invalid'],
    ['0101701234%00', 422, 'invalid'],
    ['0101%0A701234', 422, 'invalid'],
    ['A'.repeat(61), 422, 'invalid'],
    ['000.00.01.H32-261123/0001', 404, 'not_found'],
    ['/000.00.01.H32-261123%2F0001', 404, 'not_found'],
    ['%2e%2e', 404, 'not_found'],
  ])('%s: %d %s', async (path, status, code) => {
    for (const each of [`/v1/dossiers/${path}`, `/v1/dossiers/${path}/timeline`])
      expect(await api.get(each)).toMatchObject({ status, body: { status, code, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
  });
});

test('a read after a write shows the write', async () => {
  await api.register({ receiptCode: '0101701234', dueDate: null });
  for (let seq = 1; seq <= 5; seq++) {
    await api.event('0101701234', { type: 'progress', step: `Bước ${seq}` });
    expect((await api.get('/v1/dossiers/0101701234')).body).toMatchObject({ step: `Bước ${seq}`, events: seq, source: 'journal' });
  }
});

test('the timeline has each entry with both instants and who wrote it', async () => {
  const receiptCode = 'TL-0001';
  await api.register({ receiptCode, receivedAt: '2017-11-20T08:00:00+07:00' });
  await api.event(receiptCode, { eventId: 'e1', type: 'progress', step: 'A', state: 'B', occurredAt: '2017-11-21T08:00:00+07:00' });
  await api.event(receiptCode, { eventId: 'e2', type: 'contact', phone: '0914123457' });
  await api.event(receiptCode, { eventId: 'e3', type: 'close', outcome: 'rejected' });
  await api.inquire('MCKH TL-0001', { from: '84912345678' });
  const { status, body } = await api.get(`/v1/dossiers/${receiptCode}/timeline`, 'auditor');
  expect(status).toBe(200);
  expect(Object.keys(body).toSorted()).toEqual(['events', 'explanation', 'inquiries', 'notices']);
  const recordedAt = expect.stringMatching(/Z$/);
  expect(body.events).toMatchObject([
    { seq: 0, eventId: null, type: 'register', occurredAt: '2017-11-20T01:00:00.000Z', recordedAt, actor: 'clerk' },
    { seq: 1, eventId: 'e1', type: 'progress', step: 'A', state: 'B', occurredAt: '2017-11-21T01:00:00.000Z', recordedAt, actor: 'clerk' },
    { seq: 2, eventId: 'e2', type: 'contact', phone: 'given', recordedAt, actor: 'clerk' },
    { seq: 3, eventId: 'e3', type: 'close', outcome: 'rejected', recordedAt, actor: 'clerk' },
  ]);
  expect(body.inquiries).toMatchObject([{ from: '0912 *** 678', outcome: 'answered', charge: true, source: 'journal' }]);
  expect(body.notices).toEqual([]);
});

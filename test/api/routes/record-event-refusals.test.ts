import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';

const CODE = '0101701234';
let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.register({ receiptCode: CODE, receivedAt: '2017-11-20T08:00:00+07:00', dueDate: '2017-11-27', phone: '0905123456' });
});
afterAll(() => api[Symbol.asyncDispose]());

describe('requirements §4 an event with a wrong field is refused with its path, and nothing is stored', () => {
  const progress = { type: 'progress', step: 'Thẩm định' };
  const reschedule = { type: 'reschedule', dueDate: '2017-12-01', reason: 'reappointment' };
  const wrongTexts = ['', '  ', 7, null, 'a\u0000b', 'a\nb', '\ud800', 'x'.repeat(101), '""'];

  test.each<readonly [path: string, event: object]>([
    ...wrongTexts.map((eventId) => ['eventId', { ...progress, eventId }] as const),
    ['eventId', { ...progress, eventId: 'x'.repeat(65) }],
    ['eventId', { ...progress, eventId: undefined }],
    ['type', { type: undefined }],
    ['type', { type: 'register', step: 'A' }],
    ['type', { type: 'constructor' }],
    ['type', { type: null }],
    ['step', { type: 'progress' }],
    ['step', { type: 'progress', occurredAt: '2017-11-21T08:00:00Z' }],
    ...wrongTexts.flatMap((text) => [
      ['step', { type: 'progress', step: text }] as const,
      ['state', { type: 'progress', state: text }] as const,
    ]),
    ['dueDate', { ...progress, dueDate: '2017-12-01' }],
    ['phone', { ...progress, phone: '0905123456' }],
    ['dueDate', { ...reschedule, dueDate: undefined }],
    ['dueDate', { ...reschedule, dueDate: null }],
    ['dueDate', { ...reschedule, dueDate: '2026-02-30' }],
    ['dueDate', { ...reschedule, dueDate: '2017-11-19' }],
    ['reason', { ...reschedule, reason: undefined }],
    ['reason', { ...reschedule, reason: 'late' }],
    ['step', { ...reschedule, step: 'A' }],
    ['phone', { type: 'contact' }],
    ['phone', { type: 'contact', phone: 905123456 }],
    ['outcome', { type: 'close' }],
    ['outcome', { type: 'close', outcome: 'lost' }],
    ['occurredAt', { ...progress, occurredAt: null }],
    ['occurredAt', { ...progress, occurredAt: '2017-11-23' }],
    ['occurredAt', { ...progress, occurredAt: '2026-02-30T08:00:00Z' }],
    ['seq', { ...progress, seq: 1 }],
  ])('%s in %j', async (path, event) => {
    const answer = await api.event(CODE, { eventId: 'e1', ...event });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(answer.body.errors).toContainEqual({ path, code: expect.any(String), message: expect.stringMatching(/\S/) });
    expect(await api.count('events')).toBe(1);
    expect((await api.get(`/v1/dossiers/${CODE}`)).body).toMatchObject({ phone: '0905 *** 456', dueDate: '2017-11-27', events: 0 });
  });
});

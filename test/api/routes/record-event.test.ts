import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantAt } from '../../../src/domain/calendar.ts';
import { openApi, type Api } from '../../support/api.ts';

const minutes = (ahead: number) => instantAt(Date.now() + ahead * 60_000);
const accepted = {
  warnings: [],
  eventId: expect.any(String),
  seq: expect.any(Number),
  recordedAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
};

let api: Api;
let next = 1;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function aDossier(some: object = {}): Promise<string> {
  const receiptCode = `EV-${String(next++).padStart(6, '0')}`;
  const made = await api.register({ receiptCode, receivedAt: '2017-11-20T08:00:00+07:00', dueDate: '2017-11-27', ...some });
  expect(made.status).toBe(201);
  return receiptCode;
}

const events = [
  ['progress to a step', { type: 'progress', step: 'Thẩm định' }, { step: 'Thẩm định', state: null }],
  ['progress to a state', { type: 'progress', state: 'Đang xử lý' }, { step: 'Tiếp nhận', state: 'Đang xử lý' }],
  [
    'progress to the counter',
    { type: 'progress', step: 'BỘ PHẬN một cửa', state: '“chờ bổ sung”' },
    { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', clock: 'stopped' },
  ],
  [
    'reappointment',
    { type: 'reschedule', dueDate: '2027-12-01', reason: 'reappointment' },
    { dueDate: '2027-12-01', judgedDate: '2017-11-27' },
  ],
  ['supplement', { type: 'reschedule', dueDate: '2027-12-01', reason: 'supplement' }, { dueDate: '2027-12-01', judgedDate: '2027-12-01' }],
  ['correction', { type: 'reschedule', dueDate: '2017-11-20', reason: 'correction' }, { dueDate: '2017-11-20', judgedDate: '2017-11-20' }],
  ['contact', { type: 'contact', phone: '0914123457' }, { phone: '0914 *** 457', warnings: [] }],
  ['contact without a number', { type: 'contact', phone: null }, { phone: null, warnings: [] }],
  ['unusable contact', { type: 'contact', phone: '02583822123' }, { phone: null, warnings: [{ code: 'phone_unusable' }] }],
  ['hand-over', { type: 'close', outcome: 'handed_over' }, { closed: { outcome: 'handed_over' }, clock: 'ended', apologyAt: null }],
  ['withdrawal', { type: 'close', outcome: 'withdrawn' }, { closed: { outcome: 'withdrawn' } }],
  ['rejection', { type: 'close', outcome: 'rejected' }, { closed: { outcome: 'rejected' } }],
] as const;

describe('requirements §4.1 and §4.2 an event is in the journal, once', () => {
  test.each(events)('a %s is accepted, shown, and accepted again as the same', async (_what, event, shown) => {
    const code = await aDossier({ phone: '0905123456' });
    const first = await api.event(code, { eventId: 'e1', ...event });
    expect(first).toMatchObject({ status: 202, body: { ...accepted, eventId: 'e1', seq: 1 } });
    expect((await api.get(`/v1/dossiers/${code}`)).body).toMatchObject({ ...shown, events: 1 });
    const again = await api.event(code, { eventId: 'e1', ...event });
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  test('its fields in another order, its number and its instant in another form are the same content', async () => {
    const code = await aDossier();
    const path = `/v1/dossiers/${code}/events`;
    await api.post(path, '{"eventId":"e1","type":"progress","step":"A","state":"B","occurredAt":"2017-11-21T08:00:00+07:00"}');
    await api.post(path, '{"eventId":"e2","type":"contact","phone":"0905 123 456"}');
    const again = [
      await api.post(path, '{"occurredAt":"2017-11-21T01:00:00.000Z","state":"B","step":"A","type":"progress","eventId":"e1"}'),
      await api.post(path, '{"phone":"+84905123456","type":"contact","eventId":"e2"}'),
    ];
    expect(again.map(({ status, body }) => [status, body.seq])).toEqual([
      [200, 1],
      [200, 2],
    ]);
  });

  test.each([
    ['another step', { type: 'progress', step: 'Khác' }],
    ['a state more', { type: 'progress', step: 'Thẩm định', state: 'Mới' }],
    ['an instant', { type: 'progress', step: 'Thẩm định', occurredAt: '2017-11-21T08:00:00Z' }],
    ['another type', { type: 'close', outcome: 'withdrawn' }],
    ['a number', { type: 'contact', phone: '0905123456' }],
  ])('the same id with %s is a conflict, and changes nothing', async (_what, other) => {
    const code = await aDossier();
    await api.event(code, { eventId: 'e1', type: 'progress', step: 'Thẩm định' });
    expect(await api.event(code, { eventId: 'e1', ...other })).toMatchObject({ status: 409, body: { code: 'event_conflict' } });
    expect((await api.get(`/v1/dossiers/${code}`)).body).toMatchObject({
      step: 'Thẩm định',
      state: null,
      phone: null,
      closed: null,
      events: 1,
    });
  });

  test('the same id for two dossiers takes effect in both', async () => {
    for (const code of [await aDossier(), await aDossier()])
      expect((await api.event(code, { eventId: 'e1', type: 'progress', step: 'A' })).status).toBe(202);
  });

  test('requirements §4.4 an older progress is kept and changes nothing else', async () => {
    const code = await aDossier();
    await api.event(code, { type: 'progress', step: 'Mới', occurredAt: '2017-11-22T08:00:00Z' });
    await api.event(code, { type: 'progress', step: 'Cũ', occurredAt: '2017-11-21T08:00:00Z' });
    expect((await api.get(`/v1/dossiers/${code}`)).body).toMatchObject({ step: 'Mới', events: 2 });
  });
});

describe('requirements §4.7 what takes no event', () => {
  test('a closed dossier; but what it took before is still the same', async () => {
    const code = await aDossier();
    const sent = [
      { eventId: 'e1', type: 'progress', step: 'A' },
      { eventId: 'e2', type: 'close', outcome: 'withdrawn' },
    ];
    for (const event of sent) expect((await api.event(code, event)).status).toBe(202);
    for (const event of sent) expect((await api.event(code, event)).status).toBe(200);
    for (const [, event] of events) expect(await api.event(code, event)).toMatchObject({ status: 409, body: { code: 'dossier_closed' } });
    expect(await api.event(code, { ...sent[0], step: 'B' })).toMatchObject({ status: 409, body: { code: 'event_conflict' } });
  });

  test('an unknown code', async () => {
    expect(await api.event('KHONG-CO-1', { type: 'progress', step: 'A' })).toMatchObject({
      status: 404,
      body: { code: 'dossier_not_found' },
    });
  });
});

describe('requirements §4.6 when it happened', () => {
  test.each([
    ['years ago', '2017-03-15T08:00:00+07:00', 202],
    ['before the receipt', '2017-11-19T08:00:00Z', 202],
    ['in four minutes', minutes(4), 202],
    ['in six minutes', minutes(6), 422],
    ['next year', minutes(366 * 1440), 422],
  ])('%s: %s', async (_when, occurredAt, status) => {
    const code = await aDossier();
    expect((await api.event(code, { type: 'progress', step: 'A', occurredAt })).status).toBe(status);
    const { events: journal } = (await api.get(`/v1/dossiers/${code}/timeline`)).body;
    const kept = journal.slice(1).map((each: { occurredAt: string }) => Date.parse(each.occurredAt));
    expect(kept).toEqual(status === 202 ? [Date.parse(occurredAt)] : []);
  });

  test('now, when it does not say', async () => {
    const code = await aDossier();
    await api.event(code, { type: 'progress', step: 'A' });
    const [, entry] = (await api.get(`/v1/dossiers/${code}/timeline`)).body.events;
    expect(entry.occurredAt).toBe(entry.recordedAt);
  });
});

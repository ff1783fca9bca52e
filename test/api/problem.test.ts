import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../../src/api/problem.ts';
import { recordNotSent } from '../../src/db/notices.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import { REFUSALS, type FieldRefusal } from '../../src/domain/refusal.ts';
import { NO_DATABASE, openApi, type Answer, type Api } from '../support/api.ts';
import { KEYS } from '../support/signature.ts';
import { code } from '../support/dossiers.ts';

const CODE = code('0101701234');
let api: Api;
let dead: Api;
let broken: Api;
beforeAll(async () => {
  [api, dead, broken] = await Promise.all([openApi(), openApi({}, undefined, NO_DATABASE), openApi()]);
  await api.register({ receiptCode: CODE });
  await api.event(CODE, { eventId: 'e1', type: 'progress', step: 'A' });
  await api.register({ receiptCode: 'CLOSED-1' });
  await api.event('CLOSED-1', { type: 'close', outcome: 'withdrawn' });
  await api.register({ receiptCode: 'FULL-1' });
  await api.database.sql`update dossiers set seq = 2000 where code_key = 'FULL1'`;
  const at = instantAt(Date.now());
  const entry = { receiptCode: CODE, notice: { kind: 'result', round: 1 }, text: 'TB', segments: 1, decidedAt: at, dueAt: at } as const;
  await recordNotSent(api.database, entry, 'skipped', 'no_phone');
  await broken.database.sql`alter table notices rename to lost`;
});
afterAll(() => Promise.all([api, dead, broken].map((each) => each[Symbol.asyncDispose]())));

/** One request for each: a code without one does not compile. */
const PROVOKED: Record<ProblemCode, () => Promise<Answer>> = {
  unauthorized: () => api.call('GET', '/v1/notices'),
  forbidden: () => api.post('/v1/dossiers', {}, 'auditor'),
  invalid: () => api.register({ receiptCode: '1' }),
  malformed: () => api.post('/v1/dossiers', '{'),
  too_large: () => api.post('/v1/dossiers', 'x'.repeat(70_000)),
  unavailable: () => dead.get('/v1/notices'),
  not_found: () => api.get('/nowhere'),
  fault: () => broken.get('/v1/notices'),
  dossier_conflict: () => api.register({ receiptCode: CODE, step: 'Khác' }),
  dossier_not_found: () => api.get('/v1/dossiers/KHONG-CO-1'),
  dossier_closed: () => api.event('CLOSED-1', { type: 'progress', step: 'A' }),
  event_conflict: () => api.event(CODE, { eventId: 'e1', type: 'progress', step: 'B' }),
  too_many_events: () => api.event('FULL-1', { type: 'progress', step: 'A' }),
  not_resendable: () => api.post('/v1/notices/0101701234%2Fresult%2F1/resend', undefined, 'operator'),
};

/** Contract §2, and 500 for a fault of ours. */
const STATUSES: Record<ProblemCode, number> = {
  unauthorized: 401,
  forbidden: 403,
  invalid: 422,
  malformed: 400,
  too_large: 413,
  unavailable: 503,
  not_found: 404,
  fault: 500,
  dossier_conflict: 409,
  dossier_not_found: 404,
  dossier_closed: 409,
  event_conflict: 409,
  too_many_events: 409,
  not_resendable: 409,
};

test('every refusal and every problem has a request that provokes it', () => {
  expect(Object.keys(PROVOKED).toSorted()).toEqual(Object.keys(PROBLEMS).toSorted());
  expect(Object.keys(PROVOKED)).toEqual(expect.arrayContaining([...REFUSALS]));
});

test.each(Object.keys(PROVOKED) as ProblemCode[])('%s is an RFC 9457 problem', async (code) => {
  const { status, body, headers } = await PROVOKED[code]();
  expect(status).toBe(STATUSES[code]);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({ type: `urn:mot-cua-sms:problem:${code}`, title: PROBLEMS[code][1], status, code });
  expect(body.requestId).toBe(headers.get('x-request-id'));
  expect('errors' in body).toBe(code === 'invalid');
  expect(headers.has('retry-after')).toBe(code === 'unavailable');
  expect(JSON.stringify(body)).not.toContain(KEYS.clerk);
});

const inAnHour = () => instantAt(Date.now() + 3_600_000);

/** The field that is named, and a request for each: a refusal without one does not compile. */
const REFUSED_FIELDS: Record<FieldRefusal['kind'], readonly [path: string, ask: () => Promise<Answer>]> = {
  unknown_agency: ['agency', () => api.register({ receiptCode: 'FIELD-1', agency: 'nowhere' })],
  received_in_the_future: ['receivedAt', () => api.register({ receiptCode: 'FIELD-1', receivedAt: inAnHour() })],
  occurred_in_the_future: ['occurredAt', () => api.event(CODE, { type: 'progress', step: 'A', occurredAt: inAnHour() })],
  due_before_receipt: ['dueDate', () => api.register({ receiptCode: 'FIELD-1', dueDate: '2017-11-27' })],
  period_ends_before_it_begins: ['to', () => api.get('/v1/statistics?from=2017-11-27&to=2017-11-26')],
};

test.each(Object.entries(REFUSED_FIELDS))('%s names the field that a rule refuses', async (_kind, [path, ask]) => {
  const { status, body } = await ask();
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid' });
  expect(body.errors).toEqual([{ path, message: expect.stringMatching(/^expected /) }]);
});

test('a fault of ours says nothing of itself', async () => {
  const { body } = await PROVOKED.fault();
  expect(Object.keys(body).toSorted()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
});

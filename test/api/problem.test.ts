import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STATUS_OF } from '../../src/api/problem.ts';
import { FIELD_ERRORS, TITLES, type ProblemCode } from '../../src/api/problem-texts.ts';
import { recordNotSent } from '../../src/db/notices.ts';
import { instantAt } from '../../src/domain/calendar.ts';
import { REFUSALS, type FieldRefusal } from '../../src/domain/refusal.ts';
import { NO_DATABASE, openApi, type Answer, type Api } from '../support/api.ts';
import { KEYS } from '../support/signature.ts';
import { AGENCIES, BOUND_KEYS, keyOf } from '../support/bound-keys.ts';
import { code } from '../support/dossiers.ts';
import { openSettingsFolder } from '../support/settings-folder.ts';
import { severalGateways } from '../support/several-gateways.ts';

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
  const entry = {
    receiptCode: CODE,
    notice: { kind: 'result', round: 1 },
    text: 'TB',
    segments: 1,
    encoding: 'unicode',
    cost: null,
    decidedAt: at,
    dueAt: at,
  } as const;
  await recordNotSent(api.database, entry, 'skipped', 'no_phone');
  await broken.database.sql`alter table notices rename to lost`;
});
afterAll(() => Promise.all([api, dead, broken].map((each) => each[Symbol.asyncDispose]())));

/** Node refuses these before a route sees them; `test/security/server-limits.test.ts` provokes them on a socket. */
type BeforeRoutes = 'headers_too_large' | 'request_timeout';

/** One request for each: a code without one does not compile. */
const PROVOKED: Record<Exclude<ProblemCode, BeforeRoutes>, () => Promise<Answer>> = {
  unauthorized: () => api.call('GET', '/v1/notices'),
  forbidden: () => api.post('/v1/dossiers', {}, 'auditor'),
  invalid: () => api.register({ receiptCode: '1' }),
  malformed: () => api.post('/v1/dossiers', '{'),
  too_large: () => api.post('/v1/dossiers', 'x'.repeat(70_000)),
  unavailable: () => dead.get('/v1/notices'),
  not_found: () => api.get('/nowhere'),
  method_not_allowed: () => api.call('DELETE', '/v1/dossiers/0101701234'),
  fault: () => broken.get('/v1/notices'),
  dossier_conflict: () => api.register({ receiptCode: CODE, step: 'Khác' }),
  dossier_not_found: () => api.get('/v1/dossiers/KHONG-CO-1'),
  dossier_closed: () => api.event('CLOSED-1', { type: 'progress', step: 'A' }),
  event_conflict: () => api.event(CODE, { eventId: 'e1', type: 'progress', step: 'B' }),
  too_many_events: () => api.event('FULL-1', { type: 'progress', step: 'A' }),
  changed_meanwhile: () => api.event(CODE, { type: 'progress', step: 'B', expectedSeq: 0 }),
  not_resendable: () => api.post('/v1/notices/0101701234%2Fresult%2F1/resend', undefined, 'operator'),
};

/** Contract §2, and 500 for a fault of ours. */
const STATUSES: Record<keyof typeof PROVOKED, number> = {
  unauthorized: 401,
  forbidden: 403,
  invalid: 422,
  malformed: 400,
  too_large: 413,
  unavailable: 503,
  not_found: 404,
  method_not_allowed: 405,
  fault: 500,
  dossier_conflict: 409,
  dossier_not_found: 404,
  dossier_closed: 409,
  event_conflict: 409,
  too_many_events: 409,
  changed_meanwhile: 409,
  not_resendable: 409,
};

test('every refusal and every problem has a request that provokes it', () => {
  const known = [...Object.keys(PROVOKED), 'headers_too_large', 'request_timeout'];
  expect(known.toSorted()).toEqual(Object.keys(STATUS_OF).toSorted());
  expect(Object.keys(PROVOKED)).toEqual(expect.arrayContaining([...REFUSALS]));
});

test.each(Object.keys(PROVOKED) as (keyof typeof PROVOKED)[])('%s is an RFC 9457 problem', async (code) => {
  const { status, body, headers } = await PROVOKED[code]();
  expect(status).toBe(STATUSES[code]);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({ type: `urn:mot-cua-sms:problem:${code}`, title: TITLES[code].en, status, code });
  expect(body.requestId).toBe(headers.get('x-request-id'));
  expect('errors' in body).toBe(code === 'invalid');
  expect(headers.has('retry-after')).toBe(code === 'unavailable');
  expect(headers.has('www-authenticate')).toBe(code === 'unauthorized');
  expect(headers.has('allow')).toBe(code === 'method_not_allowed');
  expect(JSON.stringify(body)).not.toContain(KEYS.clerk);
});

const inAnHour = () => instantAt(Date.now() + 3_600_000);

/** The field that is named, and a request for each: a refusal without one does not compile. */
const REFUSED_FIELDS: Record<FieldRefusal['kind'], readonly [path: string, ask: () => Promise<Answer>]> = {
  unknown_agency: ['agency', () => api.register({ receiptCode: 'FIELD-1', agency: 'nowhere' })],
  which_agency: [
    'agency',
    async () => {
      using folder = openSettingsFolder();
      await using other = await openApi({ API_KEYS: BOUND_KEYS, AGENCIES_FILE: folder.file(AGENCIES) });
      const procedure = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
      const authorization = `Bearer ${keyOf('clerk', 'both')}`;
      return other.call('POST', '/v1/dossiers', { receiptCode: 'FIELD-1', procedure }, { authorization });
    },
  ],
  unknown_gateway: ['gateway', () => api.post('/v1/notices/0101701234%2Fresult%2F1/resend', { gateway: 'nowhere' }, 'operator')],
  takes_no_notices: [
    'share',
    async () => {
      await using other = await openApi(severalGateways());
      const authorization = `Bearer ${KEYS.operator}`;
      return other.call('PUT', '/v1/gateways/short/share', { share: 1, reason: 'x' }, { authorization });
    },
  ],
  received_in_the_future: ['receivedAt', () => api.register({ receiptCode: 'FIELD-1', receivedAt: inAnHour() })],
  occurred_in_the_future: ['occurredAt', () => api.event(CODE, { type: 'progress', step: 'A', occurredAt: inAnHour() })],
  telephone_number: ['note', () => api.event(CODE, { type: 'progress', step: 'A', note: 'gọi 0905 123 456' })],
  notice_unknown: ['notice', () => api.event(CODE, { type: 'informed', notice: `${CODE}/result/9`, by: 'phone' })],
  due_before_receipt: ['dueDate', () => api.register({ receiptCode: 'FIELD-1', dueDate: '2017-11-27' })],
  period_ends_before_it_begins: ['to', () => api.get('/v1/statistics?from=2017-11-27&to=2017-11-26')],
};

test.each(Object.entries(REFUSED_FIELDS))('%s names the field that a rule refuses', async (kind, [path, ask]) => {
  const { status, body } = await ask();
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid' });
  expect(body.errors).toEqual([{ path, code: kind, message: expect.stringMatching(/^expected /) }]);
});

test('a fault of ours says nothing of itself', async () => {
  const { body } = await PROVOKED.fault();
  expect(Object.keys(body).toSorted()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
});

describe('contract §2: a problem is told in the language of the caller', () => {
  const PREFERRED: readonly (readonly [string | undefined, 'en' | 'vi'])[] = [
    [undefined, 'en'],
    ['vi', 'vi'],
    ['vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7', 'vi'],
    ['VI-vn', 'vi'],
    ['en, vi', 'en'],
    ['en;q=0.5, vi;q=0.9', 'vi'],
    ['vi;q=0', 'en'],
    ['fr, vi;q=0.1', 'vi'],
    ['*', 'en'],
    ['view', 'en'],
    [';;q=,vi;q=x', 'en'],
  ];
  test.each(PREFERRED)('%s: %s', async (header, language) => {
    const { body, headers } = await api.call('GET', '/nowhere', undefined, header === undefined ? {} : { 'accept-language': header });
    expect(headers.get('content-language')).toBe(language);
    expect(body.title).toBe(TITLES.not_found[language]);
  });

  test('title, detail and message', async () => {
    const vi = { 'accept-language': 'vi' };
    const asClerk = { authorization: `Bearer ${KEYS.clerk}`, ...vi };
    const wrong = { receiptCode: '1', procedure: { code: '', name: 'x'.repeat(501), sameDay: 1 }, phonee: '' };
    const { body } = await api.call('POST', '/v1/dossiers', wrong, asClerk);
    expect(body).toMatchObject({ title: TITLES.invalid.vi, detail: expect.stringMatching(/^trường sai/) });
    expect(body.errors).toEqual([
      { path: 'receiptCode', code: 'bad_receipt_code', message: FIELD_ERRORS.bad_receipt_code.vi },
      { path: 'procedure.code', code: 'empty', message: 'không được để trống' },
      { path: 'procedure.name', code: 'too_long', message: 'tối đa 500 ký tự' },
      { path: 'procedure.sameDay', code: 'wrong_type', message: 'cần kiểu boolean' },
      { path: 'phonee', code: 'unknown_field', message: FIELD_ERRORS.unknown_field.vi },
    ]);
    const conflict = await api.call(
      'POST',
      '/v1/dossiers',
      { receiptCode: CODE, procedure: { ...wrong.procedure, code: 'A', name: 'B', sameDay: true } },
      asClerk,
    );
    expect(conflict.body).toMatchObject({ title: TITLES.dossier_conflict.vi, detail: `hồ sơ ${CODE} đã được đăng ký với nội dung khác` });
  });

  test('and every text has its two languages, in NFC, and no place without a value', async () => {
    for (const code of Object.keys(PROVOKED) as (keyof typeof PROVOKED)[]) {
      const { body } = await PROVOKED[code]();
      expect(JSON.stringify(body)).not.toMatch(/\{\w+\}/);
    }
    for (const { en, vi } of [...Object.values(TITLES), ...Object.values(FIELD_ERRORS)]) {
      expect(vi).not.toBe(en);
      expect(vi).toBe(vi.normalize('NFC'));
      expect([...vi.matchAll(/\{\w+\}/g)].map(String).toSorted()).toEqual([...en.matchAll(/\{\w+\}/g)].map(String).toSorted());
    }
  });
});

describe('contract §2: the code of a field error says what is wrong', () => {
  const procedure = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
  test.each<readonly [string, object, string]>([
    ['empty', { step: '' }, 'step'],
    ['empty', { step: '   ' }, 'step'],
    ['empty', { step: '“ ”' }, 'step'],
    ['control_characters', { step: 'a\nb' }, 'step'],
    ['broken_characters', { step: '\ud800' }, 'step'],
    ['too_long', { step: 'x'.repeat(101) }, 'step'],
    ['too_long', { phone: '0'.repeat(201) }, 'phone'],
    ['wrong_type', { step: 7 }, 'step'],
    ['wrong_type', { procedure: [] }, 'procedure'],
    ['missing', { procedure: undefined }, 'procedure'],
    ['bad_day', { dueDate: '2026-02-30' }, 'dueDate'],
    ['bad_instant', { receivedAt: '2026-11-23T24:00:00Z' }, 'receivedAt'],
    ['unknown_field', { due: '2026-11-27' }, 'due'],
  ])('%s: %j', async (code, some, path) => {
    const { body } = await api.register({ receiptCode: 'FIELD-1', procedure, ...some });
    expect(body.errors).toEqual([{ path, code, message: expect.any(String) }]);
  });

  test.each<readonly [string, object, string]>([
    ['step_or_state', { type: 'progress' }, 'step'],
    ['not_one_of', { type: 'register' }, 'type'],
    ['missing', { type: undefined }, 'type'],
    ['not_one_of', { type: 'close', outcome: 'lost' }, 'outcome'],
    ['missing', { type: 'close' }, 'outcome'],
  ])('%s: %j', async (code, event, path) => {
    expect((await api.event(CODE, event)).body.errors).toEqual([{ path, code, message: expect.any(String) }]);
  });

  test.each([
    ['bad_limit', '/v1/notices?limit=0x10', 'limit'],
    ['bad_limit', '/v1/notices?limit=201', 'limit'],
    ['bad_cursor', '/v1/notices?cursor=x', 'cursor'],
    ['bad_moment', '/v1/inquiries?from=yesterday', 'from'],
    ['wrong_type', '/v1/notices?limit=1&limit=2', 'limit'],
    ['unknown_field', '/v1/notices?order=asc', 'order'],
  ])('%s: %s', async (code, address, path) => {
    expect((await api.get(address, 'operator')).body.errors).toEqual([{ path, code, message: expect.any(String) }]);
  });

  test.each<readonly [string, object, string]>([
    ['bad_share', { share: 101 }, 'share'],
    ['bad_share', { share: -1 }, 'share'],
    ['bad_share', { share: 0.5 }, 'share'],
    ['wrong_type', { share: '30' }, 'share'],
    ['missing', { share: undefined }, 'share'],
    ['missing', { reason: undefined }, 'reason'],
    ['empty', { reason: ' ' }, 'reason'],
    ['telephone_number', { reason: 'gọi 0905 123 456 để hỏi' }, 'reason'],
    ['unknown_field', { gateway: 'plain' }, 'gateway'],
  ])('%s: the share %j', async (code, some, path) => {
    const body = { share: 30, reason: 'Nhà mạng bảo trì', ...some };
    const answer = await api.call('PUT', '/v1/gateways/plain/share', body, { authorization: `Bearer ${KEYS.operator}` });
    expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
    expect(JSON.stringify(answer.body)).not.toContain('123');
  });
});

import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '../../src/lib/log.ts';
import { NO_DATABASE, openApi, type Api } from '../support/api.ts';
import { KEYS } from '../support/signature.ts';

const lines: string[] = [];
const log = Object.assign(openLog('info', 'api'), { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
let api: Api;
beforeAll(async () => {
  api = await openApi({}, undefined, undefined, log);
});
afterAll(() => api[Symbol.asyncDispose]());

test.each([
  ['without a key', '/v1/notices', {}, { code: 'unauthorized', route: '/v1/notices', method: 'GET' }],
  ['of another role', '/v1/audit', { authorization: `Bearer ${KEYS.clerk}` }, { code: 'forbidden', caller: 'clerk', route: '/v1/audit' }],
])('a call %s is written down, by the name of its key and never by the key', async (_what, path, headers, fields) => {
  lines.length = 0;
  const answer = await api.call('GET', path, undefined, headers);
  const [line] = lines.map((each) => JSON.parse(each) as object);
  expect(line).toMatchObject({ ...fields, msg: 'request_refused', requestId: answer.body.requestId });
  expect(lines.join('')).not.toContain(KEYS.clerk);
});

describe('contract §2: every refusal has one line, with the id that the caller gave or got', () => {
  const CODE = '0101701234';
  const asClerk = { authorization: `Bearer ${KEYS.clerk}` };
  const registration = { receiptCode: CODE, procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false }, phone: '0905123456' };
  beforeAll(() => api.call('POST', '/v1/dossiers', registration, asClerk));

  test.each<readonly [string, string, unknown, number, string, string]>([
    ['POST', '/v1/dossiers', '{', 400, 'malformed', '/v1/dossiers'],
    ['POST', '/v1/dossiers', { ...registration, step: '' }, 422, 'invalid', '/v1/dossiers'],
    ['POST', '/v1/dossiers', { ...registration, phone: '0905123457' }, 409, 'dossier_conflict', '/v1/dossiers'],
    ['POST', '/v1/dossiers', 'x'.repeat(70_000), 413, 'too_large', '/*'],
    ['GET', '/v1/dossiers/0905123456', undefined, 404, 'dossier_not_found', '/v1/dossiers/:code'],
    ['GET', '/v1/0905123456', undefined, 404, 'not_found', '/*'],
    ['DELETE', `/v1/dossiers/${CODE}`, undefined, 405, 'method_not_allowed', '/*'],
    ['GET', '/v1/notices?status=lost', undefined, 422, 'invalid', '/v1/notices'],
  ])('%s %s', async (method, path, body, status, code, route) => {
    lines.length = 0;
    const answer = await api.call(method, path, body, { ...asClerk, 'x-request-id': 'call-4711' });
    expect([answer.status, answer.body.code, answer.body.requestId]).toEqual([status, code, 'call-4711']);
    const refused = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request_refused');
    expect(refused).toMatchObject([{ status, code, method, route, requestId: 'call-4711' }]);
    if (status !== 413 && status !== 405 && code !== 'not_found') expect(refused).toMatchObject([{ caller: 'clerk' }]);
    expect(lines.join('')).not.toContain('090512345');
  });

  test('without PostgreSQL, too', async () => {
    await using lost = await openApi({}, undefined, NO_DATABASE, log);
    lines.length = 0;
    expect((await lost.call('GET', '/v1/dossiers', undefined, asClerk)).status).toBe(503);
    const refused = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request_refused');
    expect(refused).toMatchObject([{ status: 503, code: 'unavailable', route: '/v1/dossiers', caller: 'clerk' }]);
  });

  test('a request that is not refused has none', async () => {
    lines.length = 0;
    await api.call('GET', '/v1/notices', undefined, asClerk);
    expect(lines.filter((line) => line.includes('request_refused'))).toEqual([]);
  });
});

test.each(['/v1/notices', '/v1/dossiers/KHONG-CO-1', '/v1/nothing'])(
  '%s is kept in no cache, and no other origin is let in',
  async (path) => {
    const { headers } = await api.call('GET', path, undefined, { authorization: `Bearer ${KEYS.clerk}`, origin: 'https://evil.example' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(
      [...headers.keys()].filter((name) => name.startsWith('access-control-') || name === 'server' || name === 'x-powered-by'),
    ).toEqual([]);
  },
);

test('a filter that no database can hold is refused at once', async () => {
  for (const name of ['agency', 'step', 'state']) expect((await api.get(`/v1/dossiers?${name}=a%00b`)).status).toBe(422);
});

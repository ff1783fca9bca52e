import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLog } from '../../src/lib/log.ts';
import { openApi, type Api } from '../support/api.ts';
import { KEYS } from '../support/signature.ts';

const lines: string[] = [];
let api: Api;
beforeAll(async () => {
  const log = Object.assign(openLog('info', 'api'), { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
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

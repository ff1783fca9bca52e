import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dateOf, instantAt, plusDays } from '../../../src/domain/calendar.ts';
import { openApi, type Api } from '../../support/api.ts';

const today = dateOf(instantAt(Date.now()));
const procedure = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
const minutes = (ahead: number) => instantAt(Date.now() + ahead * 60_000);

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

describe('requirements §3 a registration with a wrong field is refused with its path, and nothing is stored', () => {
  const wrongTexts = ['', '   ', 7, true, [], {}, 'a\u0000b', 'a\nb', 'a\u0007b', 'a\u009fb', '\ud800', 'a\udc00b'];
  const wrong = (path: string, values: readonly unknown[]) => values.map((value) => [path, value] as const);
  const fields = [
    ...wrong('receiptCode', [undefined, null, 101701234, '', '12345', '1'.repeat(31), 'A'.repeat(61), '0101 701234', '0101\u00a0701234']),
    ...wrong('receiptCode', [
      'Đ101701234',
      'ß101701234',
      '０１０１７０１２３４',
      '0101_701234',
      '0101701\u0000234',
      '-./-./',
      '\ud8000101701234',
    ]),
    ...wrong('agency', [null, ...wrongTexts, 'a'.repeat(51), 'so-xay-dung', 'constructor', 'toString', '__proto__', 'Default']),
    ...wrong('procedure', [undefined, null, 'QLG-01', [], 7]),
    ...wrong('procedure.code', [undefined, null, ...wrongTexts, 'x'.repeat(101)]),
    ...wrong('procedure.name', [undefined, null, ...wrongTexts, 'x'.repeat(501)]),
    ...wrong('procedure.sameDay', [undefined, null, 'false', 0]),
    ...wrong('procedure.samDay', [true]),
    ...wrong('phone', [905123456, true, [], {}]),
    ...wrong('receivedAt', [null, 1_764_000_000, '', '2017-11-23', '2017-11-23T08:15:00', '2026-02-30T08:15:00Z', '2017-11-23T25:00:00Z']),
    ...wrong('receivedAt', ['1969-12-31T23:59:59Z', 'now', minutes(6), '9998-01-01T00:00:00Z']),
    ...wrong('dueDate', [20261127, '', '2026-02-30', '2026-2-3', '27/11/2026', '2017-11-27T00:00:00Z', plusDays(today, -1)]),
    ...wrong('step', [null, ...wrongTexts, 'x'.repeat(101), '""', '“ ”', '\u200b']),
    ...wrong('due', ['2017-11-27']),
    ...wrong('constructor', ['x']),
  ];

  test.each(fields)('%s: %j', async (path, value) => {
    const answer = await api.register(withField({ receiptCode: '0101701234', procedure }, path, value));
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(answer.body.errors).toContainEqual({ path, code: expect.any(String), message: expect.stringMatching(/\S/) });
    expect(await api.count('dossiers')).toBe(0);
    expect(await api.count('contacts')).toBe(0);
  });

  test('a due date before the day of receipt in Viet Nam, not in UTC', async () => {
    const some = { receiptCode: '0101701234', receivedAt: '2017-03-14T23:30:00Z' };
    expect(await api.register({ ...some, dueDate: '2017-03-14' })).toMatchObject({ status: 422, body: { errors: [{ path: 'dueDate' }] } });
    expect(await api.count('dossiers')).toBe(0);
  });

  test.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"0101701234"'],
    ['a number', '7'],
    ['nothing in it', '{}'],
    ['a field __proto__', `{"receiptCode":"0101701234","procedure":${JSON.stringify(procedure)},"__proto__":{"agency":"default"}}`],
  ])('a body that is %s', async (_what, body) => {
    const answer = await api.post('/v1/dossiers', body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(answer.body.errors.length).toBeGreaterThan(0);
    expect(await api.count('dossiers')).toBe(0);
  });

  test('several wrong fields are all named', async () => {
    const answer = await api.register({ receiptCode: '1', step: '', procedure: { ...procedure, sameDay: 'no', extra: 1 }, extra: 1 });
    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths.toSorted()).toEqual(['extra', 'procedure.extra', 'procedure.sameDay', 'receiptCode', 'step']);
  });
});

describe('requirements §3.4 what is just inside is accepted', () => {
  test.each([
    ['received in four minutes by the clock of the sender', { receivedAt: minutes(4) }],
    ['due on the day of receipt', { dueDate: today }],
    ['received long ago', { receivedAt: '2017-03-15T08:00:00+07:00', dueDate: '2017-03-15' }],
    ['a name of 500 characters', { procedure: { ...procedure, name: 'ộ'.repeat(500) } }],
    ['a code of 30 characters', { receiptCode: 'A'.repeat(30) }],
    ['texts that look like SQL and HTML', { step: `'; drop table dossiers; --<script>`, procedure: { ...procedure, code: `"\\'%` } }],
  ])('%s', async (_what, some) => {
    const code = `IN-${Math.random().toString(36).slice(2, 10)}`;
    expect((await api.register({ receiptCode: code, ...some })).status).toBe(201);
  });
});

function withField(body: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const [first = '', second] = path.split('.');
  if (second === undefined) return { ...body, [first]: value };
  return { ...body, [first]: { ...(body[first] as object), [second]: value } };
}

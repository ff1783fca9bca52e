import { streamXlsxRows } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type Api } from '../../support/api.ts';
import { KEYS } from '../../support/signature.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PERIOD = 'from=2017-11-01&to=2017-11-30&by=procedure';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.register({
    receiptCode: 'A00001',
    receivedAt: '2017-11-23T08:00:00+07:00',
    procedure: { code: '=HYPERLINK("x")', name: 'Cấp phép', sameDay: false },
  });
  await api.register({
    receiptCode: 'B00001',
    receivedAt: '2017-11-23T08:00:00+07:00',
    procedure: { code: 'XD-02', name: 'Cấp phép', sameDay: false },
  });
});
afterAll(() => api[Symbol.asyncDispose]());

async function file(path: string, accept?: string) {
  const headers = { authorization: `Bearer ${KEYS.auditor}`, ...(accept === undefined ? {} : { accept }) };
  const answer = await api.app.request(path, { headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

test('contract §2 the figures as CSV, without a formula', async () => {
  const { status, headers, bytes } = await file(`/v1/statistics.csv?${PERIOD}`);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(headers.get('content-disposition')).toBe('attachment; filename="thong-ke_2017-11-01_2017-11-30.csv"');
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const lines = bytes.toString().slice(1).split('\r\n');
  expect(lines[0]).toMatch(/^Mã thủ tục,Kỳ trước chuyển qua,Tiếp nhận trong kỳ,Giải quyết trước hạn,/);
  expect(lines[1]).toMatch(/^"'=HYPERLINK\(""x""\)",0,1,/);
  expect(lines[2]).toMatch(/^XD-02,0,1,/);
  expect(lines.slice(4)).toEqual(['']);
  expect(lines[3]).toMatch(/^Tổng cộng,0,2,/);
});

test('contract §2 the figures as XLSX', async () => {
  const { headers, bytes } = await file(`/v1/statistics.xlsx?${PERIOD}`);
  expect(headers.get('content-type')).toBe(XLSX);
  const rows: unknown[] = [];
  for await (const { values } of streamXlsxRows(bytes)) rows.push(values.slice(0, 3));
  expect(rows).toEqual([
    ['Mã thủ tục', 'Kỳ trước chuyển qua', 'Tiếp nhận trong kỳ'],
    ['=HYPERLINK("x")', 0, 1],
    ['XD-02', 0, 1],
    ['Tổng cộng', 0, 2],
  ]);
});

test.each([
  ['text/csv', 'text/csv; charset=utf-8'],
  [`${XLSX}, */*;q=0.1`, XLSX],
  ['*/*', 'application/json'],
  ['text/csv;q=0.5, application/json', 'application/json'],
  [undefined, 'application/json'],
])('contract §2 Accept %s gives %s', async (accept, type) => {
  const { headers } = await file(`/v1/statistics?${PERIOD}`, accept);
  expect(headers.get('content-type')).toBe(type);
  expect(headers.get('vary')).toBe('accept');
});

test('a bad period is refused in every form', async () => {
  for (const path of ['/v1/statistics.csv', '/v1/statistics.xlsx'])
    expect((await file(`${path}?from=2017-11-30&to=2017-11-01`)).headers.get('content-type')).toBe('application/problem+json');
});

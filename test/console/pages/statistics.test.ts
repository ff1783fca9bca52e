import { streamXlsxRows } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SUMS, DAY_FIGURES } from '../../../src/domain/figures.ts';
import { FIGURE_WORDS } from '../../../src/api/console/texts/statistics.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const folder = openSettingsFolder();
const NOVEMBER = 'period=own&from=2025-11-01&to=2025-11-30';
const FORMULA = '=HYPERLINK("x")';

let api: Api;
let clerk: Browser;
beforeAll(async () => {
  api = await openConsole({ AGENCIES_FILE: folder.file({ 'so-y-te': 'Sở Y tế' }) });
  clerk = await signIn(api, 'clerk');
  const procedure = (code: string) => ({ code, name: 'Cấp phép', sameDay: false });
  const arrive = (code: string, occurredAt: string) => api.event(code, { type: 'progress', step: 'Trả kết quả', occurredAt });
  await api.register({
    receiptCode: 'EARLY01',
    receivedAt: '2025-11-03T08:00:00+07:00',
    dueDate: '2025-11-20',
    procedure: procedure('XD-02'),
  });
  await arrive('EARLY01', '2025-11-07T08:00:00+07:00');
  await api.register({
    receiptCode: 'LATE001',
    receivedAt: '2025-11-04T08:00:00+07:00',
    dueDate: '2025-11-10',
    procedure: procedure(FORMULA),
  });
  await arrive('LATE001', '2025-11-14T08:00:00+07:00');
  await api.register({
    receiptCode: 'OPEN001',
    receivedAt: '2025-11-17T08:00:00+07:00',
    dueDate: '2025-11-20',
    procedure: procedure('<script>'),
  });
  await api.register({
    receiptCode: 'YTE0001',
    agency: 'so-y-te',
    receivedAt: '2025-11-18T08:00:00+07:00',
    dueDate: '2025-12-20',
    procedure: procedure('YT-01'),
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** The cells of the table with this caption, by rows. */
const tableOf = ({ $ }: PageAnswer, caption: string) =>
  $('main table')
    .filter((_, table) => $(table).find('caption').text() === caption)
    .first()
    .find('tr')
    .toArray()
    .map((row) =>
      $(row)
        .find('th, td')
        .toArray()
        .map((cell) => $(cell).text().trim()),
    );

test('console §5: the tables have every figure of requirements §8.6, by procedure', async () => {
  const page = await clerk.get(`/thong-ke?${NOVEMBER}`);
  expect(page.status).toBe(200);
  expect(page.$('title').text()).toBe('4 hồ sơ tiếp nhận, 2 trễ hạn · Thống kê · Một cửa SMS');
  const [heads = [], ...rows] = tableOf(page, 'Hồ sơ');
  const cell = (name: string, head: string) => rows.find(([key]) => key === name)?.[heads.indexOf(head)];
  expect(heads[0]).toBe('Mã thủ tục');
  expect(rows.map(([key]) => key)).toEqual(['<script>', FORMULA, 'XD-02', 'YT-01', 'Tổng cộng']);
  expect(cell('XD-02', 'Giải quyết trước hạn')).toBe('1');
  expect(cell(FORMULA, 'Giải quyết trễ hạn')).toBe('1');
  expect(cell('<script>', 'Đang giải quyết, quá hạn')).toBe('1');
  expect(cell('XD-02', 'Số ngày giải quyết (trung vị)')).toBe('4');
  expect(cell('<script>', 'Số ngày giải quyết (trung vị)')).toBe('–');
  expect(cell('Tổng cộng', 'Tiếp nhận trong kỳ')).toBe('4');
  expect(page.$('main script')).toHaveLength(0);
  const shown = page
    .$('main th[scope=col]')
    .toArray()
    .map((each) => page.$(each).text());
  for (const name of [...SUMS, ...DAY_FIGURES]) expect(shown).toContain(FIGURE_WORDS[name].head);
});

test('console §5: “Cách tính” explains each column in a sentence', async () => {
  const { $ } = await clerk.get(`/thong-ke?${NOVEMBER}`);
  expect($('details summary').first().text().trim()).toBe('Cách tính');
  const explained = $('.console-words dt')
    .toArray()
    .map((each) => $(each).text());
  expect(explained).toEqual(Object.values(FIGURE_WORDS).map(({ head }) => head));
  for (const meaning of $('.console-words dd').toArray()) expect($(meaning).text()).toMatch(/\.$/);
});

describe('console §5: charts', () => {
  test('each has a name, how to read it, and a table of what it shows', async () => {
    const page = await clerk.get(`/thong-ke?${NOVEMBER}`);
    const charts = page.$('figure').toArray();
    expect(charts).toHaveLength(3);
    for (const chart of charts) {
      expect(page.$(chart).find('svg[role=img]').attr('aria-label')).toMatch(/\.$/);
      expect(page.$(chart).find('details table caption')).toHaveLength(1);
    }
    expect(page.html).not.toMatch(/\sstyle=/);
  });

  test('received and resolved by week', async () => {
    const page = await clerk.get(`/thong-ke?${NOVEMBER}`);
    expect(tableOf(page, 'Hồ sơ tiếp nhận và đã giải quyết theo tuần')).toEqual([
      ['Tuần từ ngày', 'Tiếp nhận', 'Đã giải quyết'],
      ['27/10/2025', '0', '0'],
      ['03/11/2025', '2', '1'],
      ['10/11/2025', '0', '1'],
      ['17/11/2025', '2', '0'],
      ['24/11/2025', '0', '0'],
    ]);
    expect(page.$('#weeks').closest('figure').find('svg > g rect.console-chart__bar, svg > g rect.console-chart__hatched').length).toBe(12);
  });

  test('late by procedure', async () => {
    expect(tableOf(await clerk.get(`/thong-ke?${NOVEMBER}`), 'Hồ sơ trễ hạn theo thủ tục')).toEqual([
      ['Mã thủ tục', 'Giải quyết trễ hạn', 'Đang quá hạn', 'Cộng'],
      ['<script>', '0', '1', '1'],
      [FORMULA, '1', '0', '1'],
    ]);
  });

  test('the days to the result, by week', async () => {
    expect(tableOf(await clerk.get(`/thong-ke?${NOVEMBER}`), 'Số ngày từ tiếp nhận đến kết quả, theo tuần có kết quả').slice(2, 4)).toEqual(
      [
        ['03/11/2025', '4', '4'],
        ['10/11/2025', '10', '10'],
      ],
    );
  });

  test('where nothing is late and nothing was resolved, sentences say so', async () => {
    const { $ } = await clerk.get(`/thong-ke?${NOVEMBER}&procedure=YT-01`);
    expect($('figure')).toHaveLength(1);
    expect($('main').text()).toContain('Không có hồ sơ trễ hạn trong kỳ này.');
    expect($('main').text()).toContain('Chưa có hồ sơ nào được giải quyết trong kỳ này.');
  });
});

describe('console §5: period, agency and procedure', () => {
  test('this month unless something is chosen; a month without dossiers says so', async () => {
    await using other = await openConsole();
    const { $ } = await (await signIn(other, 'auditor')).get('/thong-ke');
    expect($('#period option[selected]').attr('value')).toBe('month');
    expect($('main').text()).toContain('Trong kỳ này không có hồ sơ nào');
    expect($('figure')).toHaveLength(0);
  });

  test.each(['month', 'last_month', 'quarter', 'year'])('the period %s', async (period) => {
    expect((await clerk.get(`/thong-ke?period=${period}`)).status).toBe(200);
  });

  test('one agency, one procedure, by month', async () => {
    const page = await clerk.get(`/thong-ke?from=2025-10-01&to=2025-11-30&agency=so-y-te&procedure=YT-01&by=month`);
    const [heads = [], ...rows] = tableOf(page, 'Hồ sơ');
    expect([heads[0], rows.map((row) => row.slice(0, 3))]).toEqual([
      'Tháng',
      [
        ['11/2025', '0', '1'],
        ['Tổng cộng', '0', '1'],
      ],
    ]);
    expect(page.$('#period option[selected]').attr('value')).toBe('own');
    expect(page.$('#agency option[selected]').attr('value')).toBe('so-y-te');
    const none = await clerk.get(`/thong-ke?${NOVEMBER}&agency=so-y-te&procedure=XD-02`);
    expect(tableOf(none, 'Hồ sơ').at(-1)?.slice(0, 3)).toEqual(['Tổng cộng', '0', '0']);
  });

  test('inquiries are those about the procedure, and without one also those about nothing', async () => {
    await using other = await openConsole();
    for (const [receiptCode, code] of [
      ['ASK0001', 'XD-02'],
      ['ASK0002', 'YT-01'],
    ])
      await other.register({ receiptCode, procedure: { code, name: 'x', sameDay: false } });
    for (const asked of ['ASK0001', 'ASK0001', 'ASK0002', 'NOBODY1']) await other.inquire(`MCKH ${asked}`);
    const browser = await signIn(other, 'clerk');
    const inquiriesOf = async (query: string) => {
      const [heads = [], ...rows] = tableOf(await browser.get(`/thong-ke?${query}`), 'Tin nhắn và tra cứu');
      return rows.at(-1)?.[heads.indexOf('Lượt tra cứu')];
    };
    expect(await inquiriesOf('period=month')).toBe('4');
    expect(await inquiriesOf('period=month&procedure=XD-02')).toBe('2');
    expect(await inquiriesOf('period=month&procedure=YT-01&agency=default')).toBe('1');
    expect(await inquiriesOf('period=month&procedure=none')).toBe('0');
  });

  test('by agency, under the names of the agencies', async () => {
    const rows = tableOf(await clerk.get(`/thong-ke?${NOVEMBER}&by=agency`), 'Hồ sơ').map(([key]) => key);
    expect(rows).toEqual(['Cơ quan', 'Sở Tài chính', 'Sở Y tế', 'Tổng cộng']);
  });

  test.each([
    ['period=decade', 'period', 'decade'],
    ['period=own', 'from', ''],
    ['from=2025-02-30', 'from', '2025-02-30'],
    ['from=2025-11-02&to=2025-11-01', 'to', '2025-11-01'],
    ['from=2015-11-02&to=2025-11-01', 'to', '2025-11-01'],
    ['agency=elsewhere', 'agency', 'elsewhere'],
    ['procedure=a%00', 'procedure', 'a\u0000'],
    ['by=%3Cscript%3E', 'by', '<script>'],
  ])('%s is refused beside its field, and kept', async (query, field, kept) => {
    const { $, status } = await clerk.get(`/thong-ke?${query}`);
    expect([status, $(`#${field}-error`).length]).toEqual([422, 1]);
    const field$ = $(`#${field}`);
    expect((field$.is('select') ? field$.find('option[selected]').attr('value') : field$.attr('value'))?.replace('\uFFFD', '\u0000')).toBe(
      kept,
    );
    expect($('main script')).toHaveLength(0);
  });
});

describe('console §5: files', () => {
  const file = async (path: string, browser = clerk) => {
    const answer = await api.app.request(path, { headers: { cookie: browser.cookie } });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  test('the page leads to both, with what was chosen', async () => {
    const { $ } = await clerk.get(`/thong-ke?${NOVEMBER}&procedure=XD-02`);
    expect($('a[href^="/thong-ke.csv"]').attr('href')).toBe(
      '/thong-ke.csv?period=own&from=2025-11-01&to=2025-11-30&procedure=XD-02&by=procedure',
    );
    expect($('a[href^="/thong-ke.xlsx"]')).toHaveLength(1);
  });

  test('CSV, in which nothing is a formula', async () => {
    const { status, headers, bytes } = await file(`/thong-ke.csv?${NOVEMBER}`);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([200, 'text/csv; charset=utf-8', 'no-store']);
    expect(headers.get('content-disposition')).toBe('attachment; filename="thong-ke_2025-11-01_2025-11-30.csv"');
    const lines = bytes.toString().slice(1).split('\r\n');
    expect(lines[0]).toMatch(/^Mã thủ tục,Kỳ trước chuyển qua,/);
    expect(lines.find((line) => line.includes('HYPERLINK'))).toMatch(/^"'=HYPERLINK\(""x""\)",0,1,/);
  });

  test('XLSX, in which text is text', async () => {
    const { headers, bytes } = await file(`/thong-ke.xlsx?${NOVEMBER}`);
    expect(headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const rows: unknown[] = [];
    for await (const { values } of streamXlsxRows(bytes)) rows.push(values.slice(0, 3));
    expect(rows).toContainEqual([FORMULA, 0, 1]);
  });

  test('what is wrong, the page says', async () => {
    const { status, headers } = await file('/thong-ke.csv?period=own&from=2025-02-30');
    expect([status, headers.get('location')]).toEqual([303, '/thong-ke?period=own&from=2025-02-30']);
  });

  test('nobody has them without a session', async () => {
    expect((await api.app.request('/thong-ke.csv')).status).toBe(303);
  });

  test.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx'])('requirements §8.6 a procedure %j is text in a CSV', async (code) => {
    await using other = await openConsole();
    await other.register({
      receiptCode: 'FORM001',
      receivedAt: '2025-11-03T08:00:00+07:00',
      procedure: { code, name: 'x', sameDay: false },
    });
    const browser = await signIn(other, 'clerk');
    const answer = await other.app.request(`/thong-ke.csv?${NOVEMBER}`, { headers: { cookie: browser.cookie } });
    expect(await answer.text()).not.toMatch(/(^|[\n,])"?[=+\-@\t\r]/);
  });
});

test('requirements §8.1 a person sees the figures of the own agencies alone', async () => {
  const bound = await signIn(api, 'auditor', { agencies: ['so-y-te'], name: 'auditor-y-te' });
  const page = await bound.get(`/thong-ke?${NOVEMBER}`);
  expect(page.$('title').text()).toMatch(/^1 hồ sơ tiếp nhận, 0 trễ hạn/);
  expect(page.$('#agency')).toHaveLength(0);
  expect((await bound.get(`/thong-ke?${NOVEMBER}&agency=default`)).status).toBe(422);
  const csv = await api.app.request(`/thong-ke.csv?${NOVEMBER}`, { headers: { cookie: bound.cookie } });
  expect(await csv.text()).not.toContain('XD-02');
});

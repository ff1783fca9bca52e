import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dateOf, printDate } from '../../../src/domain/calendar.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const folder = openSettingsFolder();
let api: Api;
let operator: Browser;
beforeAll(async () => {
  api = await openConsole({ INQUIRY_LIMIT: '3/10m', AGENCIES_FILE: folder.file({ 'so-y-te': 'Sở Y tế' }) });
  operator = await signIn(api, 'operator');
  await api.register({ receiptCode: 'ASKED01', step: '<script>alert(1)</script>' });
  await api.register({ receiptCode: 'YTE0001', agency: 'so-y-te' });
  for (let nth = 0; nth < 5; nth++) await api.inquire('MCKH ASKED01', { id: `often-${nth}`, from: '84905123456' });
  await api.inquire('MCKH NOBODY1 gọi 0905123456', { id: 'unknown', from: '84905123457' });
  await api.inquire('MCKH YTE0001', { id: 'health', from: '84905123458' });
  await api.inquire('MCKH YTE0001', { id: 'old', from: '84905123459' });
  await api.database.sql`update inquiries set received_at = '2026-01-05T03:00:00Z' where id = 'old'`;
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const linesOf = ({ $ }: PageAnswer) =>
  $('main tbody tr')
    .toArray()
    .map((row) => $(row).text().replace(/\s+/g, ' ').trim());
const figuresOf = ({ $ }: PageAnswer) =>
  $('.console-figures li')
    .toArray()
    .map((each) => $(each).text().trim());

test('console §5: the inquiries stand masked with answer, charge, source and time', async () => {
  const page = await operator.get('/tra-cuu-tin');
  expect(page.status).toBe(200);
  expect(linesOf(page)).toHaveLength(8);
  const answered = linesOf(page).find((line) => line.includes('Đã trả lời') && line.includes('ASKED01')) ?? '';
  expect(answered).toContain('0905 *** 456');
  expect(answered).toContain('hiện đang ở bước <script>alert(1)</script>, trạng thái hồ sơ: Đúng hạn');
  expect(answered).toContain('1.000 đồng');
  expect(answered).toContain('Nhật ký hồ sơ');
  expect(answered).toMatch(/\d\d:\d\d ngày \d\d\/\d\d\/\d{4}/);
  expect(page.$('main script')).toHaveLength(0);
  expect(page.html).not.toMatch(/905\D{0,3}123\D{0,3}45\d/);
  expect(linesOf(page).find((line) => line.includes('NOBODY1'))).toMatch(/Không có mã.*Không tính/);
});

test('console §5: the count of the day says how many, how many were charged and how many a limit refused', async () => {
  const page = await operator.get('/tra-cuu-tin');
  expect(page.$('title').text()).toBe('7 tin tra cứu hôm nay · Tra cứu · Một cửa SMS');
  expect(figuresOf(page)).toEqual(['7 tin tra cứu', '4 tin tính phí', '1 tin bị từ chối vì quá giới hạn', '1 tin không trả lời']);
});

test('a day is chosen by from and to, which are included', async () => {
  const page = await operator.get('/tra-cuu-tin?from=2026-01-05&to=2026-01-05');
  expect(page.$('title').text()).toMatch(/^1 tin tra cứu ngày 05\/01\/2026 · /);
  expect(linesOf(page)).toHaveLength(1);
  expect(figuresOf(page)[0]).toBe('1 tin tra cứu');
  expect(page.$('#from').attr('value')).toBe('2026-01-05');
  const none = await operator.get('/tra-cuu-tin?from=2026-01-06&to=2026-01-06');
  expect(none.$('main').text()).toContain('Không có tin tra cứu nào trong những ngày này');
  const since = await operator.get('/tra-cuu-tin?from=2026-01-05');
  expect([linesOf(since).length, since.$('title').text()]).toEqual([8, expect.stringMatching(/^8 tin tra cứu từ 05\/01\/2026 đến nay/)]);
  const until = await operator.get('/tra-cuu-tin?to=2026-01-05');
  expect([linesOf(until).length, until.$('title').text()]).toEqual([1, expect.stringMatching(/đến hết 05\/01\/2026/)]);
});

test.each([
  ['from=2026-02-30', 'from', '2026-02-30'],
  ['to=%3Cscript%3E', 'to', '<script>'],
  ['from=2026-01-06&to=2026-01-05', 'to', '2026-01-05'],
])('bad days are refused beside the field and kept: %s', async (query, field, kept) => {
  const { $, status } = await operator.get(`/tra-cuu-tin?${query}`);
  expect([status, $(`#${field}-error`).length, $(`#${field}`).attr('value')]).toEqual([422, 1, kept]);
  expect($('main script')).toHaveLength(0);
});

test('a cursor that is none is refused, and the first page stands there', async () => {
  const page = await operator.get('/tra-cuu-tin?cursor=x');
  expect([page.status, page.$('.govuk-error-message').text()]).toEqual([422, expect.stringContaining('Dưới đây là trang đầu')]);
  expect(linesOf(page)).toHaveLength(8);
});

test('the pages follow each other and keep the days', async () => {
  await using other = await openConsole({ INQUIRY_LIMIT: '0', UNKNOWN_CODE_LIMIT: '0' });
  for (let nth = 0; nth < 52; nth++) await other.inquire('MCKH NOBODY1', { id: `page-${nth}` });
  const browser = await signIn(other, 'operator');
  const today = dateOf(other.deps.now());
  const page = await browser.get(`/tra-cuu-tin?from=${today}`);
  expect(page.$('title').text()).toContain(`52 tin tra cứu từ ${printDate(today)}`);
  const next = page.$('.govuk-pagination__next a').attr('href') ?? '';
  expect(next).toContain(`from=${today}`);
  expect([linesOf(page).length, linesOf(await browser.get(next)).length]).toEqual([50, 2]);
});

describe('requirements §8.1', () => {
  test.each(['clerk', 'auditor'] as const)('a %s may not, and has no link', async (role) => {
    const browser = await signIn(api, role);
    expect((await browser.get('/tra-cuu-tin')).status).toBe(403);
    expect((await browser.get('/giup-do')).$('.console-navigation a[href="/tra-cuu-tin"]')).toHaveLength(0);
  });

  test('a bound operator sees what is about the own dossiers alone, and counts it', async () => {
    const bound = await signIn(api, 'operator', { agencies: ['so-y-te'], name: 'operator-y-te' });
    const page = await bound.get('/tra-cuu-tin');
    expect(linesOf(page)).toHaveLength(2);
    expect(linesOf(page).every((line) => line.includes('YTE0001'))).toBe(true);
    expect(figuresOf(page)).toEqual(['1 tin tra cứu', '1 tin tính phí', '0 tin bị từ chối vì quá giới hạn', '0 tin không trả lời']);
  });
});

test('where nobody has asked yet, the page says how one asks', async () => {
  await using other = await openConsole({ INQUIRY_KEYWORD: 'HS' });
  const { $ } = await (await signIn(other, 'operator')).get('/tra-cuu-tin');
  expect($('title').text()).toBe('0 tin tra cứu hôm nay · Tra cứu · Một cửa SMS');
  expect($('main').text()).toContain('“HS 0101701234”');
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantAt } from '../../../src/domain/calendar.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { endedNotice } from '../../support/ended-notice.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';
import { severalGateways } from '../../support/several-gateways.ts';

const folder = openSettingsFolder();
const EARLY = instantAt(Date.UTC(2026, 10, 20, 1, 0));
const GATEWAYS = [
  { name: 'plain', preset: 'plain' },
  { name: 'second', preset: 'plain' },
];

let api: Api;
let clerk: Browser;
let operator: Browser;
beforeAll(async () => {
  api = await openConsole({ ...severalGateways(GATEWAYS), AGENCIES_FILE: folder.file({ 'so-y-te': 'Sở Y tế' }) });
  [clerk, operator] = [await signIn(api, 'clerk'), await signIn(api, 'operator')];
  await endedNotice(api, 'result', 'permanent_failure', { receiptCode: 'FAIL01', reason: 'receipt: rejected' });
  await endedNotice(api, 'supplement', 'delivered', { receiptCode: 'TOLD01', gateway: 'second', decidedAt: EARLY });
  await endedNotice(api, 'apology', 'uncertain', { receiptCode: 'HOST01', reason: 'unknown: 502 <script>alert(1)</script>' });
  await endedNotice(api, 'result', 'skipped', { receiptCode: 'SKIP01', reason: 'no_phone', phone: null });
  await endedNotice(api, 'result', 'technical_failure', { receiptCode: 'YTE001', agency: 'so-y-te' });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const codesOf = ({ $ }: PageAnswer) =>
  $('main tbody th')
    .toArray()
    .map((each) => $(each).text().trim());

const rowOf = ({ $ }: PageAnswer, code: string) => $('main tbody tr').filter((_, row) => $(row).find('th').text().trim() === code);
const textOf = (answer: PageAnswer, code: string) => rowOf(answer, code).text().replace(/\s+/g, ' ');

test('console §5: each notice stands with its status, its meaning in a sentence and the reason in words', async () => {
  const page = await clerk.get('/tin-nhan');
  expect(page.status).toBe(200);
  expect(page.$('title').text()).toBe('5 tin nhắn · Tin nhắn · Một cửa SMS');
  const told = textOf(page, 'TOLD01');
  expect(told).toContain('Yêu cầu bổ sung');
  expect(told).toContain('Đã đến máy');
  expect(told).toContain('nhà mạng báo tin đã đến máy người nhận');
  expect(told).toContain('08:00 ngày 20/11/2026');
  expect(told).toContain('0905 *** 456');
  expect(told).toContain('second');
  expect(told).toContain('2 đoạn');
  expect(textOf(page, 'FAIL01')).toContain('nhà mạng báo từ chối tin');
  expect(textOf(page, 'SKIP01')).toContain('hồ sơ không có số điện thoại di động dùng được');
  expect(rowOf(page, 'FAIL01').find('th a').attr('href')).toBe('/ho-so/FAIL01');
  expect(rowOf(page, 'FAIL01').find('.console-tag-link').attr('href')).toBe('/giup-do#trang-thai-permanent_failure');
});

test('requirements §9 no page has a whole telephone number, and what a gateway said is only text', async () => {
  const page = await operator.get('/tin-nhan');
  expect(page.html).not.toMatch(/905\D{0,3}123\D{0,3}456/);
  expect(page.$('main script')).toHaveLength(0);
  expect(rowOf(page, 'HOST01').find('details .govuk-details__text').text()).toBe('502 <script>alert(1)</script>');
});

test('console §5: what a gateway answered stands behind a disclosure, after what it means', async () => {
  const page = await operator.get('/tin-nhan');
  expect(textOf(page, 'FAIL01')).not.toContain('Cổng trả lời nguyên văn');
  expect(rowOf(page, 'HOST01').find('summary').text().trim()).toBe('Cổng trả lời nguyên văn');
  page.$('details').remove();
  expect(textOf(page, 'HOST01')).toContain('không biết cổng đã nhận tin hay chưa');
  expect(textOf(page, 'HOST01')).toContain('không rõ kết quả');
  expect(page.$('main').text()).not.toContain('502');
});

test.each([
  ['status=permanent_failure', ['FAIL01']],
  ['status=uncertain', ['HOST01']],
  ['kind=apology', ['HOST01']],
  ['kind=supplement&gateway=second', ['TOLD01']],
  ['gateway=second', ['TOLD01']],
  ['day=2026-11-20', ['TOLD01']],
  ['day=2026-11-19', []],
  ['status=&kind=&day=&gateway=second', ['TOLD01']],
])('console §5: the notices of %s', async (query, codes) => {
  const page = await operator.get(`/tin-nhan?${query}`);
  expect(page.status).toBe(200);
  expect(codesOf(page)).toEqual(codes);
});

test('what was chosen stays in the filter, and can be taken off', async () => {
  const { $ } = await operator.get('/tin-nhan?status=uncertain&kind=apology&day=2026-11-20&gateway=second');
  expect($('#status option[selected]').attr('value')).toBe('uncertain');
  expect($('#kind option[selected]').attr('value')).toBe('apology');
  expect($('#day').attr('value')).toBe('2026-11-20');
  expect($('#gateway option[selected]').attr('value')).toBe('second');
  expect($('.console-filter a').attr('href')).toBe('/tin-nhan');
  expect($('main').text()).toContain('Không có tin nhắn nào khớp');
});

test.each([
  ['status', 'lost'],
  ['kind', '<script>'],
  ['day', '2026-02-30'],
  ['gateway', 'a%01b'],
])('a %s that is %s is refused beside the field, and kept', async (field, value) => {
  const { $, status } = await operator.get(`/tin-nhan?${field}=${value}`);
  expect(status).toBe(422);
  expect($('title').text()).toMatch(/^Lỗi: /);
  expect($(`#${field}-error`)).toHaveLength(1);
  expect($(`#${field}-error`).text()).not.toMatch(/uncertain|apology|YYYY/);
  expect($(`.govuk-error-summary a[href="#${field}"]`)).toHaveLength(1);
  const field$ = $(`#${field}`);
  expect(field$.is('select') ? field$.find('option[selected]').attr('value') : field$.attr('value')).toBe(decodeURIComponent(value));
  expect($('main script')).toHaveLength(0);
});

test('a cursor that is none is refused, and the first page stands there', async () => {
  const page = await operator.get('/tin-nhan?cursor=x');
  expect([page.status, page.$('.govuk-error-message').text()]).toEqual([422, expect.stringContaining('Dưới đây là trang đầu')]);
  expect(codesOf(page)).toHaveLength(5);
});

describe('requirements §8.3 only an operator is offered to send again, and only what may be sent again', () => {
  const linkIn = (page: PageAnswer, code: string) => rowOf(page, code).find('a[href^="/tin-nhan/gui-lai"]').attr('href');

  test('an operator', async () => {
    const page = await operator.get('/tin-nhan');
    expect(linkIn(page, 'FAIL01')).toBe('/tin-nhan/gui-lai?key=FAIL01%2Fresult%2F1');
    expect(linkIn(page, 'TOLD01')).toBeUndefined();
    expect(linkIn(page, 'SKIP01')).toBeUndefined();
    await api.event('SKIP01', { type: 'contact', phone: '0905123456' });
    expect(linkIn(await operator.get('/tin-nhan'), 'SKIP01')).toBeDefined();
  });

  test.each(['clerk', 'auditor'] as const)('no %s', async (role) => {
    const page = await (await signIn(api, role)).get('/tin-nhan');
    expect(page.status).toBe(200);
    expect(page.$('main a[href^="/tin-nhan/gui-lai"]')).toHaveLength(0);
  });
});

test('requirements §8.1 a person sees the notices of the own agencies alone', async () => {
  const bound = await signIn(api, 'clerk', { agencies: ['so-y-te'], name: 'clerk-y-te' });
  expect(codesOf(await bound.get('/tin-nhan'))).toEqual(['YTE001']);
  expect(codesOf(await bound.get('/tin-nhan?status=permanent_failure'))).toEqual([]);
});

test('the list is read to its end by its pages, without loss or repetition', async () => {
  await using other = await openConsole();
  for (let nth = 0; nth < 53; nth++)
    await endedNotice(other, 'result', 'delivered', {
      receiptCode: `PAGE${nth + 100}`,
      decidedAt: instantAt(Date.parse(EARLY) + (nth % 7)),
    });
  const browser = await signIn(other, 'auditor');
  const page = await browser.get('/tin-nhan?status=delivered');
  expect(page.$('title').text()).toMatch(/^Hơn 50 tin nhắn/);
  const next = page.$('.govuk-pagination__next a').attr('href') ?? '';
  expect(next).toContain('status=delivered');
  const last = await browser.get(next);
  expect(last.$('.govuk-pagination__next')).toHaveLength(0);
  expect(last.$('.govuk-pagination__prev a').attr('href')).toBe('/tin-nhan?status=delivered');
  const codes = [...codesOf(page), ...codesOf(last)];
  expect(codes).toHaveLength(53);
  expect(new Set(codes).size).toBe(53);
});

test('an empty ledger says what will stand here', async () => {
  await using other = await openConsole();
  const { $ } = await (await signIn(other, 'clerk')).get('/tin-nhan');
  expect($('title').text()).toBe('Không có tin nhắn nào · Tin nhắn · Một cửa SMS');
  expect($('main').text()).toContain('Tin đầu tiên sẽ có ở đây khi');
});

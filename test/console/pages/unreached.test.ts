import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, recordNotSent, settle } from '../../../src/db/notices.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import type { Notice } from '../../../src/domain/notice-key.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { code, day } from '../../support/dossiers.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const folder = openSettingsFolder();
let api: Api;
let clerk: Browser;
let operator: Browser;
const DECIDED = Date.UTC(2026, 10, 26, 10, 30, 17);

/** A dossier whose result is there, and a notice of it that ended like this, some minutes after the first. */
async function untold(
  receiptCode: string,
  status: NoticeStatus,
  reason: string,
  { phone, agency = 'default', minutes = 0, notice }: Some = {},
) {
  const made = await api.register({ receiptCode, agency, phone, receivedAt: '2026-01-05T08:00:00+07:00' });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  await api.event(receiptCode, { type: 'progress', step: 'Trả kết quả' });
  const at = instantAt(DECIDED + minutes * 60_000);
  const which = notice ?? { kind: 'result', round: 1 };
  const entry = { receiptCode: code(receiptCode), notice: which, text: 'TB', segments: 1, encoding: 'unicode', cost: null } as const;
  const timed = { ...entry, decidedAt: at, dueAt: at };
  if (status === 'skipped') await recordNotSent(api.database, timed, status, reason);
  else {
    await claimNotice(api.database, timed, 'plain', null);
    await settle(api.database, `${receiptCode}/${which.kind}/${which.kind === 'apology' ? which.dueDate : which.round}`, status, reason);
  }
}
type Some = { readonly phone?: string; readonly agency?: string; readonly minutes?: number; readonly notice?: Notice };

beforeAll(async () => {
  api = await openConsole({ AGENCIES_FILE: folder.file({ 'so-y-te': 'Sở Y tế' }) });
  clerk = await signIn(api, 'clerk');
  operator = await signIn(api, 'operator');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const rowOf = ({ $ }: PageAnswer, receiptCode: string) =>
  $('main tbody tr')
    .toArray()
    .filter((row) => $(row).find('th').text().trim() === receiptCode)
    .map((row) => ({
      cells: $(row)
        .find('td')
        .toArray()
        .map((cell) => $(cell).text().replace(/\s+/g, ' ').trim()),
      links: $(row)
        .find('td a')
        .toArray()
        .map((link) => [$(link).contents().first().text(), $(link).attr('href')]),
    }))[0];

describe('requirements §8.5 the page of those who were not told', () => {
  test('an empty list says so, and what would stand there', async () => {
    const { status, $ } = await clerk.get('/chua-bao');
    expect([status, $('title').text()]).toEqual([200, 'Mọi người đều đã được báo. · Một cửa SMS']);
    expect($('main .govuk-inset-text').text()).toContain('Mọi người đều đã được báo.');
  });

  test('shows of what, since when, why in words, and the number masked; a clerk corrects it or ticks it off', async () => {
    await untold('NO-PHONE', 'skipped', 'no_phone');
    await untold('FAILED/1', 'permanent_failure', 'receipt: undelivered', { phone: '0905123456' });
    await untold('GATEWAY', 'technical_failure', '422 {"code":7}', { phone: '0905123456' });
    await untold('CONTENT', 'permanent_failure', 'content: 400 {"code":9}', { phone: '0905123456' });
    await untold('LATE-1', 'missed', 'due_date_over', { phone: '0905123456', notice: { kind: 'apology', dueDate: day('2026-11-27') } });
    const page = await clerk.get('/chua-bao');
    expect(page.$('title').text()).toMatch(/^5 hồ sơ chưa báo được · /);
    expect(rowOf(page, 'NO-PHONE')?.cells.slice(0, 4)).toEqual([
      'Báo kết quả (lần 1)',
      '17:30 ngày 26/11/2026',
      'Không gửi hồ sơ không có số điện thoại di động dùng được',
      'Không có số dùng được',
    ]);
    expect(rowOf(page, 'FAILED/1')).toMatchObject({
      cells: [
        'Báo kết quả (lần 1)',
        '17:30 ngày 26/11/2026',
        'Không đến được nhà mạng báo không chuyển được đến máy',
        '0905 *** 456',
        expect.stringContaining('Sửa số'),
      ],
      links: [
        ['Sửa số', '/ho-so/FAILED%2F1/so-dien-thoai'],
        ['Đã báo', '/ho-so/FAILED%2F1/da-bao?notice=FAILED%2F1%2Fresult%2F1'],
      ],
    });
    expect(rowOf(page, 'LATE-1')?.cells[0]).toBe('Xin lỗi (hẹn 27/11/2026)');
    expect(page.html).not.toContain('905123456');
  });

  test('what a gateway answered stands behind a disclosure, after what it means', async () => {
    const page = await clerk.get('/chua-bao');
    const answers = page
      .$('main details')
      .toArray()
      .map((each) => page.$(each).find('.govuk-details__text').text());
    expect(answers).toEqual(['422 {"code":7}', '400 {"code":9}']);
    page.$('main details').remove();
    expect(rowOf(page, 'GATEWAY')?.cells[2]).toBe('Lỗi kỹ thuật cổng tin nhắn không nhận được tin vì lỗi kỹ thuật');
    expect(rowOf(page, 'CONTENT')?.cells[2]).toBe('Không đến được nội dung không được nhận');
  });

  test('an operator sends again what may be sent; an auditor only reads', async () => {
    await untold('CORRECTED', 'skipped', 'no_phone');
    await api.event('CORRECTED', { type: 'contact', phone: '0905123457' });
    const page = await operator.get('/chua-bao');
    expect(rowOf(page, 'CORRECTED')?.links).toEqual([['Gửi lại', '/tin-nhan/gui-lai?key=CORRECTED%2Fresult%2F1']]);
    expect(rowOf(page, 'FAILED/1')?.links).toEqual([['Gửi lại', '/tin-nhan/gui-lai?key=FAILED%2F1%2Fresult%2F1']]);
    expect([rowOf(page, 'NO-PHONE')?.links, rowOf(page, 'LATE-1')?.links]).toEqual([[], []]);
    await api.event('GATEWAY', { type: 'progress', step: 'Thẩm định' }); // what the notice says is no longer true
    expect(rowOf(await operator.get('/chua-bao'), 'GATEWAY')?.links).toEqual([]);
    const read = await (await signIn(api, 'auditor')).get('/chua-bao');
    expect([rowOf(read, 'FAILED/1')?.cells.length, read.$('main tbody td a').length]).toEqual([4, 0]);
  });

  test('one who was told leaves the list', async () => {
    await api.event('LATE-1', { type: 'informed', notice: 'LATE-1/apology/2026-11-27', by: 'phone' });
    expect(rowOf(await clerk.get('/chua-bao'), 'LATE-1')).toBeUndefined();
  });

  test('a person of one agency sees its own alone', async () => {
    await untold('HEALTH-1', 'uncertain', 'timeout', { agency: 'so-y-te', phone: '0905123458' });
    const bound = await signIn(api, 'clerk', { name: 'y-ta', agencies: ['so-y-te'] });
    const page = await bound.get('/chua-bao');
    expect([page.$('main tbody tr').length, page.$('#agency').length, page.$('title').text()]).toEqual([
      1,
      0,
      '1 hồ sơ chưa báo được · Một cửa SMS',
    ]);
    const bodies = await Promise.all(
      ['default', 'nowhere'].map(async (agency) => (await bound.get(`/chua-bao?agency=${agency}`)).html.replaceAll(agency, '')),
    );
    expect(bodies[0]).toBe(bodies[1]);
    const chosen = await clerk.get('/chua-bao?agency=so-y-te');
    expect([chosen.$('main tbody tr').length, chosen.$('#agency option[selected]').attr('value')]).toEqual([1, 'so-y-te']);
  });

  test.each(['agency=nowhere', `agency=${'x'.repeat(101)}`])('a bad agency is told beside its field: %s', async (query) => {
    const { status, $ } = await clerk.get(`/chua-bao?${query}`);
    expect([status, $('#agency-error').length, $('.govuk-error-summary a').attr('href'), $('main table').length]).toEqual([
      422,
      1,
      '#agency',
      0,
    ]);
  });

  test('pages go on, and a bad cursor shows the first one and says so', async () => {
    for (let i = 0; i < 50; i++) await untold(`MORE-${i}`, 'skipped', 'no_phone', { minutes: 60 + i });
    const first = await clerk.get('/chua-bao');
    expect([first.$('main tbody tr').length, first.$('main tbody th').first().text().trim()]).toEqual([50, 'MORE-49']);
    const next = await clerk.get(first.$('.govuk-pagination__next a').attr('href') ?? '');
    expect(next.$('main tbody tr').length).toBeGreaterThan(1);
    expect([next.$('.govuk-pagination__prev a').attr('href'), next.$('.govuk-pagination__next').length]).toEqual(['/chua-bao', 0]);
    const bad = await clerk.get('/chua-bao?cursor=x');
    expect([bad.status, bad.$('main tbody tr').length, bad.$('main .govuk-error-message').length]).toEqual([422, 50, 1]);
  });
});

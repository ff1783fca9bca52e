import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, settle } from '../../../src/db/notices.ts';
import { dateOf, instantAt, plusDays, printDate } from '../../../src/domain/calendar.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { at, code } from '../../support/dossiers.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const folder = openSettingsFolder();
let api: Api;
let clerk: Browser;
let bound: Browser;
const due = (inDays: number) => plusDays(dateOf(instantAt(Date.now())), inDays);
const SCRIPT = '<script>alert(1)</script>';
const HEALTH = { agency: 'so-y-te', dueDate: '2099-01-01' };

const DOSSIERS = [
  { receiptCode: 'TOMORROW', dueDate: due(1), phone: '0905123456', step: 'Thẩm định' },
  { receiptCode: 'DUE-TODAY', dueDate: due(0), step: SCRIPT },
  { receiptCode: 'OVERDUE', dueDate: due(-1) },
  { receiptCode: 'LATER/2026-1', dueDate: due(40), procedure: { code: 'ĐK-02', name: 'Đăng ký', sameDay: false } },
  { receiptCode: 'UNDATED' },
  { receiptCode: 'HEALTH-1', ...HEALTH },
];

beforeAll(async () => {
  const AGENCIES_FILE = folder.file({ 'so-y-te': 'Sở Y tế', 'so-xay-dung': 'Sở Xây dựng' });
  api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s', AGENCIES_FILE });
  for (const some of DOSSIERS) {
    const made = await api.register({ agency: 'default', receivedAt: '2026-01-05T08:00:00+07:00', ...some });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  }
  await api.event('TOMORROW', { type: 'progress', state: 'Chờ ý kiến' });
  await api.register({ receiptCode: 'CLOSED', agency: 'default', dueDate: due(1) });
  await api.event('CLOSED', { type: 'close', outcome: 'withdrawn' });
  clerk = await signIn(api, 'clerk');
  bound = await signIn(api, 'clerk', { name: 'y-ta', agencies: ['so-y-te'] });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const texts = ($: PageAnswer['$'], selector: string) =>
  $(selector)
    .toArray()
    .map((each) => $(each).text().replace(/\s+/g, ' ').trim());
const codes = ({ $ }: PageAnswer) => texts($, 'main tbody th');
const lineOf = ({ $ }: PageAnswer, receiptCode: string) =>
  $('main tbody tr')
    .toArray()
    .filter((row) => $(row).find('th').text().trim() === receiptCode)
    .flatMap((row) =>
      $(row)
        .find('td')
        .toArray()
        .map((cell) => $(cell).text().replace(/\s+/g, ' ').trim()),
    );
const hrefOf = ({ $ }: PageAnswer, text: string) =>
  $('main a')
    .toArray()
    .filter((link) => $(link).text().includes(text))
    .map(({ attribs }) => attribs['href'] ?? '')[0] ?? `no link ${text}`;

describe('console §2: a line', () => {
  test('shows code, procedure, step with its state, due date, what remains, and the last notice in words', async () => {
    const page = await clerk.get('/ho-so');
    expect(page.status).toBe(200);
    expect(lineOf(page, 'TOMORROW')).toEqual(['Thẩm định giá', 'Thẩm định Chờ ý kiến', printDate(due(1)), 'Còn 1 ngày', 'Chưa có tin nào']);
    expect(page.$('.govuk-tag:contains("Chờ ý kiến")')).toHaveLength(1);
    expect(lineOf(page, 'UNDATED').slice(2, 4)).toEqual(['–', 'Không có hạn']);
    expect([lineOf(page, 'DUE-TODAY')[3], lineOf(page, 'OVERDUE')[3]]).toEqual(['Hôm nay', 'Quá 1 ngày']);
    expect(page.html).not.toContain(SCRIPT);
  });

  test('names the last notice of each dossier of the page, and where a dossier came to', async () => {
    const notice = (round: number) => ({
      receiptCode: code('UNDATED'),
      notice: { kind: 'result', round } as const,
      text: 'TB',
      segments: 1,
      encoding: 'unicode' as const,
      cost: null,
      decidedAt: at(`2026-01-0${round} 08:00`),
      dueAt: at(`2026-01-0${round} 08:00`),
    });
    for (const round of [2, 1]) await claimNotice(api.database, notice(round), 'plain', null);
    await settle(api.database, 'UNDATED/result/2', 'permanent_failure', '422');
    expect(lineOf(await clerk.get('/ho-so'), 'UNDATED')[4]).toMatch(/^Báo kết quả \(lần 2\): Không đến được\d\d:\d\d ngày /);
    const closed = await clerk.get('/ho-so?closed=true');
    expect([codes(closed), lineOf(closed, 'CLOSED')[3]]).toEqual([['CLOSED'], 'Đã rút']);
  });

  test('leads to the dossier, with the list that it is in', async () => {
    const page = await clerk.get('/ho-so?list=due_soon&sort=-due');
    const { pathname, searchParams } = new URL(hrefOf(page, 'TOMORROW'), 'http://here');
    expect([pathname, searchParams.get('tu')]).toEqual(['/ho-so/TOMORROW', 'list=due_soon&sort=-due']);
    expect(hrefOf(await clerk.get('/ho-so'), 'LATER')).toBe('/ho-so/LATER%2F2026-1?tu=');
  });
});

describe('console §2: the lists', () => {
  test.each([
    ['tonight', 'Tối nay', ['TOMORROW']],
    ['due_soon', 'Sắp đến hạn', ['DUE-TODAY', 'TOMORROW']],
    ['overdue', 'Quá hạn', ['OVERDUE']],
    ['all', 'Tất cả', ['OVERDUE', 'DUE-TODAY', 'TOMORROW', 'LATER/2026-1', 'HEALTH-1', 'UNDATED']],
  ])('%s, the most urgent first', async (list, name, expected) => {
    const page = await clerk.get(`/ho-so?list=${list}`);
    expect([page.status, codes(page)]).toEqual([200, expected]);
    expect(page.$('h1').text()).toMatch(new RegExp(`^${name}`));
    expect(page.$('title').text()).toMatch(new RegExp(`^${expected.length} hồ sơ · ${name} `));
    expect(texts(page.$, '.console-tabs a[aria-current=page]')).toEqual([`${name} ${expected.length}`]);
    expect(page.$('table caption').text()).not.toBe('');
  });

  test('have tabs with counts, in their order', async () => {
    const { $ } = await clerk.get('/ho-so');
    expect(texts($, '.console-tabs a')).toEqual([
      'Tối nay 1',
      'Sắp đến hạn 2',
      'Quá hạn 1',
      'Chờ bổ sung 0',
      'Chờ trả kết quả 0',
      'Tất cả 6',
    ]);
  });

  test('an empty list says so in a sentence', async () => {
    const { $ } = await clerk.get('/ho-so?list=waiting');
    expect($('main .govuk-inset-text').text()).toBe('Không có hồ sơ nào đang chờ bổ sung.');
    expect($('main table')).toHaveLength(0);
    expect((await clerk.get('/ho-so?step=Kho')).$('main .govuk-inset-text').text()).toBe('Không có hồ sơ nào hợp với các điều kiện lọc.');
  });

  test('?list=unreached leads to those who were not told', async () => {
    const answer = await clerk.get('/ho-so?list=unreached');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/chua-bao']);
  });

  test('are sorted by their column heads, and back', async () => {
    const page = await clerk.get('/ho-so?list=due_soon');
    expect(page.$('th[aria-sort=ascending]').text()).toContain('Hẹn trả');
    const reverse = await clerk.get(hrefOf(page, 'Hẹn trả'));
    expect([codes(reverse), reverse.$('th[aria-sort=descending]').length]).toEqual([['TOMORROW', 'DUE-TODAY'], 1]);
    const byCode = await clerk.get(hrefOf(reverse, 'Mã số'));
    expect([codes(byCode), hrefOf(byCode, 'Hẹn trả')]).toEqual([['DUE-TODAY', 'TOMORROW'], '/ho-so?list=due_soon']);
  });

  test('only a clerk is offered to register', async () => {
    const offers = async (browser: Browser) => (await browser.get('/ho-so')).$('a[href="/ho-so/moi"]').length;
    expect([await offers(clerk), await offers(await signIn(api, 'auditor')), await offers(await signIn(api, 'operator'))]).toEqual([
      1, 0, 0,
    ]);
  });
});

describe('console §2: the filters', () => {
  test('select, and stand there as chips that are taken off one by one', async () => {
    const query = new URLSearchParams({ agency: 'default', step: 'thẩm định.', state: 'Chờ ý kiến', dueFrom: due(0), dueTo: due(2) });
    const page = await clerk.get(`/ho-so?${query.toString()}&procedure=QLG-01&closed=any`);
    expect(codes(page)).toEqual(['TOMORROW']);
    expect(texts(page.$, '.console-chip').map((chip) => chip.replace(/^Bỏ điều kiện (.*) ×$/, '$1'))).toEqual([
      expect.stringMatching(/^Đơn vị: /),
      'Mã thủ tục: QLG-01',
      'Bước: thẩm định.',
      'Trạng thái: Chờ ý kiến',
      `Hẹn trả từ ngày ${printDate(due(0))}`,
      `Hẹn trả đến ngày ${printDate(due(2))}`,
      'Đang mở và đã kết thúc',
    ]);
    const without = await clerk.get(hrefOf(page, 'Bước: thẩm định.'));
    expect(without.$('.console-chip')).toHaveLength(6);
    expect(new URL(hrefOf(without, 'Trạng thái'), 'http://here').searchParams.has('state')).toBe(false);
    expect(codes(await clerk.get(hrefOf(page, 'Bỏ tất cả')))).toHaveLength(6);
  });

  test('a form that is sent with nothing in it shows every open dossier', async () => {
    const empty = '/ho-so?list=&q=&agency=&procedure=&step=&state=&dueFrom=&dueTo=&closed=false&sort=due';
    expect(codes(await clerk.get(empty))).toHaveLength(6);
  });

  test.each([
    ['dueFrom=2026-02-30', 'dueFrom', 'Hẹn trả từ ngày: cần một ngày có thật'],
    ['dueFrom=2026-02-02&dueTo=2026-02-01', 'dueTo', 'Hẹn trả đến ngày: không được trước ngày 02/02/2026'],
    ['agency=nowhere', 'agency', 'Đơn vị: hãy chọn một đơn vị trong danh sách'],
    [`step=${'x'.repeat(201)}`, 'step', 'Bước: tối đa 200 ký tự'],
    ['closed=perhaps', 'closed', 'cần một trong các giá trị'],
    ['sort=size', 'sort', 'cần một trong các giá trị'],
    ['q=12', 'q', 'Mã số hoặc số điện thoại: cần ít nhất 3 ký tự'],
    ['so=abc', 'q', 'hãy gõ lại số cần tìm'],
  ])('a bad one is told beside its field, and nothing is lost: %s', async (query, field, message) => {
    const { status, $ } = await clerk.get(`/ho-so?${query}&state=${encodeURIComponent('Chờ "ký"')}`);
    expect(status).toBe(422);
    expect($('title').text()).toMatch(/^Lỗi: /);
    expect($(`.govuk-error-summary a[href="#${field}"]`).text()).toContain(message);
    expect($(`#${field}-error`).text()).toContain(message);
    expect($(`#${field}`)).toHaveLength(1);
    expect($('#state').attr('value')).toBe('Chờ "ký"');
    expect($('details.console-filters').attr('open')).toBeDefined();
    expect($('main table')).toHaveLength(0);
  });

  test('an unknown list is told with the tabs', async () => {
    const { status, $ } = await clerk.get('/ho-so?list=none');
    expect([status, $('.govuk-error-summary a').attr('href'), $('#list').length]).toEqual([422, '#list', 1]);
  });
});

describe('requirements §8.1 a person of one agency', () => {
  test('sees its dossiers and counts alone, and is not asked for the agency', async () => {
    const page = await bound.get('/ho-so');
    expect(codes(page)).toEqual(['HEALTH-1']);
    expect(texts(page.$, '.console-tabs a').at(-1)).toBe('Tất cả 1');
    expect(page.$('#agency')).toHaveLength(0);
    expect((await clerk.get('/ho-so')).$('#agency option')).toHaveLength(4);
  });

  test('cannot tell a foreign agency from one that is not there', async () => {
    const bodies = await Promise.all(
      ['default', 'nowhere'].map(async (agency) => (await bound.get(`/ho-so?agency=${agency}`)).html.replaceAll(agency, '')),
    );
    expect(bodies[0]).toBe(bodies[1]);
  });
});

describe('console §2: paging', () => {
  const MANY = 'Hàng đợi';
  beforeAll(async () => {
    for (let i = 0; i < 60; i++) {
      const receiptCode = `MANY-${String(i).padStart(3, '0')}`;
      await api.register({ receiptCode, agency: 'so-xay-dung', dueDate: '2098-01-01', step: MANY });
    }
  });

  test('goes on and back to the first page with filters and order', async () => {
    const first = await clerk.get(`/ho-so?agency=so-xay-dung&sort=-code`);
    expect([codes(first).length, codes(first)[0], first.$('title').text()]).toEqual([
      50,
      'MANY-059',
      expect.stringMatching(/^60 hồ sơ · /),
    ]);
    expect(first.$('.govuk-pagination__prev')).toHaveLength(0);
    const next = await clerk.get(hrefOf(first, 'Trang sau'));
    expect([codes(next).length, codes(next).at(-1), next.$('.govuk-pagination__next').length]).toEqual([10, 'MANY-000', 0]);
    expect(hrefOf(next, 'Trang đầu')).toBe('/ho-so?agency=so-xay-dung&sort=-code');
    expect(new URL(hrefOf(next, 'MANY-003'), 'http://here').searchParams.get('tu')).toBe('agency=so-xay-dung&sort=-code');
  });

  test.each(['x', 'made-of-another-list'])('a bad cursor is told above the first page: %s', async (kind) => {
    const other = new URL(hrefOf(await clerk.get('/ho-so?agency=so-xay-dung'), 'Trang sau'), 'http://here').searchParams.get('cursor');
    const cursor = kind === 'x' ? 'x' : (other ?? '');
    const page = await clerk.get(`/ho-so?${new URLSearchParams({ list: 'overdue', cursor }).toString()}`);
    expect([page.status, codes(page)]).toEqual([422, ['OVERDUE']]);
    expect(page.$('main .govuk-error-message').text()).toContain('Dưới đây là trang đầu');
    expect(page.$('title').text()).toMatch(/^Lỗi: /);
  });
});

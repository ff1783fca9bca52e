import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice } from '../../../src/db/notices.ts';
import { dateOf, instantAt, instantOf, plusDays, plusMs, printDate } from '../../../src/domain/calendar.ts';
import { noticeKey } from '../../../src/domain/notice-key.ts';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { setBanner } from '../../../src/services/sessions.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { code } from '../../support/dossiers.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const folder = openSettingsFolder();
afterAll(() => folder[Symbol.dispose]());

const TODAY = dateOf(instantAt(Date.now()));
const TOMORROW = plusDays(TODAY, 1);
const SCRIPT = '<script>alert(1)</script>';

async function register(api: Api, some: object): Promise<void> {
  const { status, body } = await api.register({ agency: 'default', phone: '0905123456', dueDate: TOMORROW, ...some });
  if (status !== 201) throw new Error(JSON.stringify(body));
}

const texts = ({ $ }: PageAnswer, selector: string) =>
  $(selector)
    .toArray()
    .map((each) => $(each).text().replace(/\s+/g, ' ').trim());
const linkIn = ({ $ }: PageAnswer, text: string) =>
  $('main a')
    .toArray()
    .find((each) => $(each).text().includes(text))?.attribs['href'];

describe('console §4: before the hour', () => {
  const VALUATION = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
  const BUILDING = { code: 'XD/1 & 2', name: 'Cấp phép xây dựng', sameDay: false };
  let api: Api;
  let clerk: Browser;
  beforeAll(async () => {
    const AGENCIES_FILE = folder.file({ 'so-y-te': 'Sở Y tế' });
    api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s', AGENCIES_FILE });
    await register(api, { receiptCode: 'EVE/A-1', step: 'Thẩm định', procedure: VALUATION });
    await register(api, { receiptCode: 'EVE-A2', step: 'Thẩm định', procedure: BUILDING });
    await register(api, { receiptCode: 'EVE-A3', step: 'tham dinh', procedure: BUILDING });
    await register(api, { receiptCode: 'EVE-B1', step: SCRIPT });
    await register(api, { receiptCode: 'EVE-C1', step: 'Thẩm định', phone: null });
    await register(api, { receiptCode: 'EVE-D1', step: 'Trả kết quả' });
    await register(api, { receiptCode: 'EVE-E1', dueDate: plusDays(TODAY, 2) });
    await register(api, { receiptCode: 'EVE-F1', agency: 'so-y-te' });
    for (let nth = 1; nth <= 22; nth++) await register(api, { receiptCode: `EVE-G-${String(nth).padStart(2, '0')}`, step: 'Trình ký' });
    clerk = await signIn(api, 'clerk');
  });
  afterAll(() => api[Symbol.asyncDispose]());

  test('the title and the heading say how many will be apologised to, and how long there is time', async () => {
    const page = await clerk.get('/hom-nay');
    expect(page.status).toBe(200);
    expect(page.$('title').text()).toMatch(/^27 hồ sơ sẽ xin lỗi tối nay · Hôm nay/);
    expect(texts(page, 'h1')).toEqual(['27 hồ sơ sẽ xin lỗi tối nay']);
    expect(texts(page, '#today-time p')[0]).toMatch(/^Còn (?:\d+ giờ)? ?(?:\d+ phút|chưa đầy 1 phút)?, đến 23:59$/);
    expect(page.html).toContain(`Xin lỗi cho ngày hẹn trả ${printDate(TOMORROW)}`);
  });

  test('requirements §8.4: by step and then by procedure, the largest first', async () => {
    const headings = texts(await clerk.get('/hom-nay'), '#today-lists h2, #today-lists h3');
    expect(headings).toEqual([
      'Trình ký: 22 hồ sơ',
      'Thẩm định giá: 22 hồ sơ',
      'Thẩm định: 3 hồ sơ',
      'Cấp phép xây dựng: 2 hồ sơ',
      'Thẩm định giá: 1 hồ sơ',
      `${SCRIPT}: 1 hồ sơ`,
      'Thẩm định giá: 1 hồ sơ',
      'Tiếp nhận: 1 hồ sơ',
      'Thẩm định giá: 1 hồ sơ',
      '1 hồ sơ sẽ không nhận được tin vì chưa có số điện thoại dùng được',
    ]);
  });

  test('requirements §8.4: each dossier stands with what would save it, and for a clerk each way leads to its form', async () => {
    const page = await clerk.get('/hom-nay');
    const line = page.$('a[href="/ho-so/EVE%2FA-1"]').closest('li');
    const links = line
      .find('a')
      .toArray()
      .map((each) => [page.$(each).text(), each.attribs['href']]);
    expect(links).toEqual([
      ['EVE/A-1', '/ho-so/EVE%2FA-1'],
      ['chuyển đến Trả kết quả trước 23:59:59, hồ sơ EVE/A-1', '/ho-so/EVE%2FA-1/tra-ket-qua'],
      ['gia hạn có lý do, hồ sơ EVE/A-1', '/ho-so/EVE%2FA-1/hen-lai'],
      ['ghi nhận bổ sung, hồ sơ EVE/A-1', '/ho-so/EVE%2FA-1/bo-sung'],
    ]);
  });

  test('who records nothing reads the ways without links', async () => {
    for (const role of ['operator', 'auditor'] as const) {
      const page = await (await signIn(api, role)).get('/hom-nay');
      const line = page.$('a[href="/ho-so/EVE-A2"]').closest('li');
      expect(line.text()).toContain('chuyển đến Trả kết quả trước 23:59:59 · gia hạn có lý do · ghi nhận bổ sung');
      expect(line.find('a')).toHaveLength(1);
    }
  });

  test('a large group shows its first dossiers and leads to the list of all', async () => {
    const page = await clerk.get('/hom-nay');
    expect(texts(page, '#today-lists section:first-of-type li')).toHaveLength(20);
    const list = await clerk.get(linkIn(page, 'Xem cả 22 hồ sơ') ?? '');
    expect(list.status).toBe(200);
    expect(list.html).toContain('EVE-G-22');
    expect(list.html).not.toContain('EVE-A2');
  });

  test('who will not be told for want of a number stands apart, with the form for it', async () => {
    const page = await clerk.get('/hom-nay');
    expect(linkIn(page, 'Thêm số điện thoại, hồ sơ EVE-C1')).toBe('/ho-so/EVE-C1/so-dien-thoai');
  });

  test('a step is text, whatever stands in it, and no page shows a telephone number', async () => {
    const { html } = await clerk.get('/hom-nay');
    expect(html).not.toContain(SCRIPT);
    expect(html).not.toMatch(/905.?123.?456/);
  });

  test('requirements §8.1: who is bound to an agency sees its dossiers alone', async () => {
    const bound = await signIn(api, 'clerk', { name: 'y-ta', agencies: ['so-y-te'] });
    const page = await bound.get('/hom-nay');
    expect(texts(page, 'h1')).toEqual(['1 hồ sơ sẽ xin lỗi tối nay']);
    expect(page.html).toContain('EVE-F1');
    expect(page.html).not.toMatch(/EVE-[A-E]|EVE-G/);
    expect(page.html).not.toContain('Sở Y tế</span>');
    expect((await clerk.get('/hom-nay')).html).toContain('Sở Y tế</span>');
  });

  test('a dossier that is saved is gone from the page at once', async () => {
    await register(api, { receiptCode: 'EVE-H1', step: 'Đã cứu' });
    expect(texts(await clerk.get('/hom-nay'), 'h1')).toEqual(['28 hồ sơ sẽ xin lỗi tối nay']);
    await api.event('EVE-H1', { type: 'progress', step: 'Trả kết quả' });
    const page = await clerk.get('/hom-nay');
    expect(texts(page, 'h1')).toEqual(['27 hồ sơ sẽ xin lỗi tối nay']);
    expect(page.html).not.toContain('EVE-H1');
  });

  test('without scripts the page is loaded again each minute', async () => {
    const { $, headers } = await clerk.get('/hom-nay');
    expect($('head noscript').html()).toContain('<meta http-equiv="refresh" content="60"');
    expect(headers.get('refresh')).toBeNull();
    expect((await clerk.get('/giup-do')).$('head noscript')).toHaveLength(0);
  });

  test('the headline alone is read aloud when it changes', async () => {
    const { $ } = await clerk.get('/hom-nay');
    expect(
      $('[aria-live]')
        .toArray()
        .map(({ attribs }) => [attribs['id'], attribs['aria-live']]),
    ).toEqual([['today-headline', 'polite']]);
    expect(
      $('[data-part]')
        .toArray()
        .every(({ attribs }) => attribs['id']),
    ).toBe(true);
  });
});

describe('console §4: no apology to come', () => {
  test('says so in a sentence, and that all is well', async () => {
    await using api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s' });
    for (const role of ['clerk', 'operator', 'auditor'] as const) {
      const page = await (await signIn(api, role)).get('/hom-nay');
      expect(texts(page, 'h1')).toEqual(['Không có hồ sơ nào sẽ phải xin lỗi tối nay']);
      expect(texts(page, '#today-attention')).toEqual(['Mọi việc đều ổn.']);
    }
  });
});

/** An apology for tomorrow in the ledger, due at the first moment of today. */
async function anApology(api: Api, receiptCode: string, status: NoticeStatus, lateMs: number | null = null): Promise<void> {
  await register(api, { receiptCode });
  const notice = { kind: 'apology', dueDate: TOMORROW } as const;
  const dueAt = instantOf(TODAY, 0);
  const entry = {
    receiptCode: code(receiptCode),
    notice,
    text: 'TB',
    encoding: 'unicode',
    segments: 1,
    cost: null,
    decidedAt: dueAt,
    dueAt,
  };
  await claimNotice(api.database, { ...entry, encoding: 'unicode' }, 'plain', null);
  await api.database.sql`update notices set status = ${status}, sent_at = ${lateMs === null ? null : plusMs(dueAt, lateMs)}
    where key = ${noticeKey(entry.receiptCode, notice)}`;
}

describe('console §4: after the hour', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openConsole({ APOLOGY_TIME: '00:00', APOLOGY_SPREAD: '0s' });
  });
  afterAll(() => api[Symbol.asyncDispose]());

  test('what left, what waits, what was not sent and why, and how late the last one left', async () => {
    const clerk = await signIn(api, 'clerk');
    expect(texts(await clerk.get('/hom-nay'), 'h1')).toEqual(['Tối nay không phải xin lỗi hồ sơ nào']);
    await anApology(api, 'LEFT-001', 'sent', 1000);
    await anApology(api, 'LEFT-002', 'delivered', 65_000);
    await anApology(api, 'WAITS-01', 'sending');
    await anApology(api, 'FAILED-1', 'permanent_failure');
    const page = await clerk.get('/hom-nay');
    expect(page.$('title').text()).toMatch(/^2 đã gửi, 1 đang chờ, 1 không gửi được; 0 hồ sơ được cứu từ 15:00 · Hôm nay/);
    expect(texts(page, '#today-time p')[0]).toBe('Tin cuối cùng rời đi lúc 00:01:05, chậm 1 phút 5 giây so với giờ của hồ sơ đó.');
    expect(texts(page, '#today-lists tbody th, #today-lists tbody td')).toEqual([
      'FAILED-1',
      'Thẩm định giá',
      'Tiếp nhận',
      'Không đến được nhà mạng hoặc cổng từ chối số này',
    ]);
  });
});

describe('console §4: what needs a hand', () => {
  let api: Api;
  beforeAll(async () => {
    const AGENCIES_FILE = folder.file({ 'so-y-te': 'Sở Y tế' });
    api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s', AGENCIES_FILE });
    await anApology(api, 'FAILED-1', 'permanent_failure');
    await anApology(api, 'FAILED-2', 'permanent_failure');
    await anApology(api, 'UNSURE-1', 'uncertain');
    await api.database.sql`update gateways set state = 'no_balance', since = '2026-11-23T01:15:00Z'`;
  });
  afterAll(() => api[Symbol.asyncDispose]());
  const matters = async (browser: Browser) => texts(await browser.get('/hom-nay'), '#today-attention li');

  const UNREACHED = [
    '2 tin chưa đến được người dân: nhà mạng hoặc cổng từ chối số này. Xem các tin “Không đến được”',
    '1 tin chưa đến được người dân: không biết cổng đã nhận tin hay chưa. Xem các tin “Không rõ”',
    '3 tin chưa báo được: hãy sửa số điện thoại, gọi điện hoặc gửi thư. Xem danh sách chưa báo được',
  ];
  const GATEWAY = 'Cổng plain: tài khoản ở cổng không còn đủ tiền; việc gửi tạm dừng, từ 08:15 ngày 23/11/2026. Xem cổng tin nhắn';

  test('a sentence and a link for each matter', async () => {
    const operator = await signIn(api, 'operator');
    expect(await matters(operator)).toEqual([GATEWAY, ...UNREACHED]);
    const page = await operator.get('/hom-nay');
    expect(linkIn(page, 'Không đến được')).toBe('/tin-nhan?status=permanent_failure');
    expect(linkIn(page, 'chưa báo được')).toBe('/chua-bao');
    expect(linkIn(page, 'Xem cổng tin nhắn')).toBe('/cong-tin');
  });

  test('requirements §8.1: what a person may not see is left out', async () => {
    expect(await matters(await signIn(api, 'clerk'))).toEqual(UNREACHED);
    expect(await matters(await signIn(api, 'auditor'))).toEqual([GATEWAY, ...UNREACHED]);
    const bound = await signIn(api, 'operator', { name: 'van-hanh-y-te', agencies: ['so-y-te'] });
    expect(texts(await bound.get('/hom-nay'), '#today-attention')).toEqual(['Mọi việc đều ổn.']);
  });

  test('what somebody was told of otherwise is no matter any more', async () => {
    const told = await api.event('UNSURE-1', { type: 'informed', notice: `UNSURE-1/apology/${TOMORROW}`, by: 'phone' });
    expect(told.status).toBe(202);
    expect(await matters(await signIn(api, 'clerk'))).toEqual([
      UNREACHED[0],
      '2 tin chưa báo được: hãy sửa số điện thoại, gọi điện hoặc gửi thư. Xem danh sách chưa báo được',
    ]);
  });

  test('notices that are due for more than ten minutes and have not left', async () => {
    const clerk = await signIn(api, 'clerk');
    const sentence = '1 tin đã đến giờ gửi hơn 10 phút mà chưa gửi được. Xem các tin “Chờ gửi”';
    await anApology(api, 'STUCK-01', 'created');
    await api.database.sql`update notices set due_at = now() - interval '9 minutes' where status = 'created'`;
    expect(await matters(clerk)).not.toContain(sentence);
    await api.database.sql`update notices set due_at = now() - interval '11 minutes' where status = 'created'`;
    expect(await matters(clerk)).toContain(sentence);
    await api.database.sql`delete from notices where status = 'created'`;
  });

  test('events that wait for Temporal since a minute or more', async () => {
    const wait = () => api.database.sql`
      with head as (update dossiers set seq = seq + 1 where code_key = 'FAILED1' returning code_key, seq), entry as (
        insert into events (code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, digest, hash)
        select code_key, seq, 'late', 'progress', '{"step": "Thẩm định"}', now() - interval '2 minutes', now() - interval '2 minutes', 'x', '', ''
        from head returning code_key, seq)
      insert into outbox (code_key, seq, due_at) select code_key, seq, now() + interval '30 seconds' from entry`;
    await wait();
    const sentence = '1 thay đổi đã được ghi nhưng chưa chuyển tới bộ phận gửi tin; tin nhắn của các hồ sơ này sẽ đi chậm. Xem giải thích';
    expect(await matters(await signIn(api, 'clerk'))).toContain(sentence);
    const bound = await signIn(api, 'clerk', { name: 'y-ta', agencies: ['so-y-te'] });
    expect(texts(await bound.get('/hom-nay'), '#today-attention')).toEqual(['Mọi việc đều ổn.']);
  });
});

describe('console §4: live', () => {
  /** The versions that an open answer tells, one after the other. */
  async function* versions(api: Api, { cookie }: Browser) {
    const answer = await api.app.request('/hom-nay/dong', { headers: { cookie } });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const decoder = new TextDecoder();
    let read = '';
    for await (const bytes of answer.body ?? []) {
      read += decoder.decode(bytes, { stream: true });
      for (let end = read.indexOf('\n\n'); end >= 0; end = read.indexOf('\n\n')) {
        const version = /^data: (.*)$/m.exec(read.slice(0, end))?.[1];
        read = read.slice(end + 2);
        if (version !== undefined) yield version;
      }
    }
  }
  const versionOf = ({ $ }: PageAnswer) => $('[data-live]').attr('data-version');

  test('a change is told to who looks on, and what they then fetch has it', async () => {
    await using api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s' });
    const clerk = await signIn(api, 'clerk');
    const shown = versionOf(await clerk.get('/hom-nay'));
    const told = versions(api, clerk);
    const first = (await told.next()).value;
    await register(api, { receiptCode: 'LIVE-001' });
    let now = first;
    while (now?.slice(17) === first?.slice(17)) now = (await told.next()).value; // the minute may change before it does
    expect(now).not.toBe(shown);
    const content = await clerk.get('/hom-nay/noi-dung');
    expect(versionOf(content)?.slice(17)).toBe(now?.slice(17));
    expect(texts(content, 'h1')).toEqual(['1 hồ sơ sẽ xin lỗi tối nay']);
    expect(content.$('header, nav')).toHaveLength(0);
    await told.return(undefined);
  });

  test('a page that was loaded after a change is not told of it again', async () => {
    await using api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s' });
    const clerk = await signIn(api, 'clerk');
    await register(api, { receiptCode: 'LIVE-001' });
    const told = versions(api, clerk);
    const version = (await told.next()).value;
    expect(versionOf(await clerk.get('/hom-nay'))?.slice(17)).toBe(version?.slice(17));
    await told.return(undefined);
  });

  test('another agency does not hear of it', async () => {
    const AGENCIES_FILE = folder.file({ 'so-y-te': 'Sở Y tế' });
    await using api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s', AGENCIES_FILE });
    const bound = await signIn(api, 'clerk', { name: 'y-ta', agencies: ['so-y-te'] });
    const before = versionOf(await bound.get('/hom-nay'));
    await register(api, { receiptCode: 'LIVE-001' });
    expect(versionOf(await bound.get('/hom-nay'))?.slice(17)).toBe(before?.slice(17));
  });

  test('who is not signed in is told nothing', async () => {
    await using api = await openConsole();
    for (const path of ['/hom-nay/dong', '/hom-nay/noi-dung']) {
      const answer = await api.app.request(path);
      expect([path, answer.status, answer.headers.get('location')?.startsWith('/dang-nhap')]).toEqual([path, 303, true]);
    }
  });

  test('what a page fetches by itself does not take the banner that is meant for the next page', async () => {
    await using api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s' });
    const clerk = await signIn(api, 'clerk');
    const [session] = await api.database.sql<{ digest: Buffer }[]>`select digest from sessions`;
    await setBanner(api.deps, { id: session?.digest ?? Buffer.of(), name: 'clerk-1', role: 'clerk', agencies: null }, 'Đã làm xong');
    expect((await clerk.get('/hom-nay/noi-dung')).html).not.toContain('Đã làm xong');
    expect((await clerk.get('/hom-nay')).html).toContain('Đã làm xong');
  });

  test('an answer that is open ends with the process', async () => {
    const api = await openConsole({ APOLOGY_TIME: '23:59:59', APOLOGY_SPREAD: '0s' });
    const told = versions(api, await signIn(api, 'clerk'));
    await told.next();
    await api[Symbol.asyncDispose]();
    expect((await told.next()).done).toBe(true);
  });
});

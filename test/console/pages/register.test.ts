import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const ADDRESS = '/ho-so/moi';
const FIELDS = {
  procedure: 'QLG-01 · Thẩm định giá',
  phone: '0905 123 456',
  receivedAt: '2017-11-23T08:15',
  dueDate: '2099-11-27',
  step: 'Tiếp nhận',
};

let api: Api;
let clerk: Browser;
beforeAll(async () => {
  api = await openConsole();
  clerk = await signIn(api, 'clerk');
});
afterAll(() => api[Symbol.asyncDispose]());

let count = 0;
const newCode = () => `NEW-${String(++count).padStart(4, '0')}`;
const text = ({ $ }: PageAnswer, selector = 'main') => $(selector).text().replace(/\s+/g, ' ').trim();
const hiddenOf = ({ $ }: PageAnswer) =>
  Object.fromEntries(
    $('main form input[type=hidden]')
      .toArray()
      .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
  );
const send = (shown: PageAnswer, fields: Record<string, string>, by = clerk) =>
  by.request(ADDRESS, { method: 'POST', body: new URLSearchParams({ ...hiddenOf(shown), ...fields }) });
const banner = async () => text(await clerk.get('/giup-do'), '.govuk-notification-banner__content');
const registered = async (code: string) =>
  (
    await api.database.sql<{ body: object; actor: string }[]>`
      select body, actor from events where code_key = ${codeKey(code)} and seq = 0`
  )[0];

describe('console §3: a new dossier at /ho-so/moi', () => {
  test('the form begins with the code, now and the first step', async () => {
    const form = await clerk.get(ADDRESS);
    expect([form.status, form.$('h1').text()]).toEqual([200, 'Tiếp nhận hồ sơ']);
    expect(form.$('#receiptCode').attr('autofocus')).toBeDefined();
    expect(form.$('#receivedAt').attr('value')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
    expect(form.$('#step').attr('value')).toBe('Tiếp nhận');
    expect(form.$('#agency')).toHaveLength(0);
    expect(text(form)).not.toContain('Cấp mã');
    expect(text(form, '#preview')).toContain('Không gửi tin nhắn nào khi tiếp nhận');
  });

  test('Enter, which a scanner sends after each code, presses a button that does nothing', async () => {
    const { $ } = await clerk.get(ADDRESS);
    expect($('main form button').first().attr()).toMatchObject({ type: 'submit', disabled: '', hidden: '' });
  });

  test('it is taken in at once, and the banner says so', async () => {
    const receiptCode = newCode();
    const answer = await clerk.submit(ADDRESS, { ...FIELDS, receiptCode: ` ${receiptCode.toLowerCase()} ` });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/ho-so/${receiptCode}`]);
    expect(await banner()).toBe(`Đã tiếp nhận hồ sơ ${receiptCode}, hẹn trả ngày 27/11/2099. Không có tin nhắn nào được gửi.`);
    expect(await registered(receiptCode)).toMatchObject({
      actor: 'clerk-1',
      body: { procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false }, dueDate: '2099-11-27', step: 'Tiếp nhận' },
    });
    const { body } = await api.get(`/v1/dossiers/${receiptCode}`);
    expect([body.receivedAt, body.phone]).toEqual(['2017-11-23T01:15:00.000Z', '0905 *** 456']);
  });

  test('the same form twice is one dossier and one banner', async () => {
    const receiptCode = newCode();
    const form = await clerk.get(ADDRESS);
    const [one, other] = await Promise.all([send(form, { ...FIELDS, receiptCode }), send(form, { ...FIELDS, receiptCode })]);
    expect([one.status, other.status]).toEqual([303, 303]);
    expect((await send(form, { ...FIELDS, receiptCode })).status).toBe(303);
    expect(await banner()).toContain(`Đã tiếp nhận hồ sơ ${receiptCode}`);
  });

  test('a dossier that is taken in at the result shows M1 first', async () => {
    const receiptCode = newCode();
    const fields = { ...FIELDS, receiptCode, step: 'trả kết quả' };
    const asked = await clerk.submit(ADDRESS, fields);
    expect(asked.status).toBe(200);
    expect(text(asked, '#preview blockquote')).toContain(`(MS: ${receiptCode}) đã được giải quyết xong`);
    expect(await registered(receiptCode)).toBeUndefined();
    expect((await send(asked, fields)).status).toBe(303);
    expect(await banner()).toContain('Tin báo kết quả đang được gửi đến 0905 *** 456.');
  });

  test('“Xem trước” shows what the number was read as and the apology to come, and records nothing', async () => {
    const receiptCode = newCode();
    const asked = await clerk.submit(ADDRESS, { ...FIELDS, receiptCode, phone: '905123456', preview: 'true' });
    expect(text(asked, '#phone-read')).toBe('0905 *** 456, Tin nhắn gửi được');
    expect(text(asked, '#preview blockquote')).toContain('chưa có kết quả vào ngày 27/11/2099');
    expect(await registered(receiptCode)).toBeUndefined();
  });

  test('requirements §3.3: a number that cannot be used is asked about once, and no fault', async () => {
    const receiptCode = newCode();
    const fields = { ...FIELDS, receiptCode, phone: '0905 123 45' };
    const asked = await clerk.submit(ADDRESS, fields);
    expect([asked.status, asked.$('.govuk-error-message').length]).toEqual([200, 0]);
    expect(text(asked, '#phone-read')).toContain('số này thiếu chữ số');
    expect(asked.$('#phone').attr('value')).toBe('0905 123 45');
    expect((await send(asked, fields)).status).toBe(303);
    const none = newCode();
    expect((await clerk.submit(ADDRESS, { ...FIELDS, receiptCode: none, phone: '', dueDate: '' })).status).toBe(303);
    expect(await banner()).toContain(`Đã tiếp nhận hồ sơ ${none}, không có hạn.`);
  });

  test('procedures that were used before are suggested, and their code or name alone is enough', async () => {
    await clerk.submit(ADDRESS, { ...FIELDS, receiptCode: newCode(), procedure: 'A-2 - Sao y bản chính', sameDay: 'true' });
    const form = await clerk.get(ADDRESS);
    const suggested = form
      .$('#procedure-suggestions option')
      .toArray()
      .map(({ attribs }) => attribs['value']);
    expect(suggested).toContain('A-2 · Sao y bản chính');
    const receiptCode = newCode();
    const fields = { ...FIELDS, receiptCode, procedure: 'sao y ban chinh' };
    const asked = await send(form, fields);
    expect(text(asked, '#preview')).toContain('Lần trước, thủ tục này được ghi là giải quyết ngay trong ngày');
    expect((await send(asked, { ...fields, sameDay: 'true' })).status).toBe(303);
    expect(await registered(receiptCode)).toMatchObject({ body: { procedure: { code: 'A-2', name: 'Sao y bản chính', sameDay: true } } });
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['no code', { receiptCode: '' }, 'receiptCode', 'thiếu giá trị'],
    ['a bad code', { receiptCode: 'A 1' }, 'receiptCode', 'cần 6 đến 30 ký tự'],
    ['no procedure', { procedure: '' }, 'procedure', 'thiếu giá trị'],
    ['half a procedure', { procedure: 'Kê khai' }, 'procedure', 'cần mã và tên'],
    ['a long name', { procedure: `QLG-09 · ${'a'.repeat(501)}` }, 'procedure', 'tên tối đa 500 ký tự'],
    ['no moment', { receivedAt: '' }, 'receivedAt', 'cần ngày và giờ'],
    ['a broken moment', { receivedAt: '2026-02-30T08:00' }, 'receivedAt', 'cần ngày và giờ'],
    ['a moment in the future', { receivedAt: '2098-01-01T08:00' }, 'receivedAt', 'không được quá 5 phút trong tương lai'],
    ['a due date before it', { dueDate: '2017-11-22' }, 'dueDate', 'không được trước ngày tiếp nhận 23/11/2017'],
    ['a step that is too long', { step: 'x'.repeat(101) }, 'step', 'tối đa 100 ký tự'],
  ])('%s is refused beside its field', async (_, wrong, field, said) => {
    const receiptCode = newCode();
    const answer = await clerk.submit(ADDRESS, { ...FIELDS, receiptCode, ...wrong });
    expect(answer.status).toBe(422);
    expect(text(answer, `#${field}-error`)).toContain(said);
    expect(answer.$(`.govuk-error-summary a[href="#${field}"]`)).toHaveLength(1);
    expect(answer.$('#phone').attr('value')).toBe(FIELDS.phone);
    expect(answer.$(`#${field}`).attr('value')).toBe(wrong[field]);
    expect(await registered(receiptCode)).toBeUndefined();
  });

  test('all faults are named at once, in the order of the fields', async () => {
    const answer = await clerk.submit(ADDRESS, { receiptCode: 'x', procedure: 'y', receivedAt: 'z', step: 'Tiếp nhận' });
    const links = answer
      .$('.govuk-error-summary a')
      .toArray()
      .map(({ attribs }) => attribs['href']);
    expect(links).toEqual(['#receiptCode', '#procedure', '#receivedAt']);
  });

  test('a code with other content is a conflict that says what differs', async () => {
    const receiptCode = newCode();
    await clerk.submit(ADDRESS, { ...FIELDS, receiptCode });
    const answer = await clerk.submit(ADDRESS, {
      ...FIELDS,
      receiptCode,
      dueDate: '2099-12-01',
      procedure: 'X-1 · <script>alert(1)</script>',
    });
    expect(answer.status).toBe(409);
    const said = text(answer, '.console-problem');
    expect(said).toContain(`Mã số ${receiptCode} đã được đăng ký với nội dung khác`);
    expect(said).toContain('Ngày hẹn trả kết quả: đã ghi “27/11/2099”, đang gõ “01/12/2099”');
    expect(said).toContain('đang gõ “X-1 · <script>alert(1)</script>”');
    expect(answer.html).not.toContain('<script>alert');
    expect(answer.$(`a[href="/ho-so/${receiptCode}"]`)).toHaveLength(1);
    expect(answer.$('#dueDate').attr('value')).toBe('2099-12-01');
    const phone = await clerk.submit(ADDRESS, { ...FIELDS, receiptCode, phone: '0905 123 457' });
    expect(text(phone, '.console-problem')).toContain('Các ô nhìn giống nhau');
  });

  test('only clerks take dossiers in', async () => {
    for (const role of ['operator', 'auditor'] as const) expect((await (await signIn(api, role)).get(ADDRESS)).status).toBe(403);
  });
});

describe('requirements §8.1: the agency of a new dossier', () => {
  test('is chosen by people of several agencies, and is nobody else’s', async () => {
    using folder = openSettingsFolder();
    const AGENCIES_FILE = folder.file({ default: 'Sở Tài chính', xd: 'Sở Xây dựng', nv: 'Sở Nội vụ' });
    await using several = await openConsole({ AGENCIES_FILE });
    const both = await signIn(several, 'clerk', { agencies: ['xd', 'nv'], name: 'both' });
    const form = await both.get(ADDRESS);
    expect(
      form
        .$('#agency option')
        .toArray()
        .map(({ attribs }) => attribs['value']),
    ).toEqual(['', 'xd', 'nv']);
    const fields = { ...FIELDS, receiptCode: 'AGENCY-01' };
    const missing = await send(form, fields, both);
    expect([missing.status, text(missing, '#agency-error')]).toEqual([422, 'Lỗi: Đơn vị: hãy chọn đơn vị tiếp nhận hồ sơ']);
    expect((await send(form, { ...fields, agency: 'default' }, both)).status).toBe(403);
    expect((await send(form, { ...fields, agency: 'nv', procedure: 'NV-1 · Tuyển dụng' }, both)).status).toBe(303);

    const only = await signIn(several, 'clerk', { agencies: ['xd'], name: 'only' });
    const theirs = await only.get(ADDRESS);
    expect(theirs.$('#agency')).toHaveLength(0);
    expect((await send(theirs, { ...fields, receiptCode: 'AGENCY-02' }, only)).status).toBe(303);
    const rows = await several.database.sql`select receipt_code as code, agency from dossiers order by 1`;
    expect(rows.map(({ code, agency }) => [code, agency])).toEqual([
      ['AGENCY-01', 'nv'],
      ['AGENCY-02', 'xd'],
    ]);

    const taken = await send(theirs, { ...fields, receiptCode: 'AGENCY-01', dueDate: '2099-12-24' }, only);
    expect([taken.status, text(taken, '#receiptCode-error')]).toEqual([
      409,
      'Lỗi: Mã số biên nhận: mã AGENCY-01 đã được dùng, hãy kiểm tra lại mã trên giấy biên nhận',
    ]);
    expect(taken.html).not.toContain('27/11/2099');
    const suggested = (await only.get(ADDRESS)).$('#procedure-suggestions option').toArray();
    expect(suggested.map(({ attribs }) => attribs['value'])).toEqual(['QLG-01 · Thẩm định giá']);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { withoutDiacritics } from '../../../src/domain/sms-text.ts';
import type { Api } from '../../support/api.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';

const DUE = '2099-11-27';
const M1 = (code: string) =>
  `TB: Hồ sơ của quý ông/bà (MS: ${code}) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả`;
const M2 = (code: string) =>
  `TB: hồ sơ của quý ông/bà (MS: ${code}) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận thông báo`;

let api: Api;
let clerk: Browser;
beforeAll(async () => {
  api = await openConsole();
  clerk = await signIn(api, 'clerk');
});
afterAll(() => api[Symbol.asyncDispose]());

let count = 0;
/** A dossier of its own for a test. */
async function dossier(some: object = {}): Promise<string> {
  const receiptCode = `FORM-${String(++count).padStart(4, '0')}`;
  const { status } = await api.register({ receiptCode, phone: '0905123456', dueDate: DUE, step: 'Thẩm định', ...some });
  expect(status).toBe(201);
  return receiptCode;
}

/** A result notice as the ledger has it. */
async function resultNotice(code: string, round: number, status: NoticeStatus, reason: string | null = null): Promise<void> {
  await api.database.sql`
    insert into notices (key, code_key, kind, round, status, reason, text, segments, decided_at, due_at)
    values (${`${code}/result/${round}`}, ${codeKey(code)}, 'result', ${round}, ${status}, ${reason}, 'TB', 2, now(), now())`;
}

const at = (code: string, form: string) => `/ho-so/${code}/${form}`;
const text = ({ $ }: PageAnswer, selector = 'main') => $(selector).text().replace(/\s+/g, ' ').trim();
const hiddenOf = ({ $ }: PageAnswer) =>
  Object.fromEntries(
    $('main form input[type=hidden]')
      .toArray()
      .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
  );
const post = (path: string, fields: Record<string, string>) => clerk.request(path, { method: 'POST', body: new URLSearchParams(fields) });
/** Sends the form that an answer shows. */
const send = (path: string, shown: PageAnswer, fields: Record<string, string>) => post(path, { ...hiddenOf(shown), ...fields });
const events = (code: string) =>
  api.database.sql<{ type: string; body: object; actor: string }[]>`
    select type, body, actor from events where code_key = ${codeKey(code)} order by seq`;
const banner = async () => text(await clerk.get('/giup-do'), '.govuk-notification-banner__content');

async function expectDone(answer: PageAnswer, code: string, said: string): Promise<void> {
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/ho-so/${code}`]);
  expect(await banner()).toBe(said);
}

describe('console §3: the forms of a dossier', () => {
  test('tra-ket-qua shows M1 word for word before it is sent, and the banner says where it goes', async () => {
    const code = await dossier();
    const form = await clerk.get(at(code, 'tra-ket-qua'));
    expect(form.status).toBe(200);
    expect(form.$('h1')).toHaveLength(1);
    expect(form.$('title').text()).toBe(`Trả kết quả · Hồ sơ ${code} · Một cửa SMS`);
    expect(text(form, '#preview blockquote')).toBe(M1(code));
    expect(text(form, '#preview')).toContain('gửi đến 0905 *** 456');
    expect(text(form, '#preview')).toContain('2 đoạn tin');
    expect(text(form, '#preview')).toContain('Tin xin lỗi của lúc 17:30');
    expect(form.html).not.toContain('0905123456');
    await expectDone(
      await send(at(code, 'tra-ket-qua'), form, {}),
      code,
      'Đã chuyển hồ sơ đến bước “Trả kết quả”. Tin báo kết quả đang được gửi đến 0905 *** 456.',
    );
    const [, event] = await events(code);
    expect(event).toEqual({ type: 'progress', body: { step: 'Trả kết quả' }, actor: 'clerk-1' });
    const again = await clerk.get(at(code, 'tra-ket-qua'));
    expect(text(again)).toContain('không cần ghi nữa');
    expect(again.$('main form')).toHaveLength(0);
  });

  test('a form keeps the list from which its dossier was opened, and nothing else', async () => {
    const code = await dossier();
    const list = new URLSearchParams({ list: 'overdue', step: 'Thẩm định' }).toString();
    const tu = `?${new URLSearchParams({ tu: list }).toString()}`;
    const page = await clerk.get(`/ho-so/${code}${tu}`);
    const links = page.$('.console-actions a').toArray();
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(page.$(link).attr('href')).toMatch(/^\/ho-so\/FORM-\d+\/[a-z-]+\?tu=/);
    expect(links.map((link) => page.$(link).attr('href'))).toContain(`${at(code, 'chuyen-buoc')}${tu}`);

    const address = `${at(code, 'chuyen-buoc')}${tu}`;
    const form = await clerk.get(address);
    const back = (shown: PageAnswer) => shown.$('.govuk-back-link').attr('href');
    expect(back(form)).toBe(`/ho-so/${code}${tu}`);
    expect(form.$('main form').attr('action')).toBeUndefined(); // a browser then sends it to the address of the page
    const refused = await send(address, form, {});
    expect([refused.status, back(refused)]).toEqual([422, `/ho-so/${code}${tu}`]);
    const done = await send(address, form, { step: 'Trình ký' });
    expect([done.status, done.headers.get('location')]).toEqual([303, `/ho-so/${code}${tu}`]);

    // What is no list leads nowhere; of another address nothing stays but the usual list.
    for (const [forged, kept] of Object.entries({ 'list=nobody': '', 'so=x': '', '//example.org/?x=1': '?tu=' })) {
      const there = `${at(code, 'chuyen-buoc')}?${new URLSearchParams({ tu: forged }).toString()}`;
      const shown = await clerk.get(there);
      expect([forged, back(shown)]).toEqual([forged, `/ho-so/${code}${kept}`]);
      const left = await send(there, shown, { step: `Bước ${forged.length}` });
      expect([forged, left.headers.get('location')]).toEqual([forged, `/ho-so/${code}${kept}`]);
    }
  });

  test('bo-sung is the step and the state of requirements §5.2, with its note', async () => {
    const code = await dossier();
    const form = await clerk.get(at(code, 'bo-sung'));
    expect(text(form, '#preview blockquote')).toBe(M2(code));
    const answer = await send(at(code, 'bo-sung'), form, { note: 'Thiếu bản vẽ\r\nbản sao sổ đỏ' });
    await expectDone(
      answer,
      code,
      'Đã ghi yêu cầu bổ sung, hồ sơ ở “Bộ phận Một cửa”, trạng thái “Chờ bổ sung”. Tin yêu cầu bổ sung đang được gửi đến 0905 *** 456.',
    );
    expect((await events(code))[1]?.body).toEqual({
      step: 'Bộ phận Một cửa',
      state: 'Chờ bổ sung',
      note: 'Thiếu bản vẽ bản sao sổ đỏ',
    });
    expect(text(await clerk.get(at(code, 'bo-sung')))).toContain('Hồ sơ đang chờ bổ sung từ');
  });

  test('chuyen-buoc to an ordinary step is recorded at once, and says that nothing was sent', async () => {
    const code = await dossier();
    const form = await clerk.get(at(code, 'chuyen-buoc'));
    expect(text(form, '#preview')).toContain('Không gửi tin nhắn nào, trừ khi hồ sơ đến bước “Trả kết quả”');
    expect(
      form
        .$('#step-suggestions option')
        .toArray()
        .map(({ attribs }) => attribs['value']),
    ).toContain('Thẩm định');
    const answer = await send(at(code, 'chuyen-buoc'), form, { step: 'Trình ký', state: '', note: '' });
    await expectDone(answer, code, 'Đã chuyển hồ sơ đến bước “Trình ký”. Không có tin nhắn nào được gửi.');
  });

  test('chuyen-buoc to the result shows the message first and never surprises', async () => {
    const code = await dossier();
    const asked = await clerk.submit(at(code, 'chuyen-buoc'), { step: 'tra ket qua.' });
    expect(asked.status).toBe(200);
    expect(text(asked, '#preview blockquote')).toBe(M1(code));
    expect(asked.$('title').text()).toContain('Xem trước: chuyển bước');
    expect(asked.$('#step').attr('value')).toBe('tra ket qua.');
    expect(await events(code)).toHaveLength(1);
    await expectDone(
      await send(at(code, 'chuyen-buoc'), asked, { step: 'tra ket qua.' }),
      code,
      'Đã chuyển hồ sơ đến bước “Trả kết quả”. Tin báo kết quả đang được gửi đến 0905 *** 456.',
    );
  });

  test('requirements §11.6: with prices it says what the message costs, and its text as it travels', async () => {
    using folder = openSettingsFolder();
    const GATEWAYS_FILE = folder.file([{ name: 'cheap', preset: 'plain', url: 'http://127.0.0.1:9/', prices: { notice: 700, reply: 0 } }]);
    await using priced = await openConsole({ GATEWAYS_FILE, SMS_ENCODING: 'ascii' });
    await priced.register({ receiptCode: 'PRICE-01', phone: '0905123456' });
    const form = await (await signIn(priced, 'clerk')).get(at('PRICE-01', 'tra-ket-qua'));
    expect(text(form, '#preview blockquote')).toBe(withoutDiacritics(M1('PRICE-01')));
    expect(text(form, '#preview figcaption')).toBe('1 đoạn tin, giá 700 đ');
  });

  test('requirements §2: where the settings do not know the agency, the form says that the message waits', async () => {
    using folder = openSettingsFolder();
    await using before = await openConsole({ AGENCIES_FILE: folder.file({ xd: 'Sở Xây dựng' }) });
    await before.register({ receiptCode: 'WAIT-01', agency: 'xd', phone: '0905123456' });
    await using after = await openConsole({}, undefined, before.databaseUrl);
    const person = await signIn(after, 'clerk');
    const form = await person.get(at('WAIT-01', 'tra-ket-qua'));
    expect(text(form, '#preview')).toContain('Máy chủ này chưa biết đơn vị của hồ sơ, nên tin sẽ chờ');
    expect((await person.submit(at('WAIT-01', 'tra-ket-qua'), {})).status).toBe(303);
    const said = text(await person.get('/giup-do'), '.govuk-notification-banner__content');
    expect(said).toContain('Tin báo kết quả đang chờ, vì máy chủ chưa biết đơn vị của hồ sơ.');
  });

  test('the button “Xem trước” records nothing, whatever is typed', async () => {
    const code = await dossier();
    const asked = await clerk.submit(at(code, 'chuyen-buoc'), { step: 'Trình ký', preview: 'true' });
    expect(asked.status).toBe(200);
    expect(text(asked, '#preview')).toContain('Không gửi tin nhắn nào ngay khi ghi');
    expect(await events(code)).toHaveLength(1);
  });

  test('a dossier without a number says that nothing will leave, and why', async () => {
    const code = await dossier({ phone: null });
    const form = await clerk.get(at(code, 'tra-ket-qua'));
    expect(text(form, '#preview')).toContain('Không gửi tin nhắn nào: hồ sơ không có số điện thoại dùng được');
    await expectDone(
      await send(at(code, 'tra-ket-qua'), form, {}),
      code,
      'Đã chuyển hồ sơ đến bước “Trả kết quả”. Không gửi tin báo kết quả, vì hồ sơ không có số điện thoại dùng được. Hãy báo người dân bằng cách khác.',
    );
  });

  test('a same-day procedure has no messages', async () => {
    const code = await dossier({ procedure: { code: 'A-1', name: 'Sao y', sameDay: true } });
    const form = await clerk.get(at(code, 'tra-ket-qua'));
    expect(text(form, '#preview')).toContain('thủ tục giải quyết ngay trong ngày không có tin nhắn');
  });

  test('hen-lai shows the apology of the new date, and asks again before a second re-appointment (requirements §4.10)', async () => {
    const code = await dossier();
    const path = at(code, 'hen-lai');
    const fields = { dueDate: '2099-12-04', reason: 'reappointment', note: '' };
    const asked = await clerk.submit(path, fields);
    expect(asked.status).toBe(200);
    expect(text(asked, '#preview')).toContain('nếu khi đó hồ sơ chưa ở bước “Trả kết quả”, gửi tin xin lỗi');
    expect(text(asked, '#preview blockquote')).toContain('chưa có kết quả vào ngày 04/12/2099');
    expect(text(asked, '#preview')).not.toContain('Quy định chỉ cho hẹn lại một lần');
    expect(asked.$('input[name=reason]:checked').attr('value')).toBe('reappointment');
    await expectDone(await send(path, asked, fields), code, 'Đã hẹn lại hồ sơ đến ngày 04/12/2099. Không có tin nhắn nào được gửi.');
    const second = { ...fields, dueDate: '2099-12-11' };
    const warned = await clerk.submit(path, second);
    expect(warned.status).toBe(200);
    expect(text(warned, '#preview')).toContain('Quy định chỉ cho hẹn lại một lần');
    expect(await events(code)).toHaveLength(2);
    expect((await send(path, warned, second)).status).toBe(303);
    expect(await events(code)).toHaveLength(3);
  });

  test('so-dien-thoai says beside the field what the number was read as, and asks once before one that cannot be used', async () => {
    const code = await dossier();
    const path = at(code, 'so-dien-thoai');
    const form = await clerk.get(path);
    expect(text(form)).toContain('Số đang ghi: 0905 *** 456.');
    const read = await send(path, form, { phone: '0912 345 678', preview: 'true' });
    expect(text(read, '#phone-read')).toBe('0912 *** 678, Tin nhắn gửi được');
    const asked = await send(path, form, { phone: '0258 3821234' });
    expect(asked.status).toBe(200);
    expect(text(asked, '#phone-read')).toContain('số này là số máy bàn');
    expect(asked.$('.govuk-error-message')).toHaveLength(0);
    expect(await events(code)).toHaveLength(1);
    await expectDone(
      await send(path, asked, { phone: '0258 3821234' }),
      code,
      'Đã ghi số điện thoại, nhưng số này không nhận được tin nhắn. Không có tin nhắn nào được gửi.',
    );
    expect((await events(code))[1]).toMatchObject({ type: 'contact', body: { phone: 'landline' } });
  });

  test('so-dien-thoai without a number takes the number away, after asking', async () => {
    const code = await dossier();
    const path = at(code, 'so-dien-thoai');
    const asked = await clerk.submit(path, { phone: '' });
    expect(asked.status).toBe(200);
    await expectDone(await send(path, asked, { phone: '' }), code, 'Đã xóa số điện thoại của hồ sơ. Không có tin nhắn nào được gửi.');
    expect((await events(code))[1]).toMatchObject({ type: 'contact', body: { phone: 'none' } });
  });

  test('da-bao offers the notices that did not reach the citizen, the one of the address first', async () => {
    const code = await dossier({ phone: null });
    await resultNotice(code, 1, 'skipped', 'no_phone');
    await resultNotice(code, 2, 'permanent_failure');
    await resultNotice(code, 3, 'delivered');
    const key = `${code}/result/2`;
    const form = await clerk.get(`${at(code, 'da-bao')}?notice=${encodeURIComponent(key)}`);
    const options = form
      .$('select[name=notice] option')
      .toArray()
      .map(({ attribs }) => attribs['value']);
    expect(options).toEqual([`${code}/result/1`, key]);
    expect(form.$('select[name=notice] option[selected]').attr('value')).toBe(key);
    expect(text(form, '#preview')).toContain('Không gửi tin nhắn nào');
    const refused = await send(at(code, 'da-bao'), form, { notice: key });
    expect([refused.status, refused.$('#by-error').length]).toEqual([422, 1]);
    const answer = await send(at(code, 'da-bao'), form, { notice: key, by: 'phone' });
    await expectDone(answer, code, 'Đã ghi người dân được báo bằng cách khác. Không có tin nhắn nào được gửi.');
    expect((await events(code))[1]).toEqual({ type: 'informed', body: { notice: key, by: 'phone' }, actor: 'clerk-1' });
  });

  test('da-bao with nothing to tell has no form', async () => {
    const form = await clerk.get(at(await dossier(), 'da-bao'));
    expect(text(form)).toContain('Không có tin nào của hồ sơ này chưa đến được');
    expect(form.$('main form')).toHaveLength(0);
  });

  test('ket-thuc closes the dossier, and then no form records anything any more', async () => {
    const code = await dossier();
    const form = await clerk.get(at(code, 'ket-thuc'));
    expect(text(form, '#preview')).toContain('Không gửi tin nhắn nào');
    expect((await send(at(code, 'ket-thuc'), form, {})).$('#outcome-error')).toHaveLength(1);
    await expectDone(
      await send(at(code, 'ket-thuc'), form, { outcome: 'withdrawn', note: 'Người dân xin rút' }),
      code,
      'Đã kết thúc hồ sơ: Đã rút. Không có tin nhắn nào được gửi.',
    );
    for (const path of ['chuyen-buoc', 'bo-sung', 'tra-ket-qua', 'hen-lai', 'so-dien-thoai', 'da-bao', 'ket-thuc']) {
      const page = await clerk.get(at(code, path));
      expect([path, page.status, page.$('main form').length]).toEqual([path, 200, 0]);
      expect(text(page)).toContain('Hồ sơ đã kết thúc (Đã rút), không ghi thêm được gì nữa.');
    }
    const late = await post(at(code, 'tra-ket-qua'), { ...hiddenOf(form), expectedSeq: '1' });
    expect([late.status, (await events(code)).length]).toEqual([409, 2]);
  });

  test('requirements §4.7: da-bao is still taken after the close', async () => {
    const code = await dossier({ phone: null });
    await resultNotice(code, 1, 'skipped', 'no_phone');
    await api.event(code, { type: 'close', outcome: 'handed_over' });
    const answer = await clerk.submit(at(code, 'da-bao'), { notice: `${code}/result/1`, by: 'in_person' });
    expect(answer.status).toBe(303);
    expect((await events(code)).map(({ type }) => type)).toEqual(['register', 'close', 'informed']);
  });
});

describe('console §3: a form is sent once', () => {
  test('a repeated POST and a double click record one event and say the same', async () => {
    const code = await dossier();
    const path = at(code, 'tra-ket-qua');
    const form = await clerk.get(path);
    const [one, other] = await Promise.all([send(path, form, {}), send(path, form, {})]);
    expect([one.status, other.status]).toEqual([303, 303]);
    const said = await banner();
    await expectDone(await send(path, form, {}), code, said);
    expect(said).toContain('Tin báo kết quả đang được gửi đến 0905 *** 456.');
    expect(await events(code)).toHaveLength(2);
  });

  test('a closed dossier answers the repeated close as it did the first', async () => {
    const code = await dossier();
    const form = await clerk.get(at(code, 'ket-thuc'));
    for (let time = 0; time < 2; time++) expect((await send(at(code, 'ket-thuc'), form, { outcome: 'rejected' })).status).toBe(303);
    expect(await events(code)).toHaveLength(2);
  });

  test('the form of before the preview, sent again afterwards, does not say that nothing was sent', async () => {
    const code = await dossier();
    const path = at(code, 'chuyen-buoc');
    const form = await clerk.get(path);
    const asked = await send(path, form, { step: 'Trả kết quả' });
    await send(path, asked, { step: 'Trả kết quả' });
    await expectDone(await send(path, form, { step: 'Trả kết quả' }), code, 'Đã chuyển hồ sơ đến bước “Trả kết quả”.');
    expect(await events(code)).toHaveLength(2);
  });

  test('the same form with other content is a conflict, keeps what was typed and can be sent anew', async () => {
    const code = await dossier();
    const path = at(code, 'chuyen-buoc');
    const form = await clerk.get(path);
    await send(path, form, { step: 'Trình ký' });
    const conflict = await send(path, form, { step: 'Ban hành' });
    expect(conflict.status).toBe(409);
    expect(text(conflict)).toContain('đã được ghi một lần với nội dung khác');
    expect(conflict.$('#step').attr('value')).toBe('Ban hành');
    expect(hiddenOf(conflict)['eventId']).not.toBe(hiddenOf(form)['eventId']);
    expect((await send(path, conflict, { step: 'Ban hành' })).status).toBe(303);
    expect(await events(code)).toHaveLength(3);
  });

  test('when somebody else was faster, the form says what changed, keeps what was typed and asks again', async () => {
    const code = await dossier();
    const path = at(code, 'chuyen-buoc');
    const form = await clerk.get(path);
    await api.event(code, { type: 'progress', step: '<script>alert(1)</script>', state: 'Gấp' });
    await api.event(code, { type: 'reschedule', dueDate: '2099-12-01', reason: 'correction' });
    await api.event(code, { type: 'contact', phone: null });
    const changed = await send(path, form, { step: 'Trình ký', note: 'xong' });
    expect(changed.status).toBe(409);
    expect(changed.$('title').text()).toContain('vừa thay đổi, chưa ghi gì');
    const said = text(changed, '.console-problem');
    expect(said).toContain('chuyển đến bước “<script>alert(1)</script>”, ghi trạng thái “Gấp”');
    expect(said).toContain('hẹn lại đến ngày 01/12/2099');
    expect(said).toContain('clerk, ');
    expect(said).toContain('sửa số điện thoại');
    expect(changed.html).not.toContain('<script>alert');
    expect([changed.$('#step').attr('value'), changed.$('#note').text()]).toEqual(['Trình ký', 'xong']);
    const [before, after] = [hiddenOf(form), hiddenOf(changed)];
    expect(after).toMatchObject({ eventId: before['eventId'], expectedSeq: '3' });
    expect(await events(code)).toHaveLength(4);
    expect((await send(path, changed, { step: 'Trình ký', note: 'xong' })).status).toBe(303);
    expect(await events(code)).toHaveLength(5);
  });

  test('when somebody closed it meanwhile, the form says so and records nothing', async () => {
    const code = await dossier();
    const form = await clerk.get(at(code, 'hen-lai'));
    await api.event(code, { type: 'close', outcome: 'withdrawn' });
    const answer = await send(at(code, 'hen-lai'), form, { dueDate: '2099-12-04', reason: 'correction', seen: 'none' });
    expect(answer.status).toBe(409);
    expect(text(answer)).toContain('kết thúc hồ sơ');
    expect(text(answer)).toContain('không ghi thêm được gì nữa');
    expect(await events(code)).toHaveLength(2);
  });

  test('a form without our hidden fields is shown before anything is recorded', async () => {
    const code = await dossier();
    const { formToken = '' } = hiddenOf(await clerk.get(at(code, 'chuyen-buoc')));
    const answer = await post(at(code, 'chuyen-buoc'), { formToken, step: 'Trình ký', eventId: 'x', expectedSeq: '-1' });
    expect(answer.status).toBe(200);
    expect(hiddenOf(answer)['eventId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(await events(code)).toHaveLength(1);
  });
});

describe('console §3: what is refused stands beside its field, and what was typed stays', () => {
  test.each([
    ['chuyen-buoc', {}, 'step', 'Bước mới: điền bước, trạng thái, hoặc cả hai'],
    ['chuyen-buoc', { step: 'x'.repeat(101) }, 'step', 'tối đa 100 ký tự'],
    ['chuyen-buoc', { step: 'Trình ký', note: 'gọi 0905 123 457' }, 'note', 'không được ghi số điện thoại'],
    ['bo-sung', { note: 'gọi 0905 123 457' }, 'note', 'không được ghi số điện thoại'],
    ['bo-sung', { note: 'x'.repeat(301) }, 'note', 'tối đa 300 ký tự'],
    ['hen-lai', { reason: 'correction' }, 'dueDate', 'thiếu giá trị'],
    ['hen-lai', { dueDate: '2099-12-04' }, 'reason', 'thiếu giá trị'],
    ['hen-lai', { dueDate: '2099-02-30', reason: 'correction' }, 'dueDate', 'cần một ngày có thật'],
    ['hen-lai', { dueDate: '2001-01-01', reason: 'correction' }, 'dueDate', 'không được trước ngày tiếp nhận'],
    ['hen-lai', { dueDate: '2099-12-04', reason: 'anything' }, 'reason', 'Lý do'],
    ['ket-thuc', { outcome: 'lost' }, 'outcome', 'Hồ sơ kết thúc vì'],
    ['ket-thuc', { outcome: 'rejected', note: '+84 905 123 457' }, 'note', 'không được ghi số điện thoại'],
  ])('%s %j', async (form, fields: Record<string, string>, field, said) => {
    const code = await dossier();
    const answer = await clerk.submit(at(code, form), fields);
    expect(answer.status).toBe(422);
    expect(text(answer, `#${field}-error`)).toContain(said);
    expect(answer.$('title').text()).toMatch(/^Lỗi: /);
    expect(answer.$(`.govuk-error-summary a[href="#${field}"]`)).toHaveLength(1);
    for (const [name, value] of Object.entries(fields))
      if (answer.$(`[name=${name}]`).is('textarea, input[type=text], input[type=date]'))
        expect(answer.$(`[name=${name}]`).val() ?? answer.$(`[name=${name}]`).text()).toBe(value);
    expect(await events(code)).toHaveLength(1);
  });

  test('a notice of another dossier is refused beside its field', async () => {
    const [code, other] = [await dossier({ phone: null }), await dossier({ phone: null })];
    for (const each of [code, other]) await resultNotice(each, 1, 'skipped', 'no_phone');
    const answer = await clerk.submit(at(code, 'da-bao'), { notice: `${other}/result/1`, by: 'phone' });
    expect([answer.status, text(answer, '#notice-error')]).toEqual([422, 'Lỗi: Tin nhắn: hãy chọn một tin của hồ sơ này']);
  });

  test('a step that is a fixed name only in TCVN3 is shown with a warning first (requirements §4.3)', async () => {
    const code = await dossier();
    const asked = await clerk.submit(at(code, 'chuyen-buoc'), { step: 'Tr¶ kÕt qu¶' });
    expect(asked.status).toBe(200);
    expect(text(asked, '#preview')).toContain('bảng mã cũ (TCVN3, VNI)');
    expect(await events(code)).toHaveLength(1);
  });

  test('what was typed when the session had ended comes back', async () => {
    const code = await dossier();
    const path = at(code, 'chuyen-buoc');
    const { eventId = '', expectedSeq = '' } = hiddenOf(await clerk.get(path));
    const draft = { path, fields: { step: 'Trình ký', note: 'đã gõ', eventId, expectedSeq, seen: 'none' } };
    const session = await api.database.sql`update sessions set draft = ${JSON.stringify(draft)}::text::jsonb where person = 'clerk-1'`;
    expect(session.count).toBe(1);
    const back = await clerk.get(path);
    expect([back.$('#step').attr('value'), back.$('#note').text()]).toEqual(['Trình ký', 'đã gõ']);
    expect(hiddenOf(back)).toMatchObject({ eventId, expectedSeq });
    expect((await send(path, back, { step: 'Trình ký', note: 'đã gõ' })).status).toBe(303);
  });
});

describe('requirements §8.1: who may use the forms', () => {
  const FORMS = ['chuyen-buoc', 'bo-sung', 'tra-ket-qua', 'hen-lai', 'so-dien-thoai', 'da-bao', 'ket-thuc'];

  test('only a clerk does; the others are told so', async () => {
    const code = await dossier();
    for (const role of ['operator', 'auditor'] as const) {
      const person = await signIn(api, role);
      for (const form of FORMS) expect([form, (await person.get(at(code, form))).status]).toEqual([form, 403]);
    }
  });

  test('a dossier of a foreign agency is as if it did not exist, for reading and for recording', async () => {
    const code = await dossier();
    const stranger = await signIn(api, 'clerk', { agencies: ['other'], name: 'stranger' });
    const { formToken = '' } = hiddenOf(await stranger.get('/ho-so/moi'));
    for (const form of FORMS) {
      const [foreign, unknown] = [await stranger.get(at(code, form)), await stranger.get(at('NONE-0000', form))];
      expect([foreign.status, unknown.status, text(foreign)]).toEqual([404, 404, text(unknown)]);
      const body = new URLSearchParams({
        formToken,
        eventId: randomUUID(),
        expectedSeq: '0',
        seen: 'none',
        step: 'A',
        outcome: 'rejected',
      });
      expect((await stranger.request(at(code, form), { method: 'POST', body })).status).toBe(404);
    }
    expect(await events(code)).toHaveLength(1);
  });

  test('a form of another session is not taken', async () => {
    const code = await dossier();
    const other = await signIn(api, 'clerk', { name: 'clerk-2' });
    const form = await other.get(at(code, 'tra-ket-qua'));
    expect((await send(at(code, 'tra-ket-qua'), form, {})).status).toBe(403);
    expect(await events(code)).toHaveLength(1);
  });

  test('an address that can be no code is not found', async () => {
    for (const code of ['%00', 'x'.repeat(80), '%F0%9F%92%A9']) expect((await clerk.get(at(code, 'ket-thuc'))).status).toBe(404);
  });
});

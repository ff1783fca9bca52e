import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantAt } from '../../../src/domain/calendar.ts';
import { aPerson, codeAt, PASSWORD } from '../../support/people.ts';
import { openConsole, signIn as signInAs } from '../../support/console.ts';
import type { Api } from '../../support/api.ts';

let api: Api;
let people = 0;
beforeAll(async () => void (api = await openConsole()));
afterAll(() => api[Symbol.asyncDispose]());

/** Each test comes from an address of its own, so that none is paused by another. */
let address = '203.0.113.1';
const nextAddress = () => (address = `203.0.113.${(people += 1)}`);

async function call(path: string, fields?: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
  const init = fields === undefined ? { headers } : { method: 'POST', body: new URLSearchParams(fields), headers };
  const answer = await api.app.request(path, init, { incoming: { socket: { remoteAddress: address } } });
  const html = await answer.text();
  const cookie = answer.headers.get('set-cookie') ?? '';
  return { status: answer.status, headers: answer.headers, html, $: load(html), to: answer.headers.get('location'), cookie };
}

const pairIn = (setCookie: string) => setCookie.split(';')[0] ?? '';
const enter = (name: string, password: string, more: Readonly<Record<string, string>> = {}, headers = {}) =>
  call('/dang-nhap', { name, password, tiep: '', ...more }, headers);
const aClerk = () => aPerson(api.database, { name: `can bo ${nextAddress()}` });

describe('console §1: the page /dang-nhap', () => {
  test('asks for name and password, with a skip link, one h1 and labels, and says nothing of OpenID Connect that is not set', async () => {
    const { $, status, headers } = await call('/dang-nhap');
    expect(status).toBe(200);
    expect($('h1').text()).toBe('Đăng nhập');
    expect($('title').text()).toBe('Đăng nhập · Một cửa SMS');
    expect($('.govuk-skip-link')).toHaveLength(1);
    for (const name of ['name', 'password']) expect($(`label[for=${name}]`)).toHaveLength(1);
    expect($('input[name=password]').attr('type')).toBe('password');
    expect(headers.get('cache-control')).toBe('no-store');
    expect($('body').text()).not.toContain('tài khoản cơ quan');
  });

  test('requirements §8.1: lets a person in, to Hôm nay, with a cookie that scripts and other sites do not get', async () => {
    const { status, to, cookie } = await enter(await aClerk(), PASSWORD);
    expect([status, to]).toEqual([303, '/hom-nay']);
    expect(cookie).toMatch(/^mot-cua-session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await call('/giup-do', undefined, { cookie: pairIn(cookie) })).status).toBe(200);
  });

  test('the cookie leaves only by HTTPS when the person came by it', async () => {
    const name = await aClerk();
    const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-for': address };
    const answer = await api.app.request(
      '/dang-nhap',
      { method: 'POST', body: new URLSearchParams({ name, password: PASSWORD }), headers: proxied },
      { incoming: { socket: { remoteAddress: '127.0.0.1' } } },
    );
    expect(answer.headers.get('set-cookie')).toContain('; Secure');
    expect((await enter(name, PASSWORD, {}, proxied)).cookie).not.toContain('Secure');
  });

  test('a wrong name and a wrong password get the same answer, and the password does not come back', async () => {
    const name = await aClerk();
    const wrongPassword = await enter(name, 'not-the-password');
    const wrongName = await enter(`${name} x`, 'not-the-password');
    expect([wrongPassword.status, wrongName.status]).toEqual([422, 422]);
    expect(wrongPassword.$('.govuk-error-summary').text()).toContain('Tên hoặc mật khẩu không đúng');
    expect(wrongName.html.replaceAll(`${name} x`, name)).toBe(wrongPassword.html);
    expect(wrongPassword.$('input[name=name]').attr('value')).toBe(name);
    expect(wrongPassword.html).not.toContain('not-the-password');
    expect(wrongPassword.cookie).toBe('');
  });

  test('what is typed is shown as text', async () => {
    nextAddress();
    const { html, $ } = await enter('<script>alert(1)</script>', 'x');
    expect(html).not.toContain('<script>alert');
    expect($('input[name=name]').attr('value')).toBe('<script>alert(1)</script>');
  });

  test('what can be no name is refused as any other', async () => {
    nextAddress();
    for (const name of ['\u0000', 'a\u0000b', 'x'.repeat(10_000)]) expect((await enter(name, 'x')).status).toBe(422);
  });

  test('failures pause, and the page says for how long', async () => {
    const name = await aClerk();
    for (let i = 0; i < 8 && (await enter(name, 'x')).status !== 429; i += 1);
    const { status, headers, $ } = await enter(name, PASSWORD);
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect($('.govuk-error-summary').text()).toMatch(/Đã nhập sai nhiều lần\. Hãy thử lại sau \d+ giây\./);
  });

  test('a form of another site signs nobody in', async () => {
    const name = await aClerk();
    const foreign = await Promise.all([
      enter(name, PASSWORD, {}, { 'sec-fetch-site': 'cross-site' }),
      enter(name, PASSWORD, {}, { origin: 'https://evil.example', host: 'office.example' }),
      enter(name, PASSWORD, {}, { origin: 'null' }),
    ]);
    expect(foreign.map(({ status, cookie }) => [status, cookie])).toEqual(foreign.map(() => [403, '']));
  });

  test.each([
    ['/ho-so?list=overdue', '/ho-so?list=overdue'],
    ['https://evil.example/', '/hom-nay'],
    ['//evil.example', '/hom-nay'],
    ['/\\evil.example', '/hom-nay'],
    ['/dang-nhap', '/hom-nay'],
  ])('leads to %s only within the console: %s', async (tiep, to) => {
    expect((await enter(await aClerk(), PASSWORD, { tiep })).to).toBe(to);
  });

  test('each sign-in has a new token, and the one that was known before is good for nothing', async () => {
    const [first, second] = [await aClerk(), await aClerk()];
    const before = pairIn((await enter(first, PASSWORD)).cookie);
    const after = pairIn((await enter(second, PASSWORD, {}, { cookie: before })).cookie);
    expect(after).not.toBe(before);
    expect((await call('/giup-do', undefined, { cookie: before })).status).toBe(303);
    expect((await call('/giup-do', undefined, { cookie: after })).$('.console-account').text()).toContain(second);
  });

  test('a token that somebody else planted becomes no session', async () => {
    const name = await aClerk();
    const planted = 'mot-cua-session=planted.AAAA';
    const { cookie } = await enter(name, PASSWORD, {}, { cookie: planted });
    expect(cookie).not.toContain('planted');
    expect((await call('/giup-do', undefined, { cookie: planted })).status).toBe(303);
  });
});

describe('console §1: the second factor', () => {
  async function withFactor() {
    const name = await aClerk();
    const cookie = pairIn((await enter(name, PASSWORD)).cookie);
    const page = await call('/xac-thuc-hai-lop', undefined, { cookie });
    const hidden = (field: string) => page.$(`main input[name=${field}]`).attr('value') ?? '';
    const secret = hidden('secret');
    const now = Date.now();
    const fields = { formToken: hidden('formToken'), secret, password: PASSWORD, code: codeAt(secret, instantAt(now)) };
    return { name, cookie, secret, page, fields, now };
  }

  test('is shown as a secret and an address, and is on after a right code', async () => {
    const { page, cookie, secret, fields } = await withFactor();
    expect(page.$('dd').text().replaceAll(' ', '')).toContain(secret);
    expect(page.$('dd').text()).toContain('otpauth://totp/');
    const wrong = await call('/xac-thuc-hai-lop', { ...fields, code: '000000' }, { cookie });
    expect(wrong.status).toBe(422);
    expect(wrong.$('main input[name=secret]').attr('value')).toBe(secret);
    expect(wrong.$('#code-error').text()).toContain('Mã xác thực không đúng');
    expect((await call('/xac-thuc-hai-lop', { ...fields, password: 'x' }, { cookie })).$('#password-error').text()).toContain('không đúng');
    expect((await call('/xac-thuc-hai-lop', { ...fields, secret: 'AAAA' }, { cookie })).status).toBe(422);
    expect((await call('/xac-thuc-hai-lop', fields, { cookie })).to).toBe('/xac-thuc-hai-lop');
    const on = await call('/xac-thuc-hai-lop', undefined, { cookie });
    expect(on.$('h1').text()).toBe('Xác thực hai lớp đang bật');
    expect(on.html).not.toContain(secret);
  });

  test('asks for code after name and password, keeps where one wants to go, and lets in only with the code', async () => {
    const { name, secret, fields, cookie: own, now } = await withFactor();
    await call('/xac-thuc-hai-lop', fields, { cookie: own });
    const first = await enter(name, PASSWORD, { tiep: '/giup-do' });
    expect([first.status, first.to]).toEqual([303, '/dang-nhap?buoc=ma&tiep=%2Fgiup-do']);
    const cookie = pairIn(first.cookie);
    expect((await call('/giup-do', undefined, { cookie })).to).toContain('/dang-nhap');
    const page = await call(first.to ?? '', undefined, { cookie });
    expect(page.$('label[for=code]').text()).toBe('Mã xác thực');
    expect(page.$('input[name=tiep]').attr('value')).toBe('/giup-do');
    const used = await call('/dang-nhap', { code: fields.code, tiep: '/giup-do' }, { cookie });
    expect([used.status, used.cookie]).toEqual([422, '']);
    expect(used.$('#code-error').text()).toContain('đã được dùng');
    const done = await call('/dang-nhap', { code: codeAt(secret, instantAt(now + 30_000)), tiep: '/giup-do' }, { cookie });
    expect([done.status, done.to]).toEqual([303, '/giup-do']);
    expect(pairIn(done.cookie)).not.toBe(cookie);
    expect((await call('/giup-do', undefined, { cookie: pairIn(done.cookie) })).status).toBe(200);
  });

  test('a code without a password before it begins anew', async () => {
    nextAddress();
    const answer = await call('/dang-nhap', { code: '123456' });
    expect(answer.status).toBe(422);
    expect(answer.$('label[for=password]')).toHaveLength(1);
    expect((await call('/dang-nhap?buoc=ma')).$('label[for=password]')).toHaveLength(1);
  });
});

describe('console §1: when the session ends while a form is open', () => {
  test('the sign-in page says so, and after signing in the form comes back with what was typed, but for passwords', async () => {
    const name = await aPerson(api.database, { name: `van hanh ${nextAddress()}`, role: 'operator' });
    const typed = {
      name: 'Trần <b>Nam</b>',
      role: 'auditor',
      'agency:default': 'true',
      password: 'a-secret-that-was-typed',
      formToken: 'old',
    };
    const ended = await call('/tai-khoan/moi', typed);
    expect(ended.status).toBe(401);
    expect(ended.$('main').text()).toContain('Phiên làm việc đã hết');
    expect(ended.html).not.toContain('a-secret-that-was-typed');
    const draft = ended.$('input[name=draft]').attr('value') ?? '';
    const back = await enter(name, PASSWORD, { tiep: ended.$('input[name=tiep]').attr('value') ?? '', draft });
    expect(back.to).toBe('/tai-khoan/moi');
    const cookie = pairIn(back.cookie);
    const form = await call(back.to ?? '', undefined, { cookie });
    expect(form.$('input[name=name]').attr('value')).toBe('Trần <b>Nam</b>');
    expect(form.$('input[name=role]:checked').attr('value')).toBe('auditor');
    expect(form.$('input[name="agency:default"]').attr('checked')).toBeDefined();
    expect(form.$('input[name=password]').attr('value')).toBeUndefined();
    expect((await call('/tai-khoan/moi', undefined, { cookie })).$('input[name=name]').attr('value')).toBe('');
  });

  test('the form also waits while a wrong password is given', async () => {
    const name = await aClerk();
    const draft = JSON.stringify({ path: '/giup-do', fields: { note: 'x' } });
    const wrong = await enter(name, 'x', { tiep: '/giup-do', draft });
    expect(wrong.$('input[name=draft]').attr('value')).toBe(draft);
  });

  test('a draft for another site is dropped', async () => {
    const draft = JSON.stringify({ path: '//evil.example', fields: {} });
    const { to, status } = await enter(await aClerk(), PASSWORD, { draft });
    expect([status, to]).toEqual([303, '/hom-nay']);
  });

  test('a page that is asked for comes back without the words of a search, which may be a number', async () => {
    expect((await call('/giup-do?x=1&q=0905123456')).to).toBe('/dang-nhap?tiep=%2Fgiup-do%3Fx%3D1');
  });

  test('who signs out without a session is only asked to sign in', async () => {
    expect((await call('/dang-xuat', {})).to).toBe('/dang-nhap');
  });
});

describe('console §1: Đăng xuất', () => {
  test('ends the session and says so; a forged form does not', async () => {
    const name = await aClerk();
    const cookie = pairIn((await enter(name, PASSWORD)).cookie);
    expect((await call('/dang-xuat', { formToken: 'forged' }, { cookie })).status).toBe(403);
    const { $ } = await call('/giup-do', undefined, { cookie });
    const formToken = $('.console-account input[name=formToken]').attr('value') ?? '';
    const out = await call('/dang-xuat', { formToken }, { cookie });
    expect([out.status, out.to]).toEqual([303, '/dang-nhap?ra=1']);
    expect(out.cookie).toContain('Max-Age=0');
    expect((await call(out.to ?? '')).$('main').text()).toContain('Bạn đã đăng xuất.');
    expect((await call('/giup-do', undefined, { cookie })).status).toBe(303);
  });

  test('everywhere ends all sessions of the person, and nobody else’s', async () => {
    const [name, other] = [await aClerk(), await aClerk()];
    const one = pairIn((await enter(name, PASSWORD)).cookie);
    const two = pairIn((await enter(name, PASSWORD)).cookie);
    const foreign = pairIn((await enter(other, PASSWORD)).cookie);
    const { $ } = await call('/doi-mat-khau', undefined, { cookie: one });
    const form = $('form:has(input[name=everywhere])');
    const formToken = form.find('input[name=formToken]').attr('value') ?? '';
    await call(form.attr('action') ?? '', { formToken, everywhere: 'true' }, { cookie: one });
    const left = await Promise.all([one, two, foreign].map((cookie) => call('/giup-do', undefined, { cookie })));
    expect(left.map(({ status }) => status)).toEqual([303, 303, 200]);
  });
});

describe('console §1: Đổi mật khẩu', () => {
  const change = async (browser: Awaited<ReturnType<typeof signInAs>>, fields: Readonly<Record<string, string>>) =>
    browser.submit('/doi-mat-khau', fields, 'main form:has(#oldPassword)');

  test('takes the old one and twice the new one, and says what is wrong beside its field', async () => {
    const name = await aClerk();
    const browser = await signInAs(api, 'clerk', { name });
    const good = 'chim bay qua núi xanh';
    const refused = [
      [{ oldPassword: '', newPassword: '', repeatedPassword: '' }, '#oldPassword-error', 'Mật khẩu hiện tại'],
      [{ oldPassword: 'x', newPassword: good, repeatedPassword: good }, '#oldPassword-error', 'Mật khẩu hiện tại không đúng'],
      [{ oldPassword: PASSWORD, newPassword: good, repeatedPassword: 'x' }, '#repeatedPassword-error', 'không giống nhau'],
      [{ oldPassword: PASSWORD, newPassword: 'ngắn', repeatedPassword: 'ngắn' }, '#newPassword-error', 'ít nhất 12 ký tự'],
      [{ oldPassword: PASSWORD, newPassword: 'Password1234', repeatedPassword: 'Password1234' }, '#newPassword-error', 'dễ đoán'],
    ] as const;
    for (const [fields, where, text] of refused) {
      const answer = await change(browser, fields);
      expect([answer.status, answer.$(where).text()]).toEqual([422, expect.stringContaining(text)]);
      expect(answer.$('input[type=password][value]')).toHaveLength(0);
    }
    const done = await change(browser, { oldPassword: PASSWORD, newPassword: good, repeatedPassword: good });
    expect(done.status).toBe(303);
    expect((await browser.get('/doi-mat-khau')).$('.govuk-notification-banner').text()).toContain('Đã đổi mật khẩu.');
    expect((await enter(name, good)).status).toBe(303);
  });

  test('who has no password is told where it is changed', async () => {
    const browser = await signInAs(api, 'clerk', { name: 'oidc person' });
    const { $ } = await browser.get('/doi-mat-khau');
    expect($('input[type=password]')).toHaveLength(0);
    expect($('main').text()).toContain('tài khoản cơ quan');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readPeople } from '../../../src/db/people.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser } from '../../support/console.ts';
import { aPerson, PASSWORD } from '../../support/people.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

let api: Api;
let folder: ReturnType<typeof openSettingsFolder>;
let boss: Browser;
beforeAll(async () => {
  folder = openSettingsFolder();
  const AGENCIES_FILE = folder.file({ 'so-y-te': 'Sở Y tế', 'so-xay-dung': 'Sở Xây dựng' });
  api = await openConsole({ AGENCIES_FILE });
});
beforeEach(async () => void (boss = await signIn(api, 'operator', { name: 'chủ' })));
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

let number = 0;
const newName = () => `nhân viên ${(number += 1)}`;
const address = (name: string) => `/tai-khoan/nguoi/${encodeURIComponent(name)}`;
const find = async (name: string) => (await readPeople(api.database, { agencies: null })).find((each) => each.name === name);
const order = (name: string, kind: string, fields: Readonly<Record<string, string>> = {}, browser = boss) =>
  browser.submit(address(name), fields, `main form:has(input[value="${kind}"])`);

describe('console §1: /tai-khoan is for operators (requirements §8.1)', () => {
  test.each(['clerk', 'auditor'] as const)('a %s sees none of it', async (role) => {
    const browser = await signIn(api, role);
    const name = await aPerson(api.database, { name: newName() });
    for (const path of ['/tai-khoan', '/tai-khoan/moi', address(name)]) {
      expect([path, (await browser.get(path)).status]).toEqual([path, 403]);
      expect((await browser.request(path, { method: 'POST', body: new URLSearchParams({ order: 'disable' }) })).status).not.toBe(303);
    }
    expect((await find(name))?.disabledAt).toBeNull();
  });

  test('lists each person with role, agencies, last sign-in and state', async () => {
    const name = await aPerson(api.database, { name: newName(), role: 'auditor', agencies: ['so-y-te'] });
    const { $ } = await boss.get('/tai-khoan');
    expect($('title').text()).toMatch(/^\d+ tài khoản · /);
    expect($('caption')).toHaveLength(1);
    const cells = $(`tbody tr:has(a[href="${address(name)}"])`)
      .children()
      .toArray()
      .map((cell) => $(cell).text());
    expect(cells).toEqual([name, 'Kiểm tra', 'Sở Y tế', 'chưa bao giờ', 'Tắt', 'Đang dùng']);
    expect($(`tbody tr:has(a[href="${address('chủ')}"])`).text()).toContain('(bạn)');
  });
});

describe('console §1: making an account', () => {
  test('with a password that is typed', async () => {
    const name = newName();
    const answer = await boss.submit('/tai-khoan/moi', { name, role: 'clerk', 'agency:so-y-te': 'true', password: PASSWORD });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/tai-khoan']);
    expect((await boss.get('/tai-khoan')).$('.govuk-notification-banner').text()).toContain(`Đã thêm ${name}.`);
    expect(await find(name)).toMatchObject({ role: 'clerk', agencies: ['so-y-te'], hasPassword: true });
    expect(await api.deps.database.sql`select actor, detail from records where subject = ${name}`).toEqual([
      { actor: 'chủ', detail: { role: 'clerk', agencies: ['so-y-te'] } },
    ]);
  });

  test('with one that is made, and shown once', async () => {
    const name = newName();
    const answer = await boss.submit('/tai-khoan/moi', { name, role: 'operator', password: '' });
    expect(answer.status).toBe(200);
    const password = answer.$('main code').text();
    expect(password).toMatch(/^(?:[a-z0-9]{5}-){3}[a-z0-9]{5}$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const entered = await api.app.request('/dang-nhap', { method: 'POST', body: new URLSearchParams({ name, password }) });
    expect(entered.status).toBe(303);
    expect(await find(name)).toMatchObject({ agencies: null });
  });

  test.each([
    [{ name: '', role: 'clerk', password: PASSWORD }, '#name-error', 'Tên đăng nhập'],
    [{ name: '0905123456', role: 'clerk', password: PASSWORD }, '#name-error', 'không phải số điện thoại'],
    [{ name: 'CHỦ', role: 'clerk', password: PASSWORD }, '#name-error', 'đã có người dùng'],
    [{ name: 'nam', role: 'king', password: PASSWORD }, '#role-error', 'Vai trò'],
    [{ name: 'nam', role: 'clerk', password: 'ngắn' }, '#password-error', 'ít nhất 12 ký tự'],
    [{ name: 'nam', role: 'clerk', password: PASSWORD, 'agency:nowhere': 'true' }, '#agencies-error', 'không có trong cấu hình'],
  ])('refuses %j beside the field, and keeps the rest', async (fields, where, text) => {
    const answer = await boss.submit('/tai-khoan/moi', fields);
    expect(answer.status).toBe(422);
    expect(answer.$(where).text()).toContain(text);
    expect(answer.$('title').text()).toMatch(/^Lỗi: /);
    expect(answer.$('input[name=name]').attr('value')).toBe(fields.name);
    expect(answer.html).not.toContain(PASSWORD);
    expect(await find('nam')).toBeUndefined();
  });

  test('a forged form makes nobody', async () => {
    const body = new URLSearchParams({ name: 'forged', role: 'operator', password: PASSWORD, formToken: 'x' });
    expect((await boss.request('/tai-khoan/moi', { method: 'POST', body })).status).toBe(403);
    expect(await find('forged')).toBeUndefined();
  });
});

describe('console §1: changing an account', () => {
  test('role and agencies', async () => {
    const name = await aPerson(api.database, { name: newName() });
    const { $ } = await boss.get(address(name));
    expect($('input[name=role]:checked').attr('value')).toBe('clerk');
    const answer = await order(name, 'rights', { role: 'auditor', 'agency:so-xay-dung': 'true' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, address(name)]);
    expect(await find(name)).toMatchObject({ role: 'auditor', agencies: ['so-xay-dung'] });
    const after = await boss.get(address(name));
    expect(after.$('.govuk-notification-banner').text()).toContain('Quyền mới có hiệu lực ngay.');
    expect(after.$('input[name="agency:so-xay-dung"]').attr('checked')).toBeDefined();
  });

  test('a password, typed or made; the person is signed out', async () => {
    const name = await aPerson(api.database, { name: newName() });
    const own = await signIn(api, 'clerk', { name });
    expect((await order(name, 'password', { password: 'ngắn' })).$('#password-error').text()).toContain('ít nhất 12 ký tự');
    expect((await own.get('/giup-do')).status).toBe(200);
    expect((await order(name, 'password', { password: 'chim bay qua núi xanh' })).status).toBe(303);
    expect((await own.get('/giup-do')).status).toBe(303);
    expect((await order(name, 'password', { password: '' })).$('main code').text()).toMatch(/^[a-z0-9-]{23}$/);
  });

  test('disabling signs out at once, and enabling takes it back', async () => {
    const name = await aPerson(api.database, { name: newName() });
    const own = await signIn(api, 'clerk', { name });
    expect((await order(name, 'disable')).status).toBe(303);
    expect((await own.get('/giup-do')).status).toBe(303);
    expect((await boss.get(address(name))).$('h1').text()).toContain('Đã khóa');
    expect((await order(name, 'enable')).status).toBe(303);
    expect((await find(name))?.disabledAt).toBeNull();
  });

  test('the second factor of who has lost the phone', async () => {
    const name = await aPerson(api.database, { name: newName() });
    await api.database.sql`update people set totp_secret = 'AAAA' where name = ${name}`;
    expect((await order(name, 'second_factor_off')).status).toBe(303);
    expect(await find(name)).toMatchObject({ hasSecondFactor: false });
  });

  test('nothing of the own account, whatever is sent', async () => {
    const { $ } = await boss.get(address('chủ'));
    expect($('main form')).toHaveLength(0);
    const formToken = $('input[name=formToken]').attr('value') ?? '';
    const orders: Record<string, string>[] = [
      { order: 'disable' },
      { order: 'rights', role: 'clerk' },
      { order: 'password', password: PASSWORD },
    ];
    for (const fields of orders) {
      const answer = await boss.request(address('chủ'), { method: 'POST', body: new URLSearchParams({ ...fields, formToken }) });
      expect(answer.status).toBe(422);
    }
    expect(await find('chủ')).toMatchObject({ role: 'operator', disabledAt: null, hasPassword: false });
  });

  test('nobody who is not there', async () => {
    for (const name of ['không có', '\u0000', '%']) expect((await boss.get(address(name))).status).toBe(404);
  });
});

describe('requirements §8.1: an operator who is bound to agencies', () => {
  let bound: Browser;
  beforeEach(async () => void (bound = await signIn(api, 'operator', { name: 'chủ y tế', agencies: ['so-y-te'] })));

  test('sees only people of these agencies; others are not there', async () => {
    const own = await aPerson(api.database, { name: newName(), agencies: ['so-y-te'] });
    const both = await aPerson(api.database, { name: newName(), agencies: ['so-y-te', 'so-xay-dung'] });
    const all = await aPerson(api.database, { name: newName() });
    const { $, status } = await bound.get('/tai-khoan');
    expect(status).toBe(200);
    const names = $('tbody a')
      .toArray()
      .map((link) => $(link).text());
    expect(names).toContain(own);
    expect(names).not.toContain(both);
    expect(names).not.toContain(all);
    const formToken = $('input[name=formToken]').attr('value') ?? '';
    for (const name of [both, all]) {
      expect((await bound.get(address(name))).status).toBe(404);
      const body = new URLSearchParams({ order: 'disable', formToken });
      expect((await bound.request(address(name), { method: 'POST', body })).status).toBe(404);
      expect((await find(name))?.disabledAt).toBeNull();
    }
  });

  test('makes and changes people for these agencies alone', async () => {
    const page = await bound.get('/tai-khoan/moi');
    const agencies = page
      .$('main input[type=checkbox]')
      .toArray()
      .map(({ attribs }) => attribs['name']);
    expect(agencies).toEqual(['agency:so-y-te']);
    const foreign: Record<string, string>[] = [{}, { 'agency:so-xay-dung': 'true' }];
    for (const more of foreign) {
      const refused = await bound.submit('/tai-khoan/moi', { name: newName(), role: 'clerk', password: PASSWORD, ...more });
      expect(refused.$('#agencies-error').text()).toContain('Chỉ chọn được các đơn vị của bạn');
    }
    const name = newName();
    const made = await bound.submit('/tai-khoan/moi', { name, role: 'clerk', password: PASSWORD, 'agency:so-y-te': 'true' });
    expect(made.status).toBe(303);
    expect((await order(name, 'rights', { role: 'auditor' }, bound)).status).toBe(422);
    expect((await order(name, 'rights', { role: 'auditor', 'agency:so-y-te': 'true' }, bound)).status).toBe(303);
    expect(await find(name)).toMatchObject({ role: 'auditor', agencies: ['so-y-te'] });
  });
});

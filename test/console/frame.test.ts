import { expect, test } from 'vitest';
import { openConsole, signIn } from '../support/console.ts';
import { openApi } from '../support/api.ts';

test('console §1: every page has a skip link, one h1, and a title that begins with its answer', async () => {
  await using api = await openConsole();
  const { $, html, status } = await (await signIn(api, 'clerk')).get('/giup-do');
  expect(status).toBe(200);
  expect(html).toMatch(/^<!DOCTYPE html><html /); // without it a browser lays the page out as in the last century
  expect($('h1')).toHaveLength(1);
  expect($('.govuk-skip-link').attr('href')).toBe('#main-content');
  expect($('#main-content')).toHaveLength(1);
  expect($('title').text()).toBe('Giúp đỡ · Một cửa SMS');
  expect($('html').attr('lang')).toBe('vi');
});

test('console §1: a role sees only what it may do', async () => {
  await using api = await openConsole();
  const entries = async (role: 'clerk' | 'operator' | 'auditor') =>
    (await (await signIn(api, role)).get('/giup-do'))
      .$('.console-navigation a')
      .toArray()
      .map(({ attribs }) => attribs['href']);
  expect(await entries('clerk')).not.toContain('/tai-khoan');
  expect(await entries('operator')).toContain('/tai-khoan');
  expect(await entries('auditor')).toContain('/nhat-ky');
});

test('who is not signed in is asked to, and comes back', async () => {
  await using api = await openConsole();
  const answer = await api.app.request('/giup-do');
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/dang-nhap?tiep=%2Fgiup-do');
});

test('contract §1: without SESSION_SECRET the console is off, and / says how to turn it on', async () => {
  await using api = await openApi();
  const answer = await api.app.request('/');
  expect(await answer.text()).toContain('SESSION_SECRET');
  expect((await api.app.request('/hom-nay')).status).toBe(404);
});

test('every file that a page loads is our own and is kept for ever', async () => {
  await using api = await openConsole();
  const { $ } = await (await signIn(api, 'clerk')).get('/giup-do');
  const addresses = $('link[href], script[src]')
    .toArray()
    .map((each) => $(each).attr('href') ?? $(each).attr('src') ?? '');
  expect(addresses.length).toBeGreaterThan(3);
  for (const address of addresses) {
    const answer = await api.app.request(address);
    expect([address, answer.status]).toEqual([address, 200]);
    expect(answer.headers.get('cache-control')).toContain('immutable');
  }
});

test('an address that is none is a page for a browser, and a problem for a program', async () => {
  await using api = await openConsole();
  const answer = await api.app.request('/khong-co-trang-nay', { headers: { accept: 'text/html,application/xhtml+xml' } });
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(await answer.text()).toContain('Không tìm thấy trang');
  const problem = await api.app.request('/khong-co-trang-nay', { headers: { accept: 'application/json' } });
  expect([problem.status, problem.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
});

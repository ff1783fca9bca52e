import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { NoticeStatus } from '../../../src/domain/notice-status.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { endedNotice } from '../../support/ended-notice.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';
import { severalGateways } from '../../support/several-gateways.ts';

const folder = openSettingsFolder();
const GATEWAYS = [
  { name: 'plain', preset: 'plain' },
  { name: 'second', preset: 'plain' },
];
const AGENCIES = { 'so-y-te': 'Sở Y tế', 'so-xay-dung': { name: 'Sở Xây dựng', gateways: ['plain'] } };
const TEXT = 'TB: Hồ sơ của quý ông/bà <b>đã xong</b>';

let api: Api;
let operator: Browser;
beforeAll(async () => {
  api = await openConsole({ ...severalGateways(GATEWAYS), AGENCIES_FILE: folder.file(AGENCIES) }, inject('temporalAddress'));
  operator = await signIn(api, 'operator');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const pageOf = (key: string) => `/tin-nhan/gui-lai?key=${encodeURIComponent(key)}`;
const gatewaysIn = ({ $ }: PageAnswer) =>
  $('input[name=gateway]')
    .toArray()
    .map((each) => $(each).attr('value'));
const hiddenIn = ({ $ }: PageAnswer): Record<string, string> =>
  Object.fromEntries(
    $('main form input[type=hidden]')
      .toArray()
      .map((each) => [$(each).attr('name') ?? '', $(each).attr('value') ?? '']),
  );
/** What the next page says was done. */
const bannerNow = async () => (await operator.get('/tin-nhan')).$('.govuk-notification-banner__heading').text();

test('console §5: the page says to whom, through which gateways and word for word what will be sent', async () => {
  const key = await endedNotice(api, 'result', 'permanent_failure', { text: TEXT, reason: 'receipt: rejected' });
  const page = await operator.get(pageOf(key));
  expect(page.status).toBe(200);
  expect(page.$('h1').text()).toMatch(/^Gửi lại tin báo kết quả của hồ sơ END-/);
  expect(page.$('.console-message').text()).toBe(TEXT);
  expect(page.$('main').text()).toContain('0905 *** 456');
  expect(page.html).not.toMatch(/905\D{0,3}123\D{0,3}456/);
  expect(gatewaysIn(page)).toEqual(['', 'plain', 'second']);
  expect(page.$('input[name=gateway][checked]').attr('value')).toBe('');
  expect(page.$('input[name=twice]')).toHaveLength(0);
});

test('console §5: it is ordered, and a banner says so', async () => {
  const key = await endedNotice(api, 'result', 'permanent_failure');
  const { status, headers } = await operator.submit(pageOf(key), { gateway: '' });
  expect([status, headers.get('location')]).toEqual([303, '/tin-nhan']);
  expect(await bannerNow()).toMatch(/^Đã ra lệnh gửi lại tin báo kết quả của hồ sơ END-.* đến 0905 \*\*\* 456\.$/);
});

describe('requirements §11.4 who names another gateway for an uncertain notice is told that it may arrive twice', () => {
  test('the gateway that may have it is chosen, and sends without a word', async () => {
    const key = await endedNotice(api, 'result', 'uncertain');
    const page = await operator.get(pageOf(key));
    expect(gatewaysIn(page)).toEqual(['plain', 'second']);
    expect(page.$('input[name=gateway][checked]').attr('value')).toBe('plain');
    expect(page.$('main').text()).toContain('người dân nhận tin này hai lần');
    expect((await operator.submit(pageOf(key), { gateway: 'plain' })).status).toBe(303);
    expect(await bannerNow()).not.toContain('hai lần');
  });

  test('another is refused until the operator confirms, and what was chosen stays', async () => {
    const key = await endedNotice(api, 'result', 'uncertain');
    const refused = await operator.submit(pageOf(key), { gateway: 'second' });
    expect([refused.status, refused.$('#twice-error').text()]).toEqual([422, expect.stringContaining('hai lần')]);
    expect(refused.$('input[name=gateway][checked]').attr('value')).toBe('second');
    expect((await operator.submit(pageOf(key), { gateway: 'second', twice: 'true' })).status).toBe(303);
    expect(await bannerNow()).toMatch(/Người dân có thể nhận tin này hai lần\.$/);
  });
});

test('requirements §11.4 only gateways on which the agency’s sender is registered can be chosen', async () => {
  const key = await endedNotice(api, 'result', 'permanent_failure', { agency: 'so-xay-dung' });
  expect(gatewaysIn(await operator.get(pageOf(key)))).toEqual(['', 'plain']);
  const { status, $ } = await operator.submit(pageOf(key), { gateway: 'second' });
  expect([status, $('#gateway-error').text()]).toEqual([422, expect.stringContaining('Hãy chọn một trong các cổng: plain')]);
});

describe('requirements §5.6 what may not be sent again says why, and offers nothing', () => {
  test.each<[NoticeStatus, object, RegExp]>([
    ['delivered', {}, /trạng thái “Đã đến máy”/],
    ['skipped', { reason: 'no_phone', phone: null }, /chưa có số điện thoại dùng được/],
  ])('one that is %s', async (status, some, why) => {
    const { $, status: answered } = await operator.get(pageOf(await endedNotice(api, 'result', status, some)));
    expect(answered).toBe(200);
    expect($('h1').text()).toMatch(/^Không gửi lại được/);
    expect($('main').text()).toMatch(why);
    expect($('main form')).toHaveLength(0);
  });

  test('one that is no longer true when the form comes', async () => {
    const key = await endedNotice(api, 'result', 'permanent_failure');
    const hidden = hiddenIn(await operator.get(pageOf(key)));
    await api.event(key.slice(0, key.lastIndexOf('/result')), { type: 'progress', step: 'Thẩm định' });
    const answer = await operator.request(pageOf(key), { method: 'POST', body: new URLSearchParams({ ...hidden, gateway: '' }) });
    expect([answer.status, answer.$('main').text()]).toEqual([422, expect.stringContaining('hồ sơ đã rời bước “Trả kết quả”')]);
  });
});

test('a form that was made before the notice was sent again is asked anew', async () => {
  const key = await endedNotice(api, 'result', 'permanent_failure');
  const hidden = hiddenIn(await operator.get(pageOf(key)));
  await api.database.sql`update notices set resent = 1 where key = ${key}`;
  const answer = await operator.request(pageOf(key), { method: 'POST', body: new URLSearchParams({ ...hidden, gateway: '' }) });
  expect([answer.status, answer.$('#gateway-error').text()]).toEqual([422, expect.stringContaining('vừa được gửi lại')]);
});

test('while Temporal is away nothing is ordered, and the page says so', async () => {
  await using alone = await openConsole();
  const key = await endedNotice(alone, 'result', 'permanent_failure');
  const { status, $ } = await (await signIn(alone, 'operator')).submit(pageOf(key), { gateway: '' });
  expect([status, $('#gateway-error').text()]).toEqual([503, expect.stringContaining('Chưa ra lệnh gửi gì')]);
});

test.each(['', '?key=', '?key=x', '?key=a%00b', '?key=0101701234%2Fresult%2F1', `?key=${'x'.repeat(101)}`])(
  'there is nothing at %s',
  async (query) => {
    expect((await operator.get(`/tin-nhan/gui-lai${query}`)).status).toBe(404);
  },
);

describe('requirements §8.1', () => {
  test('a notice of a foreign agency does not exist', async () => {
    const key = await endedNotice(api, 'result', 'permanent_failure');
    const bound = await signIn(api, 'operator', { agencies: ['so-y-te'], name: 'operator-y-te' });
    expect((await bound.get(pageOf(key))).status).toBe(404);
    const own = await endedNotice(api, 'result', 'permanent_failure', { agency: 'so-y-te' });
    const fields = { ...hiddenIn(await bound.get(pageOf(own))), key, gateway: '' };
    expect((await bound.request(pageOf(key), { method: 'POST', body: new URLSearchParams(fields) })).status).toBe(404);
  });

  test.each(['clerk', 'auditor'] as const)('a %s may not', async (role) => {
    const key = await endedNotice(api, 'result', 'permanent_failure');
    expect((await (await signIn(api, role)).get(pageOf(key))).status).toBe(403);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { SECRETS, severalGateways } from '../../support/several-gateways.ts';

const GATEWAYS = [
  { name: 'a', preset: 'plain', tps: 20, share: 70, webhookSecretEnv: 'A_WEBHOOK' },
  { name: 'b', preset: 'plain', tps: 0.5, share: 30 },
  { name: 'short', preset: 'esms-short-code', webhookSecretEnv: 'SHORT_WEBHOOK' },
];
const AT = '2026-11-23T01:15:00.000Z';

let api: Api;
let operator: Browser;
beforeAll(async () => {
  api = await openConsole(severalGateways(GATEWAYS));
  operator = await signIn(api, 'operator');
});
beforeEach(async () => {
  await api.database.sql`delete from gateway_shares`;
  await api.database.sql`update gateways set state = 'ok', since = ${AT}, share = null, away_since = null, last_success_at = null,
    refused = '{}'`;
});
afterAll(() => api[Symbol.asyncDispose]());

/** What stands beside each word of one gateway. */
function factsOf({ $ }: PageAnswer, name: string): Readonly<Record<string, string>> {
  const section = $('main section')
    .toArray()
    .find((each) => $(each).find('h2').text() === name);
  const rows = $(section).find('.govuk-summary-list__row').toArray();
  const text = (row: (typeof rows)[number], tag: string) => $(row).find(tag).text().replace(/\s+/g, ' ').trim();
  return Object.fromEntries(rows.map((row) => [text(row, 'dt'), text(row, 'dd')]));
}

describe('console §5: the gateways', () => {
  test('each with its state and since when, its rate, its share, its last success and its refusals', async () => {
    const page = await operator.get('/cong-tin');
    expect(page.$('title').text()).toMatch(/^3 cổng đều hoạt động · Cổng tin nhắn/);
    expect(factsOf(page, 'a')).toEqual({
      'Trạng thái': 'Hoạt động từ 08:15 ngày 23/11/2026: cổng nhận tin bình thường',
      'Tốc độ': '20 tin hoặc phần tin mỗi giây',
      'Tỷ lệ': '70 (70% số tin), theo cấu hìnhĐổi tỷ lệ của cổng a',
      'Lần cuối nhận tin': 'Chưa nhận tin nào',
      'Số lần không nhận tin': 'Chưa lần nào',
    });
    expect(factsOf(page, 'b')['Tốc độ']).toBe('0,5 tin hoặc phần tin mỗi giây');
  });

  test('one that is not well says why, since when it is away, and what it refused', async () => {
    await api.database.sql`update gateways set state = 'no_balance', away_since = ${AT}, last_success_at = ${AT},
      refused = '{"balance": 1234, "unknown": 1}' where name = 'b'`;
    const page = await operator.get('/cong-tin');
    expect(page.$('title').text()).toMatch(/^1 trong 3 cổng cần xem · /);
    expect(factsOf(page, 'b')).toMatchObject({
      'Trạng thái': 'Hết tiền từ 08:15 ngày 23/11/2026: tài khoản ở cổng không còn đủ tiền; việc gửi tạm dừng',
      'Chia tin': 'Tạm không được chia tin từ 08:15 ngày 23/11/2026; mỗi phút cổng được thử một tin, gửi được thì trở lại.',
      'Lần cuối nhận tin': '08:15 ngày 23/11/2026',
      'Số lần không nhận tin': 'Hết tiền: 1.234 · Không rõ kết quả: 1',
    });
  });

  test('one that only takes inquiries has no share and no form', async () => {
    expect(factsOf(await operator.get('/cong-tin'), 'short')['Tỷ lệ']).toBe('Chỉ nhận tin tra cứu, không gửi thông báo');
    expect((await operator.get('/cong-tin/short')).status).toBe(404);
  });

  test('one that nobody knows yet is in no state', async () => {
    await api.database.sql`delete from gateways where name = 'b'`;
    expect(factsOf(await operator.get('/cong-tin'), 'b')['Trạng thái']).toBe('Chưa rõ chưa có thông tin về cổng này');
    await api.database.sql`insert into gateways (name) values ('b')`;
  });

  test('no secret is shown', async () => {
    for (const path of ['/cong-tin', '/cong-tin/a']) {
      const { html } = await operator.get(path);
      for (const secret of Object.values(SECRETS)) expect(html).not.toContain(secret);
    }
  });
});

describe('requirements §11.4: an operator sets a share, with a reason, and everyone sees who set it', () => {
  test('the form sets it, a banner says so, and the page says who, when and why', async () => {
    const done = await operator.submit('/cong-tin/a', { share: ' 10 ', reason: 'Nhà mạng <b>A</b> bảo trì' });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/cong-tin']);
    const page = await operator.get('/cong-tin');
    expect(page.$('.govuk-notification-banner').text()).toContain('Đã đặt tỷ lệ của cổng a là 10.');
    expect(factsOf(page, 'a')['Tỷ lệ']).toMatch(
      /^10 \(25% số tin\), operator-1 đặt lúc \d\d:\d\d ngày \d\d\/\d\d\/\d{4}: “Nhà mạng <b>A<\/b> bảo trì”/,
    );
    expect(factsOf(page, 'b')['Tỷ lệ']).toContain('30 (75% số tin)');
    const kept = await api.database.sql`select gateway, share, reason, actor from gateway_shares`;
    expect(kept.map((row) => ({ ...row }))).toEqual([
      { gateway: 'a', share: 10, reason: 'Nhà mạng <b>A</b> bảo trì', actor: 'operator-1' },
    ]);
  });

  test('the form begins with the share in force', async () => {
    const { $ } = await operator.get('/cong-tin/b');
    expect([$('#share').attr('value'), $('h1').text()]).toEqual(['30', 'Đổi tỷ lệ của cổng b']);
  });

  test.each<[typed: { share?: string; reason?: string }, faults: Readonly<Record<string, string>>]>([
    [{ share: '101', reason: 'x' }, { share: 'Tỷ lệ: cần số nguyên từ 0 đến 100' }],
    [{ share: '-1', reason: 'x' }, { share: 'Tỷ lệ: cần số nguyên từ 0 đến 100' }],
    [{ share: '1.5', reason: 'x' }, { share: 'Tỷ lệ: cần số nguyên từ 0 đến 100' }],
    [{ share: 'nhiều', reason: 'x' }, { share: 'Tỷ lệ: cần số nguyên từ 0 đến 100' }],
    [{ share: '1e1', reason: 'x' }, { share: 'Tỷ lệ: cần số nguyên từ 0 đến 100' }],
    [{ share: '', reason: 'x' }, { share: 'Tỷ lệ: thiếu giá trị' }],
    [{ share: '5', reason: '  ' }, { reason: 'Lý do: thiếu giá trị' }],
    [{ share: '5', reason: 'gọi 0905123456' }, { reason: 'Lý do: không được ghi số điện thoại' }],
    [{ share: '5', reason: 'x'.repeat(301) }, { reason: 'Lý do: tối đa 300 ký tự' }],
  ])('%j is refused beside its field, and what was typed stays', async (typed, faults) => {
    const page = await operator.submit('/cong-tin/a', typed);
    expect(page.status).toBe(422);
    expect(page.$('title').text()).toMatch(/^Lỗi: /);
    for (const name of ['share', 'reason']) {
      expect(page.$(`#${name}-error`).text().replace('Lỗi:', '').trim()).toBe(faults[name] ?? '');
      expect(page.$(`#${name}`).attr('value')).toBe(typed[name as keyof typeof typed] ?? '');
    }
    expect(await api.count('gateway_shares')).toBe(0);
  });

  test.each(['nowhere', 'constructor', '%3Cscript%3E', 'x'.repeat(200), 'a%20'])('%s is no gateway of the settings', async (name) => {
    const page = await operator.get(`/cong-tin/${name}`);
    expect(page.status).toBe(404);
    expect(page.html).not.toContain('<script>');
  });
});

describe('requirements §8.1: who sees the gateways', () => {
  test('an auditor sees them, and sets nothing', async () => {
    const auditor = await signIn(api, 'auditor');
    const page = await auditor.get('/cong-tin');
    expect(page.status).toBe(200);
    expect(page.$('main a[href^="/cong-tin/"]')).toHaveLength(0);
    expect((await auditor.get('/cong-tin/a')).status).toBe(403);
  });

  test('a clerk does not, and nobody who is bound to agencies', async () => {
    const [clerk, bound] = [await signIn(api, 'clerk'), await signIn(api, 'operator', { name: 'van-hanh', agencies: ['default'] })];
    for (const browser of [clerk, bound])
      for (const path of ['/cong-tin', '/cong-tin/a']) expect([path, (await browser.get(path)).status]).toEqual([path, 403]);
  });

  test('a form that was not made for the session sets nothing', async () => {
    const forged = await operator.request('/cong-tin/a', { method: 'POST', body: new URLSearchParams({ share: '1', reason: 'x' }) });
    expect(forged.status).toBe(403);
    expect(await api.count('gateway_shares')).toBe(0);
  });
});

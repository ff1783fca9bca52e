import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordedSettings } from '../../../src/config/recorded-settings.ts';
import { auditJournal, auditNext } from '../../../src/db/audit.ts';
import { recordSettings } from '../../../src/services/record-settings.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type Browser, type PageAnswer } from '../../support/console.ts';
import { aPerson, PASSWORD } from '../../support/people.ts';
import { KEYS } from '../../support/signature.ts';

let api: Api;
let auditor: Browser;
beforeAll(async () => {
  api = await openConsole();
  auditor = await signIn(api, 'auditor');
});
afterAll(() => api[Symbol.asyncDispose]());

const linesOf = ({ $ }: PageAnswer) =>
  $('main tbody tr')
    .toArray()
    .map((row) => $(row).text().replace(/\s+/g, ' ').trim());
const answerOf = ({ $ }: PageAnswer) => $('#journal-check [role=status]').text();

async function checked(): Promise<PageAnswer> {
  expect((await auditor.submit('/nhat-ky', {})).headers.get('location')).toBe('/nhat-ky');
  await expect.poll(async () => answerOf(await auditor.get('/nhat-ky')), { timeout: 30_000 }).not.toContain('Đang kiểm tra');
  return auditor.get('/nhat-ky');
}

describe('console §5: the verification of the journal', () => {
  test('says that nobody has asked for it, and then its result in a sentence, and is recorded', async () => {
    const before = await auditor.get('/nhat-ky');
    expect(before.$('title').text()).toBe('Chưa ai kiểm tra sổ ghi · Nhật ký · Một cửa SMS');
    await api.register({ receiptCode: 'CHECK01', step: 'Tiếp nhận' });
    await api.event('CHECK01', { type: 'progress', step: 'Thẩm định', at: new Date().toISOString() });
    const after = await checked();
    expect(answerOf(after)).toMatch(/^Sổ ghi còn nguyên vẹn: \d+ sự kiện\.$/);
    expect(answerOf(after)).toBe(`Sổ ghi còn nguyên vẹn: ${await api.count('events')} sự kiện.`);
    expect(linesOf(after)[0]).toMatch(/Kiểm tra sổ ghi ?Sổ ghi còn nguyên vẹn: \d+ sự kiện.*auditor-1/);
  });

  test('shows how far it is while it runs anywhere, lets nobody start another one, and says when it was broken off', async () => {
    await api.database.sql`insert into journal_checks (started_by, events, checked) values ('somebody', 2000, 500)`;
    const running = await auditor.get('/nhat-ky');
    expect(answerOf(running)).toBe('Đang kiểm tra sổ ghi: 500 trong 2.000 sự kiện.');
    expect([running.$('progress').attr('value'), running.$('progress').attr('max')]).toEqual(['500', '2000']);
    expect(running.$('#journal-check button')).toHaveLength(0);
    expect(running.html).toContain('<noscript><meta http-equiv="refresh" content="3"');
    expect(running.$('[data-live]').attr('data-live')).toBe('/nhat-ky/dong');
    expect(answerOf(await auditor.get('/nhat-ky/noi-dung'))).toContain('500 trong 2.000');
    const formToken = running.$('input[name=formToken]').attr('value') ?? '';
    await auditor.request('/nhat-ky/kiem-tra', { method: 'POST', body: new URLSearchParams({ formToken }) });
    expect((await auditor.get('/nhat-ky')).$('[role=alert]').text()).toContain('đang được kiểm tra');
    await api.database.sql`update journal_checks set seen_at = now() - interval '2 minutes' where ended_at is null`;
    expect(answerOf(await auditor.get('/nhat-ky'))).toContain('dừng giữa chừng');
    expect(answerOf(await checked())).toContain('còn nguyên vẹn');
  });

  test('requirements §8.7: names the place where the journal was rewritten, the same by parts as at once', async () => {
    await using other = await openConsole();
    for (const receiptCode of ['PART001', 'PART002', 'PART003']) await other.register({ receiptCode, step: 'Tiếp nhận' });
    await other.database.sql`alter table events disable trigger user`;
    await other.database.sql`update events set actor = 'somebody else' where code_key = 'PART002'`;
    const parts = [];
    for (let after: string | null = null, isLast = false; !isLast; isLast = after === null) {
      const part: Awaited<ReturnType<typeof auditNext>> = await auditNext(other.database, after, 1);
      parts.push(part);
      after = part.upTo;
    }
    expect(parts.map(({ ok, events }) => [ok, events])).toEqual([
      [true, 1],
      [false, 1],
      [true, 1],
      [true, 0],
    ]);
    expect(parts[1]?.brokenAt).toEqual((await auditJournal(other.database)).brokenAt);
    const browser = await signIn(other, 'auditor');
    await browser.submit('/nhat-ky', {});
    await expect
      .poll(async () => (await browser.get('/nhat-ky')).$('h1').length && answerOf(await browser.get('/nhat-ky')))
      .toContain('Sổ ghi đã bị sửa ở hồ sơ PART002, sự kiện số 0');
    expect((await browser.get('/nhat-ky')).$('#journal-check a').attr('href')).toBe('/ho-so/PART002');
  });
});

describe('requirements §8.1: an auditor reads what is recorded', () => {
  test('sign-ins, accounts and shares, by what they are about and by person', async () => {
    const name = await aPerson(api.database, { name: 'Bà Tám' });
    await api.app.request('/dang-nhap', { method: 'POST', body: new URLSearchParams({ name, password: 'wrong-password' }) });
    await api.app.request('/dang-nhap', { method: 'POST', body: new URLSearchParams({ name, password: PASSWORD }) });
    await api.call(
      'PUT',
      '/v1/gateways/plain/share',
      { share: 40, reason: '<script>alert(1)</script>' },
      { authorization: `Bearer ${KEYS.operator}` },
    );
    const signIns = linesOf(await auditor.get(`/nhat-ky?group=sign_ins&person=${encodeURIComponent(name)}`));
    expect(signIns).toHaveLength(2);
    expect(signIns[0]).toMatch(/Đăng nhập ?bằng mật khẩu/);
    expect(signIns[1]).toContain('sai mật khẩu');
    expect(linesOf(await auditor.get('/nhat-ky?group=accounts'))[0]).toContain('Một cửa, tất cả đơn vị');
    const shares = await auditor.get('/nhat-ky?group=shares');
    expect(linesOf(shares)).toEqual([expect.stringContaining('tỷ lệ 40: “<script>alert(1)</script>”')]);
    expect(shares.html).not.toContain('<script>alert');
    expect((await auditor.get('/nhat-ky?person=nobody')).$('main').text()).toContain('Không có gì khớp với bộ lọc');
    expect((await auditor.get('/nhat-ky?cursor=bad')).status).toBe(422);
  });

  test('changes of settings, old and new, and of secrets only that they changed', async () => {
    const start = (env: Readonly<Record<string, string>>) => recordSettings({ database: api.database }, recordedSettings(env));
    const SECRET = { WEBHOOK_SECRET: 'first-webhook-secret', DATABASE_URL: 'postgres://user:password-of-db@db/x' };
    await start({ ...SECRET, APOLOGY_TIME: '17:30', PORT: '8080' });
    await Promise.all([start({ ...SECRET, APOLOGY_TIME: '17:30', PORT: '8081' }), start({ ...SECRET, APOLOGY_TIME: '17:30' })]);
    expect(linesOf(await auditor.get('/nhat-ky?group=settings'))).toEqual([expect.stringContaining('Ghi cấu hình lần đầu')]);
    const changed = { ...SECRET, WEBHOOK_SECRET: 'second-webhook-secret', APOLOGY_TIME: '18:00', SMS_TPS: '50' };
    await Promise.all([start(changed), start(changed)]);
    const [line = '', ...others] = linesOf(await auditor.get('/nhat-ky?group=settings'));
    expect(others).toHaveLength(1);
    expect(line).toContain('APOLOGY_TIME: 17:30 → 18:00');
    expect(line).toContain('SMS_TPS: mặc định → 50');
    expect(line).toContain('WEBHOOK_SECRET: đã đổi');
    const kept = JSON.stringify(await api.database.sql`select detail from records where kind = 'settings_changed'`);
    for (const secret of ['webhook-secret', 'password-of-db']) expect(kept).not.toContain(secret);
  });

  test('nobody else does: no other role, and no auditor who is bound to agencies', async () => {
    for (const role of ['clerk', 'operator'] as const) expect((await (await signIn(api, role)).get('/nhat-ky')).status).toBe(403);
    const bound = await signIn(api, 'auditor', { agencies: ['default'], name: 'bound' });
    for (const path of ['/nhat-ky', '/nhat-ky/noi-dung', '/nhat-ky/dong']) expect((await bound.get(path)).status).toBe(403);
  });
});

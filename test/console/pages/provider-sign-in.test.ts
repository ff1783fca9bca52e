import { load } from 'cheerio';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../../support/api.ts';
import { openConsole } from '../../support/console.ts';
import { CLIENT, openIdentityServer, type Account } from '../../support/identity-provider.ts';
import { aPerson, PASSWORD } from '../../support/people.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const RETURN = 'http://localhost/dang-nhap/co-quan/tro-ve';

const accounts = new Map<string, Account>();
const folder = openSettingsFolder();
let server: Awaited<ReturnType<typeof openIdentityServer>>;
let api: Api;
beforeAll(async () => {
  server = await openIdentityServer(RETURN, accounts);
  api = await openConsole(settingsOf(server.issuer));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server.close();
  folder[Symbol.dispose]();
});

function settingsOf(issuer: string, more: Readonly<Record<string, string>> = {}) {
  return {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_ROLES: 'motcua-clerks=clerk,motcua-ops=operator',
    AGENCIES_FILE: folder.file({ 'so-y-te': 'Sở Y tế' }),
    ...more,
  };
}

/** A browser that keeps cookies by their names, as long as they have a value. */
function openBrowser({ app }: Api) {
  const cookies = new Map<string, string>();
  const call = async (path: string, fields?: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const init = fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) };
    const answer = await app.request(path, { ...init, headers: { cookie, ...headers } });
    for (const each of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const html = await answer.text();
    return { status: answer.status, to: answer.headers.get('location'), html, $: load(html), headers: answer.headers };
  };
  const leave = async (tiep = '', more = {}) => (await call('/dang-nhap/co-quan', { tiep, ...more })).$('main a').attr('href') ?? '';
  const comeBack = async (address: string) => call(address.replace('http://localhost', ''));
  return {
    cookies,
    call,
    leave,
    comeBack,
    signIn: async (subject: string, tiep?: string) => comeBack(await server.signIn(await leave(tiep), subject)),
  };
}

const faultOf = ({ $ }: { readonly $: ReturnType<typeof load> }) => $('.govuk-error-summary').text();
const records = (person: string) =>
  api.database.sql`select kind, actor, detail from records where subject = ${person} order by id`.then((rows) =>
    rows.map((row) => ({ ...row })),
  );
const personNamed = async (name: string) => {
  const [row] = await api.database.sql`select role, agencies, password_hash from people where name = ${name}`;
  return row;
};

describe('requirements §8.1: a person signs in through the office’s OpenID Connect provider', () => {
  test('the sign-in page offers it where it is configured', async () => {
    const { $ } = await openBrowser(api).call('/dang-nhap?tiep=%2Fgiup-do');
    const form = $('form[action="/dang-nhap/co-quan"]');
    expect(form.find('button').text()).toBe('Đăng nhập bằng tài khoản cơ quan');
    expect(form.find('input[name=tiep]').attr('value')).toBe('/giup-do');
  });

  test('where it is not, there is no such page', async () => {
    await using without = await openConsole();
    expect((await openBrowser(without).call('/dang-nhap/co-quan', { tiep: '' })).status).toBe(404);
    expect((await openBrowser(without).call('/dang-nhap')).html).not.toContain('co-quan');
  });

  test('leaves with PKCE, state and nonce, and not by a redirect, which a browser would not follow from a form', async () => {
    const page = await openBrowser(api).call('/dang-nhap/co-quan', { tiep: '' });
    expect([page.status, page.$('h1').text()]).toEqual([200, 'Đang chuyển đến trang đăng nhập của cơ quan']);
    const address = page.$('main a').attr('href') ?? '';
    expect(page.$('meta[http-equiv=refresh]').attr('content')).toBe(`0; url=${address}`);
    const { searchParams } = new URL(address);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: RETURN,
      scope: 'openid profile email groups',
      client_id: CLIENT.id,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)?.length).toBeGreaterThan(40);
    expect(page.html).not.toContain(CLIENT.secret);
  });

  test('and is let in, to where it wanted to go, with an account that has no password', async () => {
    accounts.set('sub-lan', { preferred_username: 'nguyen.lan', groups: ['motcua-clerks', 'others'] });
    const browser = openBrowser(api);
    const back = await browser.signIn('sub-lan', '/ho-so?list=overdue');
    expect([back.status, back.to]).toEqual([303, '/ho-so?list=overdue']);
    expect([...browser.cookies.keys()]).toEqual(['mot-cua-session']);
    expect((await browser.call('/giup-do')).$('.console-account').text()).toContain('nguyen.lan');
    expect(await personNamed('nguyen.lan')).toMatchObject({ role: 'clerk', agencies: null, password_hash: null });
    expect(await records('nguyen.lan')).toEqual([
      { kind: 'person_added', actor: 'nguyen.lan', detail: { role: 'clerk', agencies: null, by: 'provider' } },
      { kind: 'signed_in', actor: 'nguyen.lan', detail: { by: 'provider' } },
    ]);
  });

  test('the role is written anew at each sign-in, and the name stays what it was first', async () => {
    accounts.set('sub-minh', { preferred_username: 'minh', groups: ['motcua-clerks'] });
    await openBrowser(api).signIn('sub-minh');
    accounts.set('sub-minh', { preferred_username: 'minh.tran', groups: ['motcua-ops', 'motcua-clerks'] });
    const browser = openBrowser(api);
    await browser.signIn('sub-minh');
    expect((await personNamed('minh'))?.['role']).toBe('clerk'); // the first entry of the settings decides
    accounts.set('sub-minh', { preferred_username: 'minh.tran', groups: ['motcua-ops'] });
    await browser.signIn('sub-minh');
    expect((await personNamed('minh'))?.['role']).toBe('operator');
    expect(await personNamed('minh.tran')).toBeUndefined();
    expect((await browser.call('/tai-khoan')).status).toBe(200);
    expect((await records('minh')).at(-2)).toMatchObject({
      kind: 'person_changed',
      detail: { from: { role: 'clerk' }, to: { role: 'operator' } },
    });
  });

  test('contract §1: OIDC_AGENCIES binds to agencies, and who is in no such group is refused', async () => {
    await using bound = await openConsole(settingsOf(server.issuer, { OIDC_AGENCIES: 'health=so-y-te,everything=*' }));
    const agenciesOf = async (subject: string, group: string) => {
      accounts.set(subject, { preferred_username: subject, groups: ['motcua-clerks', group] });
      const answer = await openBrowser(bound).signIn(subject);
      const [row] = await bound.database.sql`select agencies from people where name = ${subject}`;
      return [answer.status, row?.['agencies']];
    };
    expect(await agenciesOf('of-health', 'health')).toEqual([303, ['so-y-te']]);
    expect(await agenciesOf('of-all', 'everything')).toEqual([303, null]);
    expect(await agenciesOf('of-none', 'nothing')).toEqual([403, undefined]);
  });

  test('the address is the name where there is no other, unless nobody has verified it', async () => {
    accounts.set('sub-mail', { email: 'hoa@office.example', groups: ['motcua-clerks'] });
    expect((await openBrowser(api).signIn('sub-mail')).status).toBe(303);
    expect(await personNamed('hoa@office.example')).toBeDefined();
    accounts.set('sub-fake', { email: 'chief@office.example', email_verified: false, groups: ['motcua-clerks'] });
    const refused = await openBrowser(api).signIn('sub-fake');
    expect([refused.status, faultOf(refused)]).toEqual([403, expect.stringContaining('không có tên dùng được ở đây')]);
  });

  test('a form that was open when the session ended comes back', async () => {
    accounts.set('sub-form', { preferred_username: 'form.keeper', groups: ['motcua-clerks'] });
    const browser = openBrowser(api);
    const asked = await browser.call('/ho-so/moi', { receiptCode: 'KEPT-1', step: 'Tiếp nhận' });
    expect(asked.status).toBe(401);
    const fields = Object.fromEntries(
      asked
        .$('form[action="/dang-nhap/co-quan"] input')
        .toArray()
        .map(({ attribs }) => [attribs['name'] ?? '', attribs['value'] ?? '']),
    );
    const { tiep = '', ...draft } = fields;
    const back = await browser.comeBack(await server.signIn(await browser.leave(tiep, draft), 'sub-form'));
    expect(back.to).toBe('/ho-so/moi');
    expect((await browser.call('/ho-so/moi')).$('input[name=receiptCode]').attr('value')).toBe('KEPT-1');
  });
});

describe('requirements §8.1: through the provider nobody gets in', () => {
  test('who is in no group of the settings, and it is recorded', async () => {
    accounts.set('sub-guest', { preferred_username: 'guest', groups: ['others'] });
    const browser = openBrowser(api);
    const refused = await browser.signIn('sub-guest');
    expect([refused.status, faultOf(refused)]).toEqual([403, expect.stringContaining('chưa được giao quyền dùng trang này')]);
    expect(browser.cookies.has('mot-cua-session')).toBe(false);
    expect(await personNamed('guest')).toBeUndefined();
    const [last] = await api.database.sql`select kind, subject, detail from records order by id desc limit 1`;
    expect({ ...last }).toEqual({ kind: 'sign_in_failed', subject: null, detail: { reason: 'no_role', by: 'provider' } });
  });

  test('under a name that a person with a password has, in whatever case', async () => {
    await aPerson(api.database, { name: 'Chị Hạnh', role: 'operator' });
    accounts.set('sub-hanh', { preferred_username: 'chị hạnh', groups: ['motcua-clerks'] });
    const refused = await openBrowser(api).signIn('sub-hanh');
    expect([refused.status, faultOf(refused)]).toEqual([403, expect.stringContaining('đã thuộc về một người khác')]);
    expect(await personNamed('Chị Hạnh')).toMatchObject({ role: 'operator' });
  });

  test('under a name that somebody else at the provider had first', async () => {
    accounts.set('sub-1', { preferred_username: 'same.name', groups: ['motcua-clerks'] });
    accounts.set('sub-2', { preferred_username: 'same.name', groups: ['motcua-ops'] });
    expect((await openBrowser(api).signIn('sub-1')).status).toBe(303);
    expect((await openBrowser(api).signIn('sub-2')).status).toBe(403);
    expect((await personNamed('same.name'))?.['role']).toBe('clerk');
  });

  test('who was disabled here', async () => {
    accounts.set('sub-gone', { preferred_username: 'gone', groups: ['motcua-clerks'] });
    await openBrowser(api).signIn('sub-gone');
    await api.database.sql`update people set disabled_at = now() where name = 'gone'`;
    const refused = await openBrowser(api).signIn('sub-gone');
    expect([refused.status, faultOf(refused)]).toEqual([403, expect.stringContaining('đã bị khóa')]);
  });

  test('with a state that is not that of this browser', async () => {
    accounts.set('sub-state', { preferred_username: 'state', groups: ['motcua-clerks'] });
    const [browser, other] = [openBrowser(api), openBrowser(api)];
    const address = await server.signIn(await other.leave(), 'sub-state');
    await browser.leave();
    const refused = await browser.comeBack(address);
    expect([refused.status, faultOf(refused)]).toEqual([422, expect.stringContaining('đã được dùng')]);
    expect((await openBrowser(api).comeBack(address)).status).toBe(422); // nor without any
    expect(browser.cookies.has('mot-cua-session')).toBe(false);
  });

  test('with a code that was used before', async () => {
    accounts.set('sub-twice', { preferred_username: 'twice', groups: ['motcua-clerks'] });
    const browser = openBrowser(api);
    const address = await server.signIn(await browser.leave(), 'sub-twice');
    const attempt = browser.cookies.get('mot-cua-provider') ?? '';
    expect((await browser.comeBack(address)).status).toBe(303);
    expect((await browser.comeBack(address)).status).toBe(422);
    const replay = openBrowser(api);
    replay.cookies.set('mot-cua-provider', attempt); // a thief who has the cookie as well
    const refused = await replay.comeBack(address);
    expect([refused.status, replay.cookies.has('mot-cua-session')]).toEqual([422, false]);
  });

  test('after having said no there, with a forged answer, or from another site', async () => {
    const browser = openBrowser(api);
    const state = new URL(await browser.leave()).searchParams.get('state') ?? '';
    const iss = encodeURIComponent(server.issuer);
    const denied = await browser.comeBack(`${RETURN}?error=access_denied&state=${state}&iss=${iss}`);
    expect([denied.status, faultOf(denied)]).toEqual([422, expect.stringContaining('đã từ chối, hoặc bạn đã hủy')]);
    const other = new URL(await browser.leave()).searchParams.get('state') ?? '';
    expect((await browser.comeBack(`${RETURN}?code=forged&state=${other}&iss=${iss}`)).status).toBe(422);
    expect((await browser.call('/dang-nhap/co-quan', { tiep: '' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  test('to another site', async () => {
    accounts.set('sub-evil', { preferred_username: 'evil.address', groups: ['motcua-clerks'] });
    expect((await openBrowser(api).signIn('sub-evil', 'https://evil.example/')).to).toBe('/hom-nay');
  });
});

test('requirements §8.1: while the provider is away the page says so, the log holds no secret, and the password still works', async () => {
  const lines: string[] = [];
  const { pino } = await import('pino');
  const log = pino(new Writable({ write: (line, _encoding, done) => (lines.push(String(line)), done()) }));
  const { openApi } = await import('../../support/api.ts');
  await using alone = await openApi(
    { SESSION_SECRET: 'session-secret-0123456789-0123456789', ...settingsOf('http://127.0.0.1:1') },
    undefined,
    undefined,
    log,
  );
  const browser = openBrowser(alone);
  const away = await browser.call('/dang-nhap/co-quan', { tiep: '/giup-do' });
  expect([away.status, faultOf(away)]).toEqual([503, expect.stringContaining('không trả lời')]);
  expect(away.$('form[action="/dang-nhap"] input[name=tiep]').attr('value')).toBe('/giup-do');
  const name = await aPerson(alone.database, { name: 'still here' });
  expect((await browser.call('/dang-nhap', { name, password: PASSWORD, tiep: '' })).status).toBe(303);
  expect(lines.join('')).toContain('identity_provider_away');
  expect(lines.join('')).not.toContain(CLIENT.secret);
});

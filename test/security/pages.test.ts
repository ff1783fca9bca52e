import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load } from 'cheerio';
import { ROLES, type Role } from '../../src/domain/roles.ts';
import type { Api } from '../support/api.ts';
import { openConsole, signIn, type Browser } from '../support/console.ts';
import { AGENCIES } from '../support/bound-keys.ts';
import { openSettingsFolder } from '../support/settings-folder.ts';

const ALL = ROLES;
const FORMS = ['chuyen-buoc', 'bo-sung', 'tra-ket-qua', 'hen-lai', 'so-dien-thoai', 'da-bao', 'ket-thuc'];

/** Every page with the roles that may ask for it, and whether people who are bound to agencies may. */
const MATRIX: Readonly<Record<string, readonly [roles: readonly Role[], bound: 'own' | 'none']>> = {
  'GET /hom-nay': [ALL, 'own'],
  'GET /hom-nay/noi-dung': [ALL, 'own'],
  'GET /hom-nay/dong': [ALL, 'own'],
  'GET /ho-so': [ALL, 'own'],
  'GET /ho-so/moi': [['clerk'], 'own'],
  'POST /ho-so/moi': [['clerk'], 'own'],
  'GET /ho-so/:code': [ALL, 'own'],
  ...Object.fromEntries(
    FORMS.flatMap((form) => ['GET', 'POST'].map((method) => [`${method} /ho-so/:code/${form}`, [['clerk'], 'own']] as const)),
  ),
  'GET /chua-bao': [ALL, 'own'],
  'GET /tin-nhan': [ALL, 'own'],
  'GET /tin-nhan/gui-lai': [['operator'], 'own'],
  'POST /tin-nhan/gui-lai': [['operator'], 'own'],
  'GET /tra-cuu-tin': [['operator'], 'own'],
  'GET /thong-ke': [ALL, 'own'],
  'GET /thong-ke.csv': [ALL, 'own'],
  'GET /thong-ke.xlsx': [ALL, 'own'],
  'GET /nhat-ky': [['auditor'], 'none'],
  'GET /nhat-ky/noi-dung': [['auditor'], 'none'],
  'GET /nhat-ky/dong': [['auditor'], 'none'],
  'POST /nhat-ky/kiem-tra': [['auditor'], 'none'],
  'GET /cong-tin': [['operator', 'auditor'], 'none'],
  'GET /cong-tin/:name': [['operator'], 'none'],
  'POST /cong-tin/:name': [['operator'], 'none'],
  'GET /tai-khoan': [['operator'], 'own'],
  'GET /tai-khoan/moi': [['operator'], 'own'],
  'POST /tai-khoan/moi': [['operator'], 'own'],
  'GET /tai-khoan/nguoi/:name': [['operator'], 'own'],
  'POST /tai-khoan/nguoi/:name': [['operator'], 'own'],
  'GET /giup-do': [ALL, 'own'],
  'GET /doi-mat-khau': [ALL, 'own'],
  'POST /doi-mat-khau': [ALL, 'own'],
  'GET /xac-thuc-hai-lop': [ALL, 'own'],
  'POST /xac-thuc-hai-lop': [ALL, 'own'],
  'POST /dang-xuat': [ALL, 'own'],
};

/** What anybody may ask for. */
const OPEN = ['GET /', 'GET /dang-nhap', 'POST /dang-nhap', 'POST /dang-nhap/co-quan', 'GET /dang-nhap/co-quan/tro-ve'];

const ROUTES = Object.entries(MATRIX).map(([route, [roles, bound]]) => {
  const [method = '', path = ''] = route.split(' ');
  return { route, method, path, roles, bound };
});
const POSTS = ROUTES.filter(({ method }) => method === 'POST');
const OF_DOSSIERS = ROUTES.filter(({ path }) => path.includes(':code'));

const folder = openSettingsFolder();
let api: Api;
let browsers: ReadonlyMap<string, Browser>;
beforeAll(async () => {
  const provider = {
    OIDC_ISSUER: 'http://127.0.0.1:1',
    OIDC_CLIENT_ID: 'x',
    OIDC_CLIENT_SECRET: 'x',
    OIDC_ROLES: 'a=clerk',
  };
  api = await openConsole({ AGENCIES_FILE: folder.file(AGENCIES), ...provider });
  await api.register({ receiptCode: 'OURS-0001', agency: 'so-y-te', step: '<script>alert(1)</script>' });
  await api.register({ receiptCode: 'THEIRS-0001', agency: 'so-xay-dung', step: 'Tiếp nhận' });
  const all = await Promise.all(
    ROLES.flatMap((role) =>
      [null, ['so-y-te']].map(
        async (agencies) =>
          [key(role, agencies !== null), await signIn(api, role, { agencies, name: `${role} ${String(agencies)}` })] as const,
      ),
    ),
  );
  browsers = new Map(all);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const key = (role: Role, isBound: boolean) => `${role} ${isBound}`;
const browserOf = (role: Role, isBound: boolean) => browsers.get(key(role, isBound)) ?? expect.unreachable();
const addressOf = (path: string, code = 'OURS-0001') => path.replace(':code', code).replace(':name', 'plain');

/** Reads no answer that goes on, and ends it. */
async function ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: URLSearchParams) {
  const answer = await api.app.request(path, { method, headers, ...(body ? { body } : {}) });
  const isLive = answer.headers.get('content-type')?.startsWith('text/event-stream');
  const html = isLive ? '' : await answer.text();
  if (isLive) await answer.body?.cancel();
  return { status: answer.status, to: answer.headers.get('location'), headers: answer.headers, html };
}

async function tokenOf(browser: Browser): Promise<string> {
  return (await browser.get('/giup-do')).$('input[name=formToken]').attr('value') ?? '';
}

test('requirements §8.1: every page that is served says here who may ask for it', () => {
  const ours = /^\/(?:v1\/|docs|openapi|metrics|healthz|readyz|console\/)/;
  const served = api.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !ours.test(path))
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(served)].toSorted()).toEqual([...Object.keys(MATRIX), ...OPEN].toSorted());
});

describe.each(ROUTES)('requirements §8.1: $route', ({ method, path, roles, bound }) => {
  test('asks whoever is not signed in to sign in, and shows nothing', async () => {
    for (const cookie of ['', 'mot-cua-session=x', 'mot-cua-session=x.y']) {
      const { status, to, html } = await ask(method, addressOf(path), { cookie });
      if (to !== null) expect([status, to.startsWith('/dang-nhap'), html]).toEqual([303, true, '']);
      else expect([method, status, html.includes('OURS-0001</')]).toEqual(['POST', 401, false]);
    }
  });

  test.each(ROLES.flatMap((role) => [false, true].map((isBound) => [role, isBound] as const)))('%s, bound: %s', async (role, isBound) => {
    const may = roles.includes(role) && !(isBound && bound === 'none');
    const { cookie } = browserOf(role, isBound);
    const { status, html } = await ask(method, addressOf(path), { cookie });
    // A form without its token goes no further, whoever sends it.
    if (!may || method === 'POST') expect(status).toBe(403);
    else expect([200, 404]).toContain(status);
    expect(html).not.toContain('<script>alert');
  });
});

describe('requirements §8.1: a forged form is refused', () => {
  test.each(POSTS)('$route', async ({ path, roles }) => {
    const [role = 'clerk'] = roles;
    const own = browserOf(role, false);
    const foreign = await signIn(api, role, { name: `another ${role}` });
    const before = await api.count('events');
    const send = (formToken: string, headers = {}) =>
      ask('POST', addressOf(path), { cookie: own.cookie, ...headers }, new URLSearchParams({ formToken }));
    const right = await tokenOf(own);
    const forged = [
      await send(''),
      await send('x'),
      await send(`${right}x`),
      await send(right.slice(0, -1)),
      await send(await tokenOf(foreign)),
      await send('', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
    ];
    expect(forged.map(({ status }) => status)).toEqual(forged.map(() => 403));
    expect((await own.get('/giup-do')).status).toBe(200);
    expect(await api.count('events')).toBe(before);
  });
});

describe('requirements §8.1: a dossier of another agency is as if it did not exist', () => {
  test.each(OF_DOSSIERS)('$route', async ({ method, path, roles }) => {
    for (const role of roles) {
      const browser = browserOf(role, true);
      const body = method === 'POST' ? new URLSearchParams({ formToken: await tokenOf(browser) }) : undefined;
      const [foreign, unknown, own] = await Promise.all(
        ['THEIRS-0001', 'NOBODY-0001', 'OURS-0001'].map((code) => ask(method, addressOf(path, code), { cookie: browser.cookie }, body)),
      );
      expect([foreign?.status, unknown?.status]).toEqual([404, 404]);
      expect(foreign?.html.replaceAll('THEIRS', 'NOBODY')).toBe(unknown?.html);
      expect(own?.status).not.toBe(404);
    }
  });
});

describe('what a browser is told with every page', () => {
  test.each([
    ...ROUTES.filter(({ method }) => method === 'GET').map(({ route }) => route),
    'GET /dang-nhap',
    'GET /dang-nhap/co-quan/tro-ve',
  ])('%s: no frame, nothing from elsewhere, and no script or style in the page', async (route) => {
    const [, path = ''] = route.split(' ');
    const [role = 'clerk'] = MATRIX[route]?.[0] ?? [];
    const { headers, html } = await ask('GET', addressOf(path), { cookie: browserOf(role, false).cookie });
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "script-src 'self'"])
      expect(policy).toContain(part);
    expect(policy).not.toMatch(/unsafe-|\*|data:|https?:/);
    expect([headers.get('x-frame-options'), headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual([
      'SAMEORIGIN',
      'nosniff',
      expect.stringMatching(/no-store|no-cache/),
    ]);
    const $ = load(html);
    expect($('script:not([src]), style, [style], iframe, object, embed')).toHaveLength(0);
    const handlers = $('*')
      .toArray()
      .flatMap((each) => ('attribs' in each ? Object.keys(each.attribs) : []))
      .filter((name) => name.startsWith('on'));
    expect(handlers).toEqual([]);
  });
});

test('requirements §8.1: an unknown name takes as long as a wrong password', async () => {
  const { aPerson } = await import('../support/people.ts');
  const names = await Promise.all(Array.from({ length: 12 }, (_, index) => aPerson(api.database, { name: `timed ${index}` })));
  const took = async (name: string, address: string) => {
    const started = performance.now();
    const body = new URLSearchParams({ name, password: 'not-the-password' });
    const answer = await api.app.request('/dang-nhap', { method: 'POST', body }, { incoming: { socket: { remoteAddress: address } } });
    expect(answer.status).toBe(422);
    return performance.now() - started;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (const [index, name] of names.entries()) {
    known.push(await took(name, `198.51.100.${index}`));
    unknown.push(await took(`${name} x`, `198.51.100.${index + 100}`));
  }
  // Without the hash of a password an answer would take a tenth of the time.
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
});

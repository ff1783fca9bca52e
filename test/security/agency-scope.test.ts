import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimNotice, recordNotSent } from '../../src/db/notices.ts';
import { dateOf, instantAt, plusDays } from '../../src/domain/calendar.ts';
import type { Notice } from '../../src/domain/notice-key.ts';
import { ROLES, type Role } from '../../src/domain/roles.ts';
import { openApi, type Answer, type Api } from '../support/api.ts';
import { AGENCIES, BOUND_KEYS, keyOf, type KeyScope } from '../support/bound-keys.ts';
import { code } from '../support/dossiers.ts';
import { exampleBodies, PUBLISHED_ROUTES, type PublishedRoute } from '../support/published-routes.ts';
import { openSettingsFolder } from '../support/settings-folder.ts';

const staff = PUBLISHED_ROUTES.filter(({ operation }) => operation['x-roles']);
const rolesOf = ({ operation }: PublishedRoute) => ROLES.filter((role) => operation['x-roles']?.includes(role));
const nameOf = ({ method, path }: PublishedRoute) => `${method} ${path}`;
const named = (routes: readonly PublishedRoute[]) => routes.map((route) => [nameOf(route), route] as const);

/** Routes about one dossier or one notice; those that show many; and those that have a test of their own below. */
const own = staff.filter(({ operation }) => operation['x-bound-keys'] === 'own');
const forNone = staff.filter(({ operation }) => operation['x-bound-keys'] === 'none');
const single = own.filter(({ path }) => /\{(code|key)\}/.test(path));
const OTHERS = ['POST /v1/dossiers'];
const many = own.filter((route) => route.method === 'GET' && !single.includes(route));

const [OURS, THEIRS, UNKNOWN] = ['OF-OURS-1', 'OF-THEM-1', 'OF-NONE-1'];

const folder = openSettingsFolder();
afterAll(() => folder[Symbol.dispose]());
const settings = { API_KEYS: BOUND_KEYS, AGENCIES_FILE: folder.file(AGENCIES), INQUIRY_LIMIT: '0', UNKNOWN_CODE_LIMIT: '0' };

const ask = ({ call }: Api, method: string, path: string, [role, scope]: readonly [Role, KeyScope], body?: unknown) =>
  call(method, path, body, { authorization: `Bearer ${keyOf(role, scope)}` });

describe('requirements §8.1: every route says what a key that is bound to agencies may ask of it', () => {
  test('and each is tried here', () => {
    expect(staff.map(nameOf).toSorted()).toEqual([...own, ...forNone].map(nameOf).toSorted());
    expect(own.map(nameOf).toSorted()).toEqual([...[...single, ...many].map(nameOf), ...OTHERS].toSorted());
    expect([single.length, many.length, forNone.length].every((count) => count > 2)).toBe(true);
  });
});

describe('requirements §8.1: what belongs to no agency', () => {
  let api: Api;
  beforeAll(async () => void (api = await openApi(settings)));
  afterAll(() => api[Symbol.asyncDispose]());

  test('is the verification of the journal, the shares, and the charges of all inquiries', () => {
    expect(forNone.map(nameOf).toSorted()).toEqual([
      'GET /v1/audit',
      'GET /v1/gateways',
      'GET /v1/inquiries/reconciliation',
      'PUT /v1/gateways/{name}/share',
    ]);
  });

  test.each(named(forNone))('%s: 403 for a bound key', async (_name, route) => {
    const path = route.path.replace('{name}', 'plain');
    for (const role of ROLES) {
      for (const scope of ['one', 'both'] as const)
        expect(await ask(api, route.method, path, [role, scope], exampleBodies(route)[0])).toMatchObject({
          status: 403,
          body: { code: 'forbidden' },
        });
      const { status } = await ask(api, route.method, path, [role, 'all'], exampleBodies(route)[0]);
      expect(status).toBe(rolesOf(route).includes(role) ? 200 : 403);
    }
  });
});

describe('requirements §8.1: a thing of another agency is as if it did not exist', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi(settings);
    await fill(api, 'so-y-te', 'OURS');
    await fill(api, 'so-xay-dung', 'THEM');
  });
  afterAll(() => api[Symbol.asyncDispose]());

  /** The path of a route for a dossier, or for its notice. */
  const pathFor = ({ path }: PublishedRoute, receiptCode: string) =>
    path.replace('{code}', receiptCode).replace('{key}', encodeURIComponent(`${receiptCode}/result/2`));

  describe.each(named(single))('%s', (_name, route) => {
    const bodies = exampleBodies(route).map(withoutTimes);

    test.each(ROLES)('%s', async (role) => {
      for (const body of bodies) {
        const asOne = (receiptCode: string) => ask(api, route.method, pathFor(route, receiptCode), [role, 'one'], body);
        const foreign = await asOne(THEIRS);
        expect(foreign.status).toBe(rolesOf(route).includes(role) ? 404 : 403);
        expect(told(foreign, THEIRS)).toEqual(told(await asOne(UNKNOWN), UNKNOWN));
      }
    });

    test('its own are there, and for a key of both and one that is bound to none also the others', async () => {
      const [role] = rolesOf(route);
      if (role === undefined) throw new Error('expected a route that a role may call');
      const asked = (receiptCode: string, scope: KeyScope) => ask(api, route.method, pathFor(route, receiptCode), [role, scope], bodies[0]);
      const answers = [await asked(OURS, 'one'), await asked(THEIRS, 'both'), await asked(THEIRS, 'all')];
      for (const { status } of answers) expect([401, 403, 404, 500]).not.toContain(status);
    });
  });

  test('an event for it is not recorded, not even as a repetition', async () => {
    const event = { eventId: 'told-once', type: 'progress', step: 'Thẩm định' };
    const send = (receiptCode: string, scope: KeyScope) => ask(api, 'POST', `/v1/dossiers/${receiptCode}/events`, ['clerk', scope], event);
    expect((await send(THEIRS, 'all')).status).toBe(202);
    const before = await api.count('events');
    expect((await send(THEIRS, 'one')).body.code).toBe('dossier_not_found');
    expect(await api.count('events')).toBe(before);
    const at = await Promise.all([send(OURS, 'one'), send(THEIRS, 'one'), send(THEIRS, 'both')]); // in one statement
    expect(at.map(({ status }) => status)).toEqual([202, 404, 200]);
  });

  test('an inquiry about dossiers of both is in the timeline of neither', async () => {
    await api.inquire(`MCKH ${OURS} ${THEIRS}`, { id: 'about-both' });
    const idsAs = async (scope: KeyScope) => {
      const { body } = await ask(api, 'GET', `/v1/dossiers/${OURS}/timeline`, ['clerk', scope]);
      return body.inquiries.map(({ id }: { id: string }) => id);
    };
    expect(await idsAs('one')).toEqual(['about-OURS']);
    expect(await idsAs('both')).toEqual(['about-OURS', 'about-both']);
    expect(await idsAs('all')).toEqual(['about-OURS', 'about-both']);
  });
});

describe('requirements §8.1: lists and figures do not change with what other agencies do', () => {
  const empty: Api[] = [];
  const shown = new Map<string, unknown>();
  const key = (route: PublishedRoute, scope: KeyScope, when: string) => `${scope} ${when} ${route.path}`;
  const look = async (api: Api, when: string) => {
    for (const route of many)
      for (const scope of ['all', 'one', 'both'] as const) {
        const answer = await ask(api, route.method, route.path, [rolesOf(route)[0] ?? 'clerk', scope]);
        shown.set(key(route, scope, when), told(answer, ''));
      }
  };

  beforeAll(async () => {
    const api = await openApi(settings);
    empty.push(api);
    await look(api, 'of nothing');
    await fill(api, 'so-y-te', 'OURS');
    await look(api, 'of ours');
    await fill(api, 'so-xay-dung', 'THEM');
    await look(api, 'of both');
    await fill(api, 'default', 'OTHER');
    await api.inquire('MCKH NOWHERE-1', { id: 'about-nothing' });
    await api.inquire(`MCKH ${OURS} OF-OTHER-1`, { id: 'about-ours-and-another' });
    await look(api, 'of all');
  });
  afterAll(() => Promise.all(empty.map((api) => api[Symbol.asyncDispose]())));

  test.each(named(many))('%s', (_name, route) => {
    const at = (scope: KeyScope, when: string) => shown.get(key(route, scope, when));
    for (const scope of ['all', 'one', 'both'] as const) expect(at(scope, 'of nothing')).toMatchObject({ status: 200 });
    expect(at('all', 'of ours')).not.toEqual(at('all', 'of nothing')); // else the route shows nothing of what was filled in
    expect(at('all', 'of both')).not.toEqual(at('all', 'of ours'));
    expect(at('all', 'of all')).not.toEqual(at('all', 'of both'));

    expect(at('one', 'of ours')).toEqual(at('all', 'of ours'));
    expect(at('one', 'of both')).toEqual(at('one', 'of ours'));
    expect(at('one', 'of all')).toEqual(at('one', 'of ours'));
    expect(at('both', 'of both')).toEqual(at('all', 'of both'));
    expect(at('both', 'of all')).toEqual(at('both', 'of both'));
  });

  test.each(named(many.filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'agency'))))(
    '%s: a filter does not widen it',
    async (_name, route) => {
      const [api] = empty;
      if (!api) throw new Error('expected the api of these tests');
      const asked = (agency: string) => ask(api, route.method, `${route.path}?agency=${agency}`, [rolesOf(route)[0] ?? 'clerk', 'one']);
      expect(told(await asked('so-xay-dung'), '')).toEqual(told(await asked('nowhere'), ''));
      expect(told(await asked('so-y-te'), '')).toEqual(shown.get(key(route, 'one', 'of ours')));
    },
  );

  test.each(named(many.filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'q'))))(
    '%s: a search finds what its own list has, by code, by a part of one and by number',
    async (_name, route) => {
      const [api] = empty;
      if (!api) throw new Error('expected the api of these tests');
      const found = async (q: string, scope: KeyScope) => {
        const { body } = await ask(api, route.method, `${route.path}?q=${q}`, [rolesOf(route)[0] ?? 'clerk', scope]);
        return { codes: body.items.map(({ receiptCode }: { receiptCode: string }) => receiptCode).toSorted(), total: body.total };
      };
      for (const q of [THEIRS, 'of them 1', 'FTHEM']) expect(await found(q, 'one')).toEqual({ codes: [], total: 0 });
      expect(await found('0905123456', 'one')).toEqual({ codes: [OURS], total: 1 });
      expect(await found('0905123456', 'both')).toEqual({ codes: [OURS, THEIRS], total: 2 });
      expect((await found('0905123456', 'all')).total).toBe(3);
      expect((await found('FTHEM', 'both')).total).toBe(2);
    },
  );
});

describe('requirements §8.1: a registration', () => {
  let api: Api;
  beforeAll(async () => void (api = await openApi(settings)));
  afterAll(() => api[Symbol.asyncDispose]());
  const procedure = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
  const register = (scope: KeyScope, some: object) => ask(api, 'POST', '/v1/dossiers', ['clerk', scope], { procedure, ...some });

  test.each<readonly [string, KeyScope, string | undefined, object]>([
    ['without an agency is for the only one of the key', 'one', undefined, { status: 201, body: { agency: 'so-y-te' } }],
    ['for the agency of the key', 'one', 'so-y-te', { status: 201, body: { agency: 'so-y-te' } }],
    ['for a foreign agency', 'one', 'so-xay-dung', { status: 403, body: { code: 'forbidden' } }],
    ['for the default agency', 'one', 'default', { status: 403, body: { code: 'forbidden' } }],
    ['for an agency that nobody knows', 'one', 'nowhere', { status: 403, body: { code: 'forbidden' } }],
    ['for one of the two of the key', 'both', 'so-xay-dung', { status: 201, body: { agency: 'so-xay-dung' } }],
    ['without an agency by a key of two', 'both', undefined, { status: 422, body: { errors: [{ path: 'agency', code: 'which_agency' }] } }],
    ['without an agency by a key that is bound to none', 'all', undefined, { status: 201, body: { agency: 'default' } }],
  ])('%s', async (_what, scope, agency, expected) => {
    const receiptCode = `REG-${scope}-${agency ?? 'none'}`;
    expect(await register(scope, { receiptCode, agency })).toMatchObject(expected);
  });

  test('under a code that another agency has: 409, without a word about that dossier', async () => {
    const theirs = { receiptCode: 'TAKEN-1', agency: 'so-xay-dung', phone: '0905123456', step: 'Thẩm định', dueDate: '2099-12-31' };
    expect((await register('all', theirs)).status).toBe(201);
    const refused = await register('one', { ...theirs, agency: undefined });
    expect(refused).toMatchObject({ status: 409, body: { code: 'dossier_conflict' } });
    expect(JSON.stringify(refused.body)).not.toMatch(/xay-dung|Xây dựng|Thẩm định|0905|2099/);
    expect((await register('one', { receiptCode: 'TAKEN-1' })).body.detail).toBe(refused.body.detail);
    expect((await ask(api, 'GET', '/v1/dossiers/TAKEN-1', ['clerk', 'one'])).status).toBe(404);
  });
});

/** Dossiers of an agency with all that lists and figures show: due tomorrow, with and without a number, with notices and an inquiry. */
async function fill(api: Api, agency: string, name: string): Promise<void> {
  const dueDate = plusDays(dateOf(instantAt(Date.now())), 1);
  const [first, second] = [code(`OF-${name}-1`), code(`OF-${name}-2`)];
  await api.register({ receiptCode: first, agency, phone: '0905123456', dueDate, step: 'Thẩm định' });
  await api.register({ receiptCode: second, agency, dueDate });
  const at = instantAt(Date.now());
  const entry = (receiptCode: typeof first, notice: Notice) => {
    return { receiptCode, notice, text: 'TB', segments: 1, encoding: 'unicode' as const, cost: null, decidedAt: at, dueAt: at };
  };
  await claimNotice(api.database, entry(first, { kind: 'result', round: 1 }), 'plain', null);
  await api.database.sql`update notices set status = 'sent', sent_at = now() where key = ${`${first}/result/1`}`;
  await recordNotSent(api.database, entry(first, { kind: 'result', round: 2 }), 'missed', 'late');
  await recordNotSent(api.database, entry(second, { kind: 'result', round: 1 }), 'skipped', 'no_phone');
  await api.inquire(`MCKH ${first}`, { id: `about-${name}` });
}

/** An answer without what differs from one request to the next. */
function told({ status, body }: Answer, receiptCode: string): object {
  const text = JSON.stringify(body, (name, value: unknown) => (name === 'asOf' || name === 'requestId' ? undefined : value));
  return { status, body: JSON.parse(receiptCode === '' ? text : text.replaceAll(receiptCode, 'CODE')) };
}

/** An example may be of a day that has not come yet. */
function withoutTimes(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body ?? null, (name, value: unknown) => (name === 'occurredAt' ? undefined : value))) ?? undefined;
}

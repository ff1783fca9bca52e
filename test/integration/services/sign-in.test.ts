import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changePerson as writeChange } from '../../../src/db/people.ts';
import { deleteEndedSessions } from '../../../src/db/sessions.ts';
import { deleteForgottenFailures } from '../../../src/db/sign-in-failures.ts';
import { instantAt, plusMs, type Instant } from '../../../src/domain/calendar.ts';
import { openLog } from '../../../src/lib/log.ts';
import { changeOwnPassword } from '../../../src/services/change-own-password.ts';
import { changePerson } from '../../../src/services/change-person.ts';
import { confirmSignIn } from '../../../src/services/confirm-sign-in.ts';
import { listRecords } from '../../../src/services/list-records.ts';
import { makeSecret } from '../../../src/services/second-factor.ts';
import { findSession, type Session } from '../../../src/services/sessions.ts';
import { turnOffSecondFactor, turnOnSecondFactor } from '../../../src/services/set-second-factor.ts';
import { signIn } from '../../../src/services/sign-in.ts';
import { signOut } from '../../../src/services/sign-out.ts';
import { aPerson, codeAt, PASSWORD } from '../../support/people.ts';
import { aDatabase } from '../../support/records.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

/** A person asks, and no page by itself. */
const VISIT = { keepsAlive: true };
const NOON = instantAt(Date.UTC(2026, 10, 26, 5));
const OFFICE = '203.0.113.7';
const ANYWHERE = '198.51.100.';
const MANAGER = { name: 'boss', agencies: null, address: OFFICE };
let people = 0;

/** Everything at a clock that the test moves. */
function world() {
  let now = NOON;
  const deps = { database, now: () => now, log: openLog('silent', 'test') };
  return {
    deps,
    pass: (ms: number) => void (now = plusMs(now, ms)),
    at: (): Instant => now,
    enter: (name: string, password: string, address: string | null = OFFICE) => signIn(deps, { name, password, address, draft: null }),
    confirm: (token: string, code: string, address: string | null = OFFICE) => confirmSignIn(deps, { token, code, address }),
    sessionOf: async (name: string, address = OFFICE): Promise<Session> => {
      const result = await signIn(deps, { name, password: PASSWORD, address, draft: null });
      const session = result.kind === 'signed_in' ? await findSession(deps, result.token, VISIT) : null;
      return session ?? expect.unreachable(result.kind);
    },
  };
}

const newName = () => `người ${(people += 1)}`;
const records = async (person: string) => (await listRecords({ database }, { person }, { limit: 100, after: null })).items;
const kinds = async (person: string) => (await records(person)).map(({ kind }) => kind);

describe('requirements §8.1: sign-in by name and password', () => {
  test('starts a session with the rights of the person, and is recorded with the address', async () => {
    const { enter, deps } = world();
    const name = await aPerson(database, { name: newName(), role: 'auditor', agencies: ['so-y-te'] });
    const result = await enter(name.toUpperCase(), PASSWORD);
    const token = result.kind === 'signed_in' ? result.token : expect.unreachable();
    expect(await findSession(deps, token, VISIT)).toMatchObject({ name, role: 'auditor', agencies: ['so-y-te'] });
    expect((await records(name))[0]).toMatchObject({ kind: 'signed_in', actor: name, subject: name, address: OFFICE });
    expect(JSON.stringify(await records(name))).not.toContain(PASSWORD);
  });

  test('gives a wrong name, a wrong password and a disabled person the same answer', async () => {
    const { enter, deps } = world();
    const [name, disabled] = [await aPerson(database, { name: newName() }), await aPerson(database, { name: newName() })];
    await changePerson({ ...deps, agencies: null }, MANAGER, disabled, { kind: 'disable' });
    const answers = [await enter(name, 'x'), await enter('nobody at all', PASSWORD), await enter(disabled, PASSWORD), await enter('', '')];
    expect(answers).toEqual(answers.map(() => ({ kind: 'wrong' })));
    expect((await records(name))[0]).toMatchObject({ kind: 'sign_in_failed', actor: null, detail: { reason: 'wrong_password' } });
    expect((await records(disabled))[0]).toMatchObject({ kind: 'sign_in_failed', detail: { reason: 'disabled' } });
  });

  test('a name that nobody has is not kept, because it may be a password', async () => {
    await world().enter('my-secret-password-in-the-wrong-field', 'x', `${ANYWHERE}1`);
    const [newest] = (await listRecords({ database }, { kinds: ['sign_in_failed'] }, { limit: 1, after: null })).items;
    expect(newest).toMatchObject({ subject: null, detail: { reason: 'unknown_name' } });
    const kept = await database.sql`select key from sign_in_failures union all select coalesce(subject, '') from records`;
    expect(JSON.stringify(kept)).not.toContain('my-secret');
  });

  test('a person who has no password cannot sign in by one', async () => {
    const name = await aPerson(database, { name: newName() });
    await database.sql`update people set password_hash = null where name = ${name}`;
    expect(await world().enter(name, '')).toEqual({ kind: 'wrong' });
  });
});

describe('requirements §8.1: failures are throttled', () => {
  test('a name that fails pauses longer and longer, whether there is such a person or not', async () => {
    for (const name of [await aPerson(database, { name: newName() }), newName()]) {
      const { enter, pass, at } = world();
      for (let i = 0; i < 5; i += 1) expect(await enter(name, 'x', `${ANYWHERE}${i}`)).toEqual({ kind: 'wrong' });
      expect(await enter(name, PASSWORD, `${ANYWHERE}9`)).toEqual({ kind: 'paused', until: plusMs(at(), 1000) });
      pass(1000);
      expect(await enter(name, 'x', `${ANYWHERE}9`)).toEqual({ kind: 'wrong' });
      pass(1000);
      expect(await enter(name, 'x', `${ANYWHERE}9`)).toEqual({ kind: 'paused', until: plusMs(at(), 1000) });
    }
  });

  test('the right password, once the pause is over, ends it', async () => {
    const { enter, pass } = world();
    const name = await aPerson(database, { name: newName() });
    for (let i = 0; i < 5; i += 1) await enter(name, 'x', `${ANYWHERE}20`);
    pass(1000);
    expect(await enter(name, PASSWORD, `${ANYWHERE}20`)).toMatchObject({ kind: 'signed_in' });
    expect(await enter(name, 'x', `${ANYWHERE}20`)).toEqual({ kind: 'wrong' });
  });

  test('strangers who try a name shut nobody out from where the person works', async () => {
    const { enter, sessionOf } = world();
    const name = await aPerson(database, { name: newName() });
    await sessionOf(name, '203.0.113.50');
    for (let i = 0; i < 20; i += 1) await enter(name, 'x', `${ANYWHERE}${30 + i}`);
    expect(await enter(name, PASSWORD, `${ANYWHERE}99`)).toMatchObject({ kind: 'paused' });
    expect(await enter(name, PASSWORD, '203.0.113.50')).toMatchObject({ kind: 'signed_in' });
  });

  test('an address that tries many names pauses, and an own account there does not help it', async () => {
    const { enter } = world();
    const own = await aPerson(database, { name: newName() });
    const address = `${ANYWHERE}100`;
    for (let i = 0; i < 30; i += 1) expect(await enter(newName(), 'x', address)).toEqual({ kind: 'wrong' });
    expect(await enter(newName(), 'x', address)).toMatchObject({ kind: 'paused' });
    expect(await enter(own, PASSWORD, address)).toMatchObject({ kind: 'paused' });
  });

  test('many tries at once are no more than one after the other', async () => {
    const { enter } = world();
    const name = newName();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => enter(name, 'x', `${ANYWHERE}${110 + i}`)));
    expect(answers.filter(({ kind }) => kind === 'wrong')).toHaveLength(5);
  });

  test('what is forgotten is deleted', async () => {
    const { enter, pass, at } = world();
    await enter(newName(), 'x', `${ANYWHERE}140`);
    pass(3_600_001);
    await deleteForgottenFailures(database, at());
    expect(await database.sql`select from sign_in_failures where last_at <= ${NOON}`).toHaveLength(0);
  });
});

describe('requirements §8.1: the second factor', () => {
  async function withFactor() {
    const own = world();
    const name = await aPerson(database, { name: newName() });
    const session = await own.sessionOf(name);
    const secret = makeSecret();
    expect(
      await turnOnSecondFactor(own.deps, session, { password: PASSWORD, secret, code: codeAt(secret, own.at()), address: OFFICE }),
    ).toEqual({
      kind: 'set',
    });
    return { ...own, name, session, secret };
  }

  test('asks for a code after the password, and only then starts a session', async () => {
    const { name, secret, enter, confirm, pass, at, deps } = await withFactor();
    const result = await enter(name, PASSWORD);
    const token = result.kind === 'code_needed' ? result.token : expect.unreachable();
    expect(await findSession(deps, token, VISIT)).toBeNull();
    pass(30_000);
    const done = await confirm(token, codeAt(secret, at()));
    const own = done.kind === 'signed_in' ? done.token : expect.unreachable();
    expect(own).not.toBe(token);
    expect(await findSession(deps, own, VISIT)).toMatchObject({ name });
    expect(await confirm(token, codeAt(secret, plusMs(at(), 30_000)))).toEqual({ kind: 'ended' });
    expect((await records(name))[0]).toMatchObject({ kind: 'signed_in', detail: { by: 'code' } });
  });

  test('takes each code once, the one that turned it on included', async () => {
    const { name, secret, enter, confirm, at, pass } = await withFactor();
    const tokenOf = async () => {
      const result = await enter(name, PASSWORD);
      return result.kind === 'code_needed' ? result.token : expect.unreachable();
    };
    const first = await tokenOf();
    expect(await confirm(first, codeAt(secret, at()))).toEqual({ kind: 'wrong' });
    expect((await records(name))[0]).toMatchObject({ kind: 'sign_in_failed', detail: { reason: 'used_code' } });
    pass(30_000);
    const code = codeAt(secret, at());
    const second = await tokenOf();
    const answers = await Promise.all([confirm(first, code), confirm(second, code)]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['signed_in', 'wrong']);
  });

  test('guessing codes is throttled, and the right password between does not help', async () => {
    const { name, enter, confirm, pass } = await withFactor();
    pass(3_600_001);
    const result = await enter(name, PASSWORD);
    const token = result.kind === 'code_needed' ? result.token : expect.unreachable();
    for (let i = 0; i < 5; i += 1) {
      expect(await confirm(token, '000000')).toEqual({ kind: 'wrong' });
      if (i < 4) expect(await enter(name, PASSWORD)).toMatchObject({ kind: 'code_needed' });
    }
    expect(await confirm(token, '000000')).toMatchObject({ kind: 'paused' });
    expect(await enter(name, PASSWORD)).toMatchObject({ kind: 'paused' });
  });

  test('the code may be looked for during ten minutes', async () => {
    const { name, secret, enter, confirm, at } = await withFactor();
    const result = await enter(name, PASSWORD);
    const token = result.kind === 'code_needed' ? result.token : expect.unreachable();
    await database.sql`update sessions set started_at = now() - interval '10 minutes 1 second' where awaits_code and person = ${name}`;
    expect(await confirm(token, codeAt(secret, at()))).toEqual({ kind: 'ended' });
  });

  test('is turned on and off only with the password, and on only with a right code', async () => {
    const own = world();
    const name = await aPerson(database, { name: newName() });
    const session = await own.sessionOf(name);
    const secret = makeSecret();
    const code = codeAt(secret, own.at());
    const on = (password: string, given: string) =>
      turnOnSecondFactor(own.deps, session, { password, secret, code: given, address: OFFICE });
    expect(await on('x', code)).toEqual({ kind: 'wrong_password' });
    expect(await on(PASSWORD, '000000')).toEqual({ kind: 'wrong_code' });
    expect(await on(PASSWORD, code)).toEqual({ kind: 'set' });
    expect(await turnOffSecondFactor(own.deps, session, { password: 'x', address: OFFICE })).toEqual({ kind: 'wrong_password' });
    expect(await own.enter(name, PASSWORD)).toMatchObject({ kind: 'code_needed' });
    expect(await turnOffSecondFactor(own.deps, session, { password: PASSWORD, address: OFFICE })).toEqual({ kind: 'set' });
    expect(await own.enter(name, PASSWORD)).toMatchObject({ kind: 'signed_in' });
    expect(await kinds(name)).toEqual(['signed_in', 'second_factor_off', 'second_factor_on', 'signed_in', 'person_added']);
    expect(JSON.stringify(await records(name))).not.toContain(secret);
  });
});

describe('requirements §8.1: sessions end', () => {
  const aged = async (name: string, startedAt: string, seenAt: string) => {
    await database.sql`update sessions set started_at = now() - ${startedAt}::interval, seen_at = now() - ${seenAt}::interval where person = ${name}`;
  };

  test.each([
    ['7 hours 59 minutes', '7 hours 59 minutes', true],
    ['8 hours 1 minute', '8 hours 1 minute', false],
    ['11 hours 59 minutes', '1 minute', true],
    ['12 hours 1 minute', '1 minute', false],
  ])('begun %s ago and used %s ago, it lives: %s', async (startedAt, seenAt, lives) => {
    const { enter, deps } = world();
    const name = await aPerson(database, { name: newName() });
    const result = await enter(name, PASSWORD);
    const token = result.kind === 'signed_in' ? result.token : expect.unreachable();
    await aged(name, startedAt, seenAt);
    await deleteEndedSessions(database);
    expect(await database.sql`select from sessions where person = ${name}`).toHaveLength(lives ? 1 : 0);
    expect((await findSession(deps, token, VISIT)) !== null).toBe(lives);
  });

  test.each([
    ['what a person asks for keeps it alive', true, true],
    ['what a page asks for by itself does not', false, false],
  ])('%s', async (_what, keepsAlive, lives) => {
    const { enter, deps } = world();
    const name = await aPerson(database, { name: newName() });
    const result = await enter(name, PASSWORD);
    const token = result.kind === 'signed_in' ? result.token : expect.unreachable();
    await aged(name, '8 hours', '7 hours');
    await findSession(deps, token, { keepsAlive });
    await database.sql`update sessions set seen_at = seen_at - interval '2 hours' where person = ${name}`;
    expect((await findSession(deps, token, VISIT)) !== null).toBe(lives);
  });

  test('by signing out, here or everywhere, and each is recorded', async () => {
    const { sessionOf, deps } = world();
    const name = await aPerson(database, { name: newName() });
    const [one] = [await sessionOf(name), await sessionOf(name), await sessionOf(name)];
    const left = async () => (await database.sql`select from sessions where person = ${name}`).length;
    await signOut(deps, one, { everywhere: false, address: OFFICE });
    expect(await left()).toBe(2);
    await signOut(deps, one, { everywhere: true, address: OFFICE });
    expect(await left()).toBe(0);
    expect((await kinds(name)).slice(0, 2)).toEqual(['signed_out_everywhere', 'signed_out']);
  });

  test('at once when the person is disabled or gets another password; other rights hold at once', async () => {
    const { enter, deps } = world();
    const name = await aPerson(database, { name: newName() });
    const order = (change: Parameters<typeof changePerson>[3]) => changePerson({ ...deps, agencies: null }, MANAGER, name, change);
    const token = async (password = PASSWORD) => {
      const result = await enter(name, password);
      return result.kind === 'signed_in' ? result.token : expect.unreachable();
    };
    const first = await token();
    await order({ kind: 'rights', role: 'operator', agencies: ['so-y-te'] });
    expect(await findSession(deps, first, VISIT)).toMatchObject({ role: 'operator', agencies: ['so-y-te'] });
    await order({ kind: 'rights', agencies: null });
    expect(await findSession(deps, first, VISIT)).toMatchObject({ role: 'operator', agencies: null });
    await order({ kind: 'disable' });
    expect(await findSession(deps, first, VISIT)).toBeNull();
    await order({ kind: 'enable' });
    expect(await findSession(deps, first, VISIT)).toBeNull();
    const second = await token();
    await order({ kind: 'password', password: 'chim bay qua núi xanh' });
    expect(await findSession(deps, second, VISIT)).toBeNull();
    expect(await enter(name, PASSWORD)).toEqual({ kind: 'wrong' });
    await token('chim bay qua núi xanh');
    const [changed] = (await records(name)).filter(({ kind }) => kind === 'person_changed').slice(-1);
    expect(changed).toMatchObject({
      actor: 'boss',
      subject: name,
      detail: { from: { role: 'clerk', agencies: null }, to: { role: 'operator', agencies: ['so-y-te'] } },
    });
  });

  test('the own password is changed with the old one, and ends the other sessions', async () => {
    const { sessionOf, deps, enter } = world();
    const name = await aPerson(database, { name: newName() });
    const [own] = [await sessionOf(name), await sessionOf(name)];
    const change = (oldPassword: string, newPassword: string) =>
      changeOwnPassword(deps, own, { oldPassword, newPassword, address: OFFICE });
    expect(await change('x', 'chim bay qua núi xanh')).toEqual({ kind: 'wrong_password' });
    expect(await change(PASSWORD, 'ngắn')).toEqual({ kind: 'refused', fault: 'password_short' });
    expect(await change(PASSWORD, `${name}${name}`)).toEqual({ kind: 'refused', fault: 'password_like_name' });
    expect(await change(PASSWORD, 'chim bay qua núi xanh')).toEqual({ kind: 'changed' });
    expect(await database.sql`select digest from sessions where person = ${name}`).toEqual([{ digest: own.id }]);
    expect(await enter(name, PASSWORD)).toEqual({ kind: 'wrong' });
    expect(await enter(name, 'chim bay qua núi xanh')).toMatchObject({ kind: 'signed_in' });
  });
});

describe('requirements §8.1: the records', () => {
  test('cannot be rewritten', async () => {
    await aPerson(database, { name: newName() });
    for (const statement of ['update records set actor = null', 'delete from records', 'truncate records'])
      await expect(database.sql.unsafe(statement)).rejects.toThrow('the records are append-only');
  });

  test('are written with what they record, or neither is', async () => {
    const name = await aPerson(database, { name: newName() });
    const broken = { kind: null as never, actor: 'boss', subject: name, address: null };
    await expect(writeChange(database, name, { isDisabled: true }, broken)).rejects.toThrow('null value in column "kind"');
    expect(await database.sql`select disabled_at from people where name = ${name}`).toEqual([{ disabled_at: null }]);
  });

  test('are listed newest first, page by page, by person, kind and time', async () => {
    const { enter } = world();
    const name = await aPerson(database, { name: newName() });
    for (let i = 0; i < 4; i += 1) await enter(name, i % 2 === 0 ? PASSWORD : 'x');
    const all = await records(name);
    expect(all.map(({ kind }) => kind)).toEqual(['sign_in_failed', 'signed_in', 'sign_in_failed', 'signed_in', 'person_added']);
    const first = await listRecords({ database }, { person: name }, { limit: 2, after: null });
    const second = await listRecords({ database }, { person: name }, { limit: 2, after: first.next });
    const third = await listRecords({ database }, { person: name }, { limit: 2, after: second.next });
    expect([...first.items, ...second.items, ...third.items]).toEqual(all);
    expect(third.next).toBeNull();
    const failed = await listRecords({ database }, { person: name, kinds: ['sign_in_failed'] }, { limit: 10, after: null });
    expect(failed.items).toHaveLength(2);
    const [newest] = all;
    const before = await listRecords({ database }, { person: name, to: newest?.at }, { limit: 10, after: null });
    expect(before.items.every(({ at }) => at < (newest?.at ?? ''))).toBe(true);
  });
});

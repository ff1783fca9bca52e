import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPeople } from '../../../src/db/people.ts';
import { openLog } from '../../../src/lib/log.ts';
import { instantAt } from '../../../src/domain/calendar.ts';
import { signIn } from '../../../src/services/sign-in.ts';
import { PASSWORD } from '../../support/people.ts';
import { aDatabase } from '../../support/records.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const COMMAND = path.join(import.meta.dirname, '..', '..', '..', 'src', 'commands', 'user.ts');
/** What `main` does with it, without loading the other programs. */
const PROGRAM = `const { runUserCommand } = await import(${JSON.stringify(pathToFileURL(COMMAND).href)});
  process.exitCode = await runUserCommand(process.argv.slice(1), process.env);`;

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

describe('node dist/main.js user (contract §1)', { timeout: 180_000 }, () => {
  test('adds, lists, changes and disables a person, and records who did it', async () => {
    expect(await user(['add', 'Nguyễn Thị Mai', '--role', 'clerk', '--agencies', 'so-y-te,so-xay-dung'], `${PASSWORD}\n`)).toEqual({
      code: 0,
      stdout: 'Nguyễn Thị Mai is added\n',
      stderr: '',
    });
    expect(await enter('Nguyễn Thị Mai', PASSWORD)).toBe('signed_in');
    expect((await user(['role', 'nguyễn thị mai', 'auditor'])).stdout).toBe('Nguyễn Thị Mai is auditor from now on\n');
    expect((await user(['agencies', 'Nguyễn Thị Mai', 'all'])).code).toBe(0);
    expect(await readPeople(database, { agencies: null })).toMatchObject([{ role: 'auditor', agencies: null }]);
    expect((await user(['agencies', 'Nguyễn Thị Mai', 'so-y-te'])).code).toBe(0);
    expect((await user(['password', 'Nguyễn Thị Mai'], 'chim bay qua núi xanh\n')).code).toBe(0);
    expect(await enter('Nguyễn Thị Mai', PASSWORD)).toBe('wrong');
    expect(await enter('Nguyễn Thị Mai', 'chim bay qua núi xanh')).toBe('signed_in');
    expect((await user(['disable', 'Nguyễn Thị Mai'])).code).toBe(0);
    expect((await user(['list'])).stdout).toMatch(
      /^NAME +ROLE +AGENCIES +LAST SIGN-IN\nNguyễn Thị Mai {2}auditor {2}so-y-te {3}\d{4}-.*Z {2}disabled\n$/,
    );
    expect(await database.sql`select from sessions`).toHaveLength(0);
    expect((await user(['enable', 'Nguyễn Thị Mai'])).code).toBe(0);
    const recorded = await database.sql`select kind, actor from records where actor like '%(command)' order by id`;
    expect(recorded.map(({ kind }) => String(kind))).toEqual([
      'person_added',
      'person_changed',
      'person_changed',
      'person_changed',
      'password_set',
      'person_disabled',
      'person_enabled',
    ]);
  });

  test('makes a password and prints it once', async () => {
    const { stdout, code } = await user(['add', 'made', '--role', 'operator', '--generate']);
    expect(code).toBe(0);
    const [, password = ''] = /^made is added\npassword: (\S+)\n$/.exec(stdout) ?? [];
    expect(await enter('made', password)).toBe('signed_in');
    const changed = await user(['password', 'made', '--generate']);
    expect(await enter('made', /password: (\S+)/.exec(changed.stdout)?.[1] ?? '')).toBe('signed_in');
  });

  test.each([
    [['add', 'nam', '--role', 'king'], 'role: expected one of clerk, operator, auditor, came king'],
    [['add', 'nam'], 'role: expected one of'],
    [['add', '0905123456', '--role', 'clerk', '--generate'], '0905123456: expected a name of 2 to 50 letters'],
    [['add', '--role', 'clerk'], 'add: expected a name'],
    [['add', 'nam', 'x', '--role', 'clerk'], 'expected add with fewer words'],
    [['add', 'nam', '--role', 'clerk', '--agencies', 'a,,b', '--generate'], 'agencies: expected all, or ids separated by commas'],
    [['add', 'nam', '--role', 'clerk', '--nonsense'], "Unknown option '--nonsense'"],
    [['add', 'nam', '--role', 'clerk'], 'expected the password as the first line of the input, or --generate'],
    [['role', 'nobody', 'clerk'], 'nobody: there is no such person'],
    [['role', 'nam'], 'role: expected what it becomes'],
    [['remove', 'nam'], 'expected one of add, role,'],
  ])('%j is refused with %s', async (args, message) => {
    const { code, stdout, stderr } = await user(args, '');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test('a weak password, and a name that is taken, are refused', async () => {
    expect((await user(['add', 'weak', '--role', 'clerk'], 'short\n')).stderr).toBe('weak: expected a password of 12 characters or more\n');
    expect((await user(['add', 'Twice', '--role', 'clerk', '--generate'])).code).toBe(0);
    expect((await user(['add', 'tWICE', '--role', 'clerk', '--generate'])).stderr).toContain('there is a person of this name');
  });

  test('refuses an agency that the settings do not have, by its id, where AGENCIES_FILE is set', async () => {
    using folder = openSettingsFolder();
    const env = { DATABASE_URL: database.url, AGENCIES_FILE: folder.file({ 'so-y-te': 'Sở Y tế' }) };
    const refused = { code: 1, stdout: '', stderr: 'agencies: expected ids among default, so-y-te, came so-yte\n' };
    const add = (agencies: string) => user(['add', 'Checked', '--role', 'clerk', '--agencies', agencies, '--generate'], '', env);
    expect(await add('so-y-te,so-yte')).toEqual(refused);
    expect(await add('so-y-te,default')).toMatchObject({ code: 0 });
    expect(await user(['agencies', 'Checked', 'so-yte'], '', env)).toEqual(refused);
    expect((await readPeople(database, { agencies: null })).find(({ name }) => name === 'Checked')?.agencies).toEqual([
      'so-y-te',
      'default',
    ]);
    expect(await user(['agencies', 'Checked', 'so-y-te'], '', { ...env, AGENCIES_FILE: folder.file('no JSON') })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('AGENCIES_FILE: expected a JSON file'),
    });
  });

  test('needs DATABASE_URL alone, and says when nothing answers there', async () => {
    expect(await user(['list'], '', { DATABASE_URL: '' })).toMatchObject({ code: 1, stderr: expect.stringContaining('DATABASE_URL: ') });
    expect(await user(['list'], '', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).toMatchObject({
      code: 1,
      stderr: 'PostgreSQL does not answer at DATABASE_URL\n',
    });
    expect((await user([])).stdout).toContain('user add <name>');
  });
});

async function enter(name: string, password: string): Promise<string> {
  const deps = { database, now: () => instantAt(Date.now()), log: openLog('silent', 'test') };
  return (await signIn(deps, { name, password, address: null, draft: null })).kind;
}

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function user(args: readonly string[], input = '', env: NodeJS.ProcessEnv = { DATABASE_URL: database.url }): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, '--', ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

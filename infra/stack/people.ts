import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { MAIN } from './programs.ts';

/** Somebody who can sign in to the console of a stack. */
export type StackPerson = { readonly name: string; readonly role: string; readonly password: string };

const ROLES = ['clerk', 'operator', 'auditor'] as const;

/**
 * Makes a person of each role, by the command that operators use. Passwords are kept in `people.json` of the data folder, which only its
 * owner can read. A person who is there already stays, with whatever password it has by now.
 */
export async function makePeople(dataDir: string, env: NodeJS.ProcessEnv): Promise<readonly StackPerson[]> {
  const passwords = openPasswords(path.join(dataDir, 'people.json'));
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'user', 'list'], { env });
  const known = new Set(stdout.split('\n').map((line) => line.split(' ')[0]));
  const people = ROLES.map((role) => ({ name: role, role, password: passwords[role] ?? '' }));
  for (const { name, role, password } of people) if (!known.has(name)) await addPerson(name, role, password, env);
  return people;
}

function openPasswords(file: string): Readonly<Record<string, string>> {
  const kept: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const passwords = Object.fromEntries(ROLES.map((role) => [role, passwordIn(kept, role) ?? randomBytes(9).toString('hex')]));
  writeFileSync(file, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return passwords;
}

function passwordIn(kept: unknown, role: string): string | undefined {
  const password: unknown = typeof kept === 'object' && kept !== null ? Reflect.get(kept, role) : undefined;
  return typeof password === 'string' ? password : undefined;
}

async function addPerson(name: string, role: string, password: string, env: NodeJS.ProcessEnv): Promise<void> {
  const added = promisify(execFile)(process.execPath, [MAIN, 'user', 'add', name, '--role', role], { env });
  added.child.stdin?.end(`${password}\n`);
  await added;
}

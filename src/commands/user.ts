import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { readAgencies } from '../config/agencies.ts';
import { ConfigError, faultAt, faultsIn, type Fault } from '../config/faults.ts';
import { SETTINGS } from '../config/variables.ts';
import { isUnavailable, openDatabase, type Database } from '../db/open.ts';
import { ROLES, type Role } from '../domain/roles.ts';
import { addPerson } from '../services/add-person.ts';
import { changePerson, type PersonOrder } from '../services/change-person.ts';
import { generatePassword } from '../services/generate-password.ts';
import { listPeople } from '../services/list-people.ts';
import type { Manager, PeopleDeps } from '../services/people-deps.ts';
import { describePeople } from './describe-people.ts';
import { readPassword } from './read-password.ts';
import { PERSON_REFUSED } from './person-refused.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs `user …` of contract §1, which needs only `DATABASE_URL`. @returns the program's exit code */
export async function runUserCommand(args: readonly string[], env: Environment): Promise<number> {
  const [command] = args;
  if (command === undefined || command === '--help') {
    console.log(USAGE);
    return 0;
  }
  try {
    const order = readOrder(args, env);
    const database = openDatabase(databaseUrl(env), { max: 1, name: 'user' });
    try {
      for (const line of await carryOut(database, order)) console.log(line);
    } finally {
      await database.close();
    }
    return 0;
  } catch (error) {
    console.error(isUnavailable(error) ? 'PostgreSQL does not answer at DATABASE_URL' : reasonOf(error));
    return 1;
  }
}

const USAGE = `Usage: node dist/main.js user …

  user add <name> --role <role> [--agencies <id,id>] [--generate]   makes an account
  user list                                                         lists all accounts
  user role <name> <role>                                           changes the role
  user agencies <name> <id,id | all>                                binds a person to agencies, or to none
  user password <name> [--generate]                                 sets a password, and signs the person out everywhere
  user second-factor-off <name>                                     for somebody who has lost the phone
  user disable <name>                                               signs a person out at once, and lets nobody in by that name
  user enable <name>                                                takes that back

The roles are ${ROLES.join(', ')}. The password is asked for without an echo, or read as the first line of the input, where that is no
terminal. --generate makes one and prints it once. It needs DATABASE_URL. Where AGENCIES_FILE is set, it refuses ids that are not there.`;

const OPTIONS = {
  role: { type: 'string' },
  agencies: { type: 'string' },
  generate: { type: 'boolean', default: false },
} as const;

type Order =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'add';
      readonly name: string;
      readonly role: Role;
      readonly agencies: readonly string[] | null;
      readonly generate: boolean;
    }
  | { readonly kind: 'password'; readonly name: string; readonly generate: boolean }
  | { readonly kind: 'change'; readonly name: string; readonly order: PersonOrder; readonly done: string };

/** @throws an error that says what was expected */
function readOrder(args: readonly string[], env: Environment): Order {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command = '', name, value, ...more] = positionals;
  const takesValue = command === 'role' || command === 'agencies';
  if (more.length > 0 || (value !== undefined && !takesValue)) throw new Error(`expected ${command} with fewer words\n\n${USAGE}`);
  if (command === 'list') return { kind: 'list' };
  if (!COMMANDS.includes(command)) throw new Error(`expected one of ${COMMANDS.join(', ')}, list, came ${command}\n\n${USAGE}`);
  if (name === undefined) throw new Error(`${command}: expected a name`);
  if (takesValue && value === undefined) throw new Error(`${command}: expected what it becomes`);
  switch (command) {
    case 'add':
      return {
        kind: 'add',
        name,
        role: roleOf(values.role),
        agencies: agenciesOf(values.agencies ?? 'all', env),
        generate: values.generate,
      };
    case 'password':
      return { kind: 'password', name, generate: values.generate };
    case 'role':
      return { kind: 'change', name, order: { kind: 'rights', role: roleOf(value) }, done: `is ${value} from now on` };
    case 'agencies':
      return { kind: 'change', name, order: { kind: 'rights', agencies: agenciesOf(value ?? '', env) }, done: `belongs to ${value}` };
    case 'second-factor-off':
      return { kind: 'change', name, order: { kind: 'second_factor_off' }, done: 'signs in without a second factor' };
    case 'disable':
      return { kind: 'change', name, order: { kind: 'disable' }, done: 'is disabled and signed out' };
    default:
      return { kind: 'change', name, order: { kind: 'enable' }, done: 'is enabled' };
  }
}

const COMMANDS: readonly string[] = ['add', 'role', 'agencies', 'password', 'second-factor-off', 'disable', 'enable'];

/** @returns the lines to print. @throws an error that says what is wrong */
async function carryOut(database: Database, order: Order): Promise<readonly string[]> {
  const deps: PeopleDeps = { database, agencies: null };
  const manager: Manager = { name: `${userOfMachine()} (command)`, agencies: null, address: null };
  if (order.kind === 'list') return describePeople(await listPeople(deps, manager));
  if (order.kind === 'change') return [`${await change(deps, manager, order.name, order.order)} ${order.done}`];
  const { name, generate } = order;
  const password = generate ? generatePassword() : await readPassword(name);
  const told = generate ? [`password: ${password}`] : [];
  if (order.kind === 'password')
    return [`${await change(deps, manager, name, { kind: 'password', password })} has a new password and is signed out`, ...told];
  const { role, agencies } = order;
  const result = await addPerson(deps, manager, { name, role, agencies, password });
  if (result.kind === 'refused') throw new Error(`${name}: ${PERSON_REFUSED[result.refusal]}`);
  return [`${result.name} is added`, ...told];
}

async function change(deps: PeopleDeps, manager: Manager, name: string, order: PersonOrder): Promise<string> {
  const result = await changePerson(deps, manager, name, order);
  if (result.kind === 'refused') throw new Error(`${name}: ${PERSON_REFUSED[result.refusal]}`);
  return result.name;
}

function roleOf(text: string | undefined): Role {
  const role = ROLES.find((each) => each === text);
  if (role === undefined) throw new Error(`role: expected one of ${ROLES.join(', ')}, came ${text ?? 'none'}`);
  return role;
}

function agenciesOf(text: string, env: Environment): readonly string[] | null {
  if (text === 'all') return null;
  const ids = [...new Set(text.split(',').map((id) => id.trim().normalize('NFC')))];
  if (ids.some((id) => id === '' || id.length > 50)) throw new Error(`agencies: expected all, or ids separated by commas, came ${text}`);
  const known = knownAgencies(env) ?? ids;
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new Error(`agencies: expected ids among ${known.join(', ')}, came ${unknown.join(', ')}`);
  return ids;
}

/** Null where no file says which there are: whoever runs the command may have `DATABASE_URL` alone. */
function knownAgencies(env: Environment): readonly string[] | null {
  const file = settingOf('AGENCIES_FILE', env);
  if (file === undefined) return null;
  const faults: Fault[] = [];
  const agencies = readAgencies(file, null, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return [...new Set(['default', ...Object.keys(agencies)])];
}

function databaseUrl(env: Environment): string {
  const url = settingOf('DATABASE_URL', env);
  if (url === undefined) throw new ConfigError([faultAt('DATABASE_URL', [], 'the command user needs it')]);
  return url;
}

/** Undefined where it is not set. */
function settingOf(name: 'DATABASE_URL' | 'AGENCIES_FILE', env: Environment): string | undefined {
  const read = SETTINGS.shape[name].safeParse(env[name]?.trim() === '' ? undefined : env[name]);
  if (!read.success) throw new ConfigError(faultsIn(name, [], read.error.issues));
  return read.data;
}

/** A container's user may have no name. */
function userOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody';
  }
}

/** A driver's own words, without the statement and its values. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

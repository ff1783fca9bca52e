import { parseArgs } from 'node:util';
import type { KannelOptions } from './kannel-config.ts';

/** What is left out has this value; null: it has to be given. */
const DEFAULTS = {
  host: null,
  port: '2775',
  'system-id': null,
  'system-type': '',
  'password-env': 'SMPP_PASSWORD',
  throughput: '20',
  gateway: 'kannel',
  user: 'mot-cua-sms',
  'api-url': 'http://127.0.0.1:8080',
  'sendsms-port': '13013',
  'box-port': '13001',
  'admin-port': '13000',
  spool: '/var/spool/kannel',
  'database-url': null,
} as const;

type Name = keyof typeof DEFAULTS;
const NAMES = Object.keys(DEFAULTS) as readonly Name[];

export const KANNEL_USAGE = `gateway kannel-config ${NAMES.map((name) => {
  const fallback = DEFAULTS[name];
  return fallback === null && name !== 'database-url' ? `--${name} …` : `[--${name} ${fallback || '…'}]`;
}).join(' ')}`;

type Env = Readonly<Record<string, string | undefined>>;

/** Which variables hold the secrets, besides that of `--password-env`. */
const SECRETS = { sendsms: 'SMS_GATEWAY_SECRET', webhook: 'WEBHOOK_SECRET' } as const;

/**
 * Reads the options of `gateway kannel-config`. Secrets are in variables, because every user of a machine sees the words of a command.
 * @throws with one message that names every bad option, a line each
 */
export function readKannelOptions(args: readonly string[], env: Env): KannelOptions {
  const faults: string[] = [];
  const given = readGiven(args, faults);
  if (env['DATABASE_URL'] !== undefined) given['database-url'] ??= env['DATABASE_URL'];
  const fault = (name: string, expected: string) => void faults.push(`${name}: ${expected}`);
  const text = (name: Name): string => readText(`--${name}`, given[name] ?? DEFAULTS[name], fault);
  const secret = (name: string, value: string | undefined) => readText(`the variable ${name}`, value || null, fault);
  const number = (name: Name, max: number) => {
    const value = Number(text(name));
    if (!(value > 0 && value <= max)) fault(`--${name}`, `expected a number from 1 to ${max}`);
    return value;
  };
  const options: KannelOptions = {
    gateway: matched('--gateway', text('gateway'), /^[a-z0-9-]{1,40}$/, 'the name of the gateway in GATEWAYS_FILE', fault),
    carrier: {
      host: matched('--host', text('host'), /^[^\s/:]+$|^[0-9a-f:]+$/i, 'a host', fault),
      port: number('port', 65_535),
      systemId: matched('--system-id', text('system-id'), /^.{0,15}$/, 'at most 15 characters', fault),
      password: secret(text('password-env'), env[text('password-env')]),
      systemType: text('system-type'),
      throughput: number('throughput', 10_000),
    },
    api: {
      url: matched('--api-url', text('api-url').replace(/\/+$/, ''), /^https?:\/\/[^\s?#]+$/, 'an http address', fault),
      webhookSecret: secret(SECRETS.webhook, env[SECRETS.webhook]?.split(',', 1)[0]?.trim()),
    },
    sendsms: {
      user: text('user'),
      password: secret(SECRETS.sendsms, env[SECRETS.sendsms]),
      port: number('sendsms-port', 65_535),
    },
    boxPort: number('box-port', 65_535),
    adminPort: number('admin-port', 65_535),
    spool: matched('--spool', text('spool'), /^\//, 'an absolute path', fault),
    database: readDatabase(text('database-url'), fault),
  };
  if (faults.length > 0)
    throw new Error(`these options are wrong or missing:\n${[...new Set(faults)].map((each) => `  ${each}`).join('\n')}`);
  return options;
}

type Given = Partial<Record<Name, string>>;
type Fault = (name: string, expected: string) => void;

function readGiven(args: readonly string[], faults: string[]): Given {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: 'string' as const }]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given: Given = {};
  for (const token of tokens) {
    if (token.kind === 'positional') faults.push(`${token.value}: expected an option such as --host`);
    if (token.kind !== 'option') continue;
    const name = NAMES.find((each) => each === token.name);
    if (name === undefined) faults.push(`${token.rawName}: unknown option`);
    else if (token.value === undefined) faults.push(`--${name}: expected a value`);
    else given[name] = token.value;
  }
  return given;
}

/** Kannel's file has one setting a line, and it replaces what stands behind `%` in addresses only, where everything else is escaped. */
function readText(name: string, value: string | null, fault: Fault): string {
  if (value === null) fault(name, 'is missing');
  else if (!/^[\x20-\x7e]*$/.test(value)) fault(name, 'expected printable ASCII characters');
  return value ?? '';
}

function matched(name: string, value: string, pattern: RegExp, expected: string, fault: Fault): string {
  if (value !== '' && !pattern.test(value)) fault(name, `expected ${expected}`);
  return value;
}

function readDatabase(text: string, fault: Fault): KannelOptions['database'] {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (text !== '' && !/^postgres(?:ql)?:$/.test(url?.protocol ?? ''))
    fault('--database-url', 'expected postgres://user:password@host:port/database');
  return {
    host: url?.hostname ?? '',
    port: Number(url?.port || 5432),
    user: decodeURIComponent(url?.username ?? ''),
    // Kannel asks for a password even where PostgreSQL does not.
    password: decodeURIComponent(url?.password ?? '') || 'none',
    name: decodeURIComponent(url?.pathname.slice(1) ?? ''),
  };
}

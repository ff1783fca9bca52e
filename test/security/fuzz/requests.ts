import { signatureOf, KEYS } from '../../support/signature.ts';
import type { Operation } from './contract.ts';
import { valueOf, type Making, type Schema } from './from-schema.ts';
import { FIELD_NAMES, TEXTS, VALUES } from './hostile.ts';
import { randomOf, type Random } from './random.ts';

/** What is sent; `body` is bytes, because not all of them are text. */
export type FuzzRequest = {
  readonly index: number;
  /** The call it was made from. */
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly framing: 'length' | 'chunked' | 'cut';
};

type Sources = { readonly operations: readonly [Operation, ...Operation[]]; readonly resolve: (ref: string) => Schema };

/** Receipt codes that are there from the first. */
export const CODES = ['FUZZ-000001', 'FUZZ-000002', 'FUZZ-000003', '0101701234', '000.00.01.H32-261123-0001'] as const;
/** After so many requests further codes come into play: few at a time, so that requests meet, and never all closed. */
const CODES_CHANGE_AFTER = 200;

/** Request number `index` of a seed: made from the contract, then mostly spoilt in one place or another. */
export function requestOf(seed: number, index: number, { operations, resolve }: Sources): FuzzRequest {
  const random = randomOf(seed, index);
  const newest = Math.floor(index / CODES_CHANGE_AFTER);
  const code = () => (random.chance(0.2) ? random.pick(CODES) : `FUZZ-${String(newest + random.under(5)).padStart(6, '0')}`);
  const making: Making = { random, resolve, code };
  const operation = random.chance(0.7) ? random.pick(withBody(operations)) : random.pick(operations);
  const body = operation.body && spoiltBody(valueOf(operation.body, making), random);
  const cut = body !== undefined && random.chance(0.01);
  return {
    index,
    operation,
    method: random.chance(0.96) ? operation.method : random.pick(METHODS),
    path: spoiltPath(pathOf(operation, making) + queryOf(operation, making), random),
    headers: {
      ...identity(operation, body, random),
      ...contentType(body, random),
      ...(random.chance(0.05) ? random.pick(ODD_HEADERS) : {}),
    },
    body,
    framing: cut ? 'cut' : random.chance(0.2) ? 'chunked' : 'length',
  };
}

/** Where the code to be tried is. */
function withBody(operations: Sources['operations']): Sources['operations'] {
  const [first = operations[0], ...rest] = operations.filter(({ body }) => body);
  return [first, ...rest];
}

const METHODS = ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY', 'GET', 'POST'] as const;

function pathOf({ path }: Operation, { random, code }: Making): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (random.chance(0.15)) return encoded(random.pick(TEXTS));
    if (name === 'name') return 'plain';
    return encodeURIComponent(
      name === 'key' ? `${code()}/${random.pick(['result/1', 'supplement/1', 'apology/2026-11-27', 'x'])}` : code(),
    );
  });
}

function queryOf({ parameters }: Operation, making: Making): string {
  const { random } = making;
  const given = parameters.filter((each) => each.in === 'query' && random.chance(0.4));
  const pairs = given.map(({ name, schema }) => {
    const value = random.chance(0.3) ? random.pick([FORGED_CURSOR, ...TEXTS]) : String(valueOf(schema, making, name));
    return `${name}=${encoded(value)}`;
  });
  if (random.chance(0.03)) pairs.push(random.pick(['limit', 'limit=1&limit=2', '__proto__=1', '%ff=%ff', 'a[b]=c', '=', '&&&']));
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

const FORGED_CURSOR = Buffer.from('["2026-11-27T00:00:00.000Z","x"]').toString('base64url');

/** As a URL, also half a surrogate pair, which `encodeURIComponent` refuses. */
function encoded(text: string): string {
  return encodeURIComponent(text.slice(0, 3000).toWellFormed());
}

function spoiltPath(path: string, random: Random): string {
  if (!random.chance(0.04)) return path;
  return random.pick([
    `/${path}`,
    `${path}/`,
    `/${path.slice(1).replaceAll('/', '%2F')}`,
    path.toUpperCase(),
    `${path}.`,
    `${path};x=1`,
    `/.${path}`,
    `/%2e%2e${path}`,
    `${path}%`,
    `${path}%ff%fe`,
    `${path}#x`,
    `${path}?`.repeat(3),
  ]);
}

/** The right key or signature mostly: what stops at the door tries nothing behind it. */
function identity({ roles, isWebhook }: Operation, body: Buffer | undefined, random: Random): Record<string, string> {
  if (isWebhook) return random.chance(0.95) ? signatureOf(body ?? '', { id: `wh-${random.under(1e9)}` }) : {};
  const role = random.chance(0.95) ? random.pickFrom(roles) : random.pick(['clerk', 'operator', 'auditor', 'nobody'] as const);
  const key = Object.entries(KEYS).find(([name]) => name === role)?.[1];
  return key ? { authorization: `Bearer ${key}` } : {};
}

function contentType(body: Buffer | undefined, random: Random): Record<string, string> {
  if (body === undefined) return random.chance(0.02) ? { 'content-type': 'application/json' } : {};
  if (random.chance(0.96)) return { 'content-type': 'application/json' };
  return random.pick(ODD_TYPES);
}

const ODD_TYPES: readonly [Record<string, string>, ...Record<string, string>[]] = [
  {},
  { 'content-type': '' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'application/x-www-form-urlencoded' },
];

const ODD_HEADERS: readonly [Record<string, string>, ...Record<string, string>[]] = [
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-for': '127.0.0.1', 'x-original-url': '/metrics', 'x-rewrite-url': '/metrics' },
  { 'x-filler': 'x'.repeat(12_000) },
  { cookie: `a=${'b'.repeat(3000)}` },
  { range: 'bytes=0-1,5-', 'if-none-match': '*' },
  { 'accept-encoding': 'gzip, *;q=0', accept: 'text/html' },
  { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  { upgrade: 'h2c', connection: 'Upgrade, HTTP2-Settings', 'http2-settings': 'AAMAAABkAAQAAP__' },
  { host: 'evil.example:99999' },
  { host: '[::1' },
  { 'x-request-id': 'mine\u00ff' },
];

/** One fault in the value, then perhaps one in its text, then perhaps one in its bytes. */
function spoiltBody(value: unknown, random: Random): Buffer {
  const inside = random.chance(0.5) ? spoiltValue(value, random) : value;
  const text = random.chance(0.1) ? spoiltText(JSON.stringify(inside), random) : JSON.stringify(inside);
  const bytes = Buffer.from(text);
  return random.chance(0.03)
    ? random.pick([
        Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
        Buffer.concat([bytes, Buffer.from([0xff])]),
        Buffer.from(text, 'utf16le'),
        bytes.subarray(0, random.under(bytes.length + 1)),
        Buffer.alloc(70_000, 0x20),
      ])
    : bytes;
}

function spoiltValue(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null) return random.pick(VALUES);
  const entries = Object.entries(value);
  const at = random.under(entries.length + 1);
  const [name, inner] = entries[at] ?? [random.pick(FIELD_NAMES), random.pick(VALUES)];
  const replaced = random.chance(0.2) ? spoiltValue(inner, random) : random.chance(0.6) ? random.pick(TEXTS) : random.pick(VALUES);
  const kept = random.chance(0.15)
    ? entries.filter(([each]) => each !== name)
    : entries.filter(([each]) => each !== name).concat([[name, replaced]]);
  return kept.reduce<object>(
    (made, [key, each]) => Object.defineProperty(made, key, { value: each, enumerable: true, configurable: true, writable: true }),
    {},
  );
}

/** What `JSON.stringify` would never write. */
function spoiltText(text: string, random: Random): string {
  const at = random.under(text.length + 1);
  return random.pick([
    text.slice(0, at),
    `${text}${text}`,
    text.slice(0, at) + random.pick(['\u0000', '\\ud800', ',', '"', '}', '//', 'NaN', '1e999', "'"]) + text.slice(at),
    text.replace('{', `{"__proto__":{"admin":true},"__proto__":null,`),
    text.replace(/"(\w+)":/, '"$1":1,"$1":'),
    text.replace(/:"[^"]*"/, ':1e999'),
    text.replace(/:"[^"]*"/, ':"\\u0000\\ud800"'),
    '['.repeat(5000),
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    `[${'1,'.repeat(20_000)}1]`,
    '',
    'null',
    '"x"',
    '-',
  ]);
}

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Limit } from '../domain/inquiry-limits.ts';
import { ROLES, type Role } from '../domain/roles.ts';
import { isNetwork } from '../lib/networks.ts';
import { signingKey } from '../sms/standard-webhooks.ts';

export type ApiKey = {
  readonly name: string;
  readonly role: Role;
  readonly secret: string;
  /** Those to which it is bound; null: it is valid for all. */
  readonly agencies: readonly string[] | null;
};

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `60s`, `15m`, `500ms` or `90d` as milliseconds; null when the text is none of these. */
function readMilliseconds(text: string): number | null {
  const parts = /^(\d{1,7})(ms|s|m|h|d)$/.exec(text);
  const unit = UNITS_MS[parts?.[2] ?? ''];
  return parts && unit !== undefined ? Number(parts[1]) * unit : null;
}

/**
 * The schema of one line of text that `read` understands. `read` answers null to what it does not, and the fault says what was expected.
 */
export function readWith<T>(read: (text: string) => T | null, expected: string) {
  return readRawWith((text) => (isOneLine(text) ? read(text) : null), expected);
}

/** The same for a text whose parts are judged one by one. */
function readRawWith<T>(read: (text: string) => T | null, expected: string) {
  return z.string().transform((text, context): T => {
    const value = read(text.trim());
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });
}

export const duration = (expected: string, fallback: string, maxMs: number) =>
  readWith((text) => {
    const ms = readMilliseconds(text);
    return ms === null || ms > maxMs ? null : ms;
  }, expected).prefault(fallback);

export const wholeNumber = (fallback: number, min: number, max: number) =>
  readWith(
    (text) => (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : null),
    `a whole number from ${min} to ${max}`,
  ).prefault(String(fallback));

export const trueOrFalse = readWith((text) => ({ true: true, false: false })[text] ?? null, 'true or false');

export function readSecondOfDay(text: string): number | null {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  return parts ? Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0) : null;
}

export function readLimit(text: string): { readonly limit: Limit } | null {
  if (text === '0') return { limit: null };
  const parts = /^(\d{1,6})\/(\d+(?:ms|s|m|h|d))$/.exec(text);
  const windowMs = readMilliseconds(parts?.[2] ?? '');
  return parts && windowMs ? { limit: Number(parts[1]) === 0 ? null : { count: Number(parts[1]), windowMs } } : null;
}

export const apiKeys = readRawWith(
  readApiKeys,
  'a comma list of name:role:secret or name:role:secret:agency|agency, role clerk, operator or auditor, each secret its own and of 16 visible ' +
    'ASCII characters or more without a colon',
);

function readApiKeys(text: string): readonly ApiKey[] | null {
  const keys = text.split(',').map(readApiKey);
  const valid = keys.filter((key) => key !== null);
  return valid.length === keys.length && new Set(valid.map(({ secret }) => secret)).size === valid.length ? valid : null;
}

function readApiKey(text: string): ApiKey | null {
  const [name = '', role, given = '', bound, ...more] = text.split(':');
  const [shown, known, secret] = [readText(name, 100), ROLES.find((one) => one === role?.trim()), given.trim()];
  if (shown === null || !known || secret.length < 16 || !isHeaderValue(secret) || more.length > 0) return null;
  if (bound === undefined) return { name: shown, role: known, secret, agencies: null };
  const agencies = bound.split('|').map((id) => readText(id, 100));
  const named = agencies.filter((id) => id !== null);
  return named.length === agencies.length ? { name: shown, role: known, secret, agencies: [...new Set(named)] } : null;
}

/**
 * Secrets that sign webhooks; one that begins with `whsec_` has to be base64 of so many bytes. Their bytes count, so none is normalised: one
 * that has a second spelling is refused.
 */
export const secrets = (bytesMin: number) =>
  readRawWith((text) => {
    const all = text.split(',').map((each) => each.trim());
    return all.every((each) => each.length >= bytesMin && (signingKey(each)?.length ?? 0) >= bytesMin && isOneWord(each)) ? all : null;
  }, `one or more secrets of ${bytesMin} characters or more without blanks, separated by commas; after whsec_, base64 of ${bytesMin} bytes or more`);

function isOneWord(text: string): boolean {
  return isOneLine(text) && !/\s/.test(text) && text === text.normalize('NFC');
}

/** A text that people read: in NFC, trimmed, on one line (requirements §2). */
export const plainText = (max: number) => readWith((text) => readText(text, max), `at most ${max} characters on one line`);

export function readText(text: string, max: number): string | null {
  const kept = text.trim().normalize('NFC');
  return kept !== '' && kept.length <= max && isOneLine(kept) ? kept : null;
}

export const path = readWith((text) => (text.length <= 1000 ? text : null), 'a path on one line');

/** Values by their names, such as `CALLBACK_URL=https://…,CAMPAIGN=x`. */
export const namedValues = readWith((text) => {
  const parts = text.split(',').map((each) => /^\s*([A-Za-z]\w{0,39})=(.*\S)\s*$/.exec(each));
  const values = new Map(parts.map((part) => [part?.[1] ?? '', part?.[2] ?? '']));
  return values.has('') || values.size < parts.length ? null : Object.fromEntries(values);
}, 'NAME=value, separated by commas, each name once');

/** What a phone shows as the sender: a number or a name. */
export const sender = readWith((text) => (/^[ -~]{1,40}$/.test(text) ? text : null), 'at most 40 ASCII characters');

/** What an HTTP header carries as it is. */
export const headerValue = readWith((text) => (isHeaderValue(text) ? text : null), 'visible ASCII characters');

function isHeaderValue(text: string): boolean {
  return /^[!-~]+$/.test(text);
}

/** No control character, no other line break, no character without width, and nothing that was damaged on its way. */
function isOneLine(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Cn}\p{Co}\uFFFD]/u.test(text);
}

/** The schema of a URL with one of these protocols, as in `http|https`. */
export const urlWith = (protocols: string) =>
  readWith(
    (text) => (!/\s/.test(text) && URL.canParse(text) && new RegExp(`^(${protocols}):$`).test(new URL(text).protocol) ? text : null),
    `a URL (${protocols.replace('|', ', ')})`,
  );

/** The address of an OpenID Connect provider: HTTPS, except on this machine. */
export const issuer = readWith((text) => {
  if (/\s/.test(text) || !URL.canParse(text)) return null;
  const { protocol, hostname, username, search, hash } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
  return isSafe && `${username}${search}${hash}` === '' ? text : null;
}, 'an https URL without query');

/** `motcua-clerks=clerk,motcua-ops=operator`, in their order. */
export const rolesOfGroups = readWith((text) => {
  const pairs = readPairs(text);
  const read = pairs?.flatMap(([group, name]) => ROLES.filter((role) => role === name).map((role) => ({ group, role })));
  const groups = new Set(read?.map(({ group }) => group));
  return read && read.length === pairs?.length && groups.size === read.length ? read : null;
}, 'group=role, separated by commas, each group once, role clerk, operator or auditor');

export type AgencyOfGroup = { readonly group: string; readonly agency: string };

/** `so-y-te-staff=so-y-te,head-office=*`; `*` stands for all agencies. */
export const agenciesOfGroups = readWith(
  (text) => readPairs(text)?.map(([group, agency]) => ({ group, agency })) ?? null,
  'group=agency or group=*, separated by commas',
);

/** No pair comes twice. The last `=` divides, because the name of a group may be a path of a directory with `=` in it. */
function readPairs(text: string): readonly (readonly [string, string])[] | null {
  const pairs = text.split(',').map((each) => /^\s*(\S(?:.*\S)?)\s*=\s*([^=\s]+)\s*$/.exec(each));
  const read = pairs.map((pair): readonly [string, string] => [pair?.[1] ?? '', pair?.[2] ?? '']);
  return read.some(([group]) => group === '') || new Set(read.map((pair) => pair.join('='))).size < read.length ? null : read;
}

/** Addresses and networks, separated by commas. */
export const networks = readWith((text) => {
  const all = text.split(',').map((each) => each.trim());
  return all.every(isNetwork) ? all : null;
}, 'addresses or networks such as 10.0.0.0/8, separated by commas');

/** Reads JSON in UTF-8; undefined when the file is none. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))); // which drops a byte order mark
  } catch {
    return undefined;
  }
}

export function readFileIfAny(path: string): Buffer | null {
  try {
    const file = readFileSync(path);
    return file.subarray(0, 3).equals(BYTE_ORDER_MARK) ? file.subarray(3) : file;
  } catch {
    return null;
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

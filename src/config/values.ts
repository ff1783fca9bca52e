import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Limit } from '../domain/inquiry-limits.ts';
import { ROLES, type Role } from '../domain/roles.ts';

export type ApiKey = { readonly name: string; readonly role: Role; readonly secret: string };

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `60s`, `15m`, `500ms` or `90d` as milliseconds; null when the text is none of these. */
function readMilliseconds(text: string): number | null {
  const parts = /^(\d{1,7})(ms|s|m|h|d)$/.exec(text);
  const unit = UNITS_MS[parts?.[2] ?? ''];
  return parts && unit !== undefined ? Number(parts[1]) * unit : null;
}

/** The schema of a text that `read` understands. `read` answers null to what it does not, and the fault says what was expected. */
export function readWith<T>(read: (text: string) => T | null, expected: string) {
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

export function readApiKeys(text: string): readonly ApiKey[] | null {
  const keys = text.split(',').map((each) => {
    const [name, role, ...secret] = each.trim().split(':');
    const known = ROLES.find((one) => one === role);
    return name && known && secret.join(':').length >= 16 ? { name, role: known, secret: secret.join(':') } : null;
  });
  const valid = keys.filter((key) => key !== null);
  return valid.length === keys.length && new Set(valid.map(({ secret }) => secret)).size === valid.length ? valid : null;
}

/** Reads the agency ids and names of a file: `{"so-xay-dung": "Sở Xây dựng", …}`. */
export function readAgencies(path: string): Readonly<Record<string, string>> | null {
  try {
    return z.record(z.string().min(1), z.string().min(1).max(100)).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

export const readSecrets = (text: string) => {
  const all = text.split(',').map((each) => each.trim());
  return all.every((each) => each.length >= 16) ? all : null;
};

/** The schema of a URL with one of these protocols, as in `http|https`. */
export const urlWith = (protocols: string) =>
  readWith(
    (text) => (URL.canParse(text) && new RegExp(`^(${protocols}):$`).test(new URL(text).protocol) ? text : null),
    `a URL (${protocols.replace('|', ', ')})`,
  );

export function readFileIfAny(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

import type { FuzzRequest } from './requests.ts';
import type { FuzzAnswer } from './send.ts';

/** Answers that any request may get, whatever the call: it cannot be read, there is no such address, it is too large. */
const ALWAYS = new Set([400, 404, 405, 413, 431]);
const LEAKS = /\bat (?:async )?[\w.<>]+ \(|\bat file:|node_modules|\bsrc\/|\binsert into\b|\bfrom dossiers\b|PostgresError|ECONN/;
const GUARDS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': /default-src 'none'/,
} as const;

/** What is wrong with an answer; nothing, when it is one that the contract allows. */
export function faultsOf({ operation, method, framing }: FuzzRequest, { status, headers, text, lost }: FuzzAnswer): readonly string[] {
  if (framing === 'cut' && lost) return [];
  if (status === null) return [`no answer: ${lost}`];
  if (status >= 500) return [`${status} ${text.slice(0, 200)}`];
  const allowed = ALWAYS.has(status) || method !== operation.method || operation.statuses.includes(status);
  return [
    allowed ? null : `${status} is not in the contract of ${operation.method} ${operation.path}`,
    ...Object.entries(GUARDS).map(([name, value]) => (fits(headers[name], value) ? null : `${status} without ${name}`)),
    status >= 400 && method !== 'HEAD' ? problemFault(status, headers['content-type'], headers['x-request-id'], text) : null,
    status >= 400 && LEAKS.test(text) ? `${status} says how we are built: ${text.slice(0, 200)}` : null,
  ].filter((fault) => fault !== null);
}

function fits(value: string | string[] | undefined, expected: string | RegExp): boolean {
  return typeof value === 'string' && (typeof expected === 'string' ? value === expected : expected.test(value));
}

function problemFault(status: number, type: string | undefined, requestId: unknown, text: string): string | null {
  if (type !== 'application/problem+json') return `${status} is no problem but ${type}: ${text.slice(0, 100)}`;
  const body: unknown = JSON.parse(text);
  const isOne =
    typeof body === 'object' && body !== null && 'status' in body && body.status === status && 'code' in body && 'requestId' in body;
  return isOne && body.requestId === requestId ? null : `${status} is no whole problem: ${text.slice(0, 200)}`;
}

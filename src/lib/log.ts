import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/**
 * Writes JSON lines to stdout: events in the past tense, with fields. Fields that may hold a phone number or a secret are redacted
 * (requirements §9).
 */
export function openLog(level: string, name: string): Logger {
  return pino({ level, base: { name }, redact: { paths: REDACTED, censor: '<redacted>' }, serializers: { err: withoutDigits } });
}

const FIELDS = [
  'phone',
  'to',
  'from',
  'text',
  'reply',
  'secret',
  'authorization',
  'password',
  'headers',
  'body',
  'parameters',
  'query',
  'args',
];
const REDACTED = FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** Drivers and servers may quote in their error texts what they were given, a phone number included. */
function withoutDigits(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const clean = (text: string) => text.replace(/\+?\d{9,}/g, '<digits>');
  const code = 'code' in error ? { code: error.code } : {};
  return { type: error.name, message: clean(error.message), stack: clean(error.stack ?? ''), ...code };
}

import { createHash } from 'node:crypto';

/**
 * A text from outside as every column can keep it: without NUL and half surrogate pairs, which PostgreSQL refuses, and with at most `max`
 * characters (code points).
 */
export function storableText(text: string, max: number): string {
  return firstOf(withoutUnstorable(text), max);
}

/** An id from outside, storable. A longer one ends in its digest, because two long ids may begin in the same way. */
export function storableId(id: string): string {
  const kept = withoutUnstorable(id);
  if (firstOf(kept, ID_MAX) === kept) return kept;
  const digest = createHash('sha256').update(kept).digest('hex');
  return `${firstOf(kept, ID_MAX - digest.length - 1)}~${digest}`;
}

/** An index of PostgreSQL holds this many characters, whatever they are. */
const ID_MAX = 200;

function withoutUnstorable(text: string): string {
  return text.replace(/\0|\p{Cs}/gu, '');
}

function firstOf(text: string, max: number): string {
  return text.length <= max ? text : Array.from(text).slice(0, max).join('');
}

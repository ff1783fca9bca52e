import type { After } from '../db/lists.ts';
import { readInstant } from '../domain/calendar.ts';
import { invalid } from './problem.ts';

/** An opaque place in a list: the sort key of its last row, or Temporal's own token. */
export function writeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws ProblemError when it is not one that this list gave, of `length` parts */
export function readCursor(cursor: string | undefined, length: number): readonly string[] | null {
  if (cursor === undefined) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string' && !part.includes('\0')))
      return parts;
  } catch {
    // falls through to the problem
  }
  throw invalid('cursor', EXPECTED);
}

/** The cursor of a list that is sorted by a moment and an id. */
export function readAfter(cursor: string | undefined): After {
  const [moment, id] = readCursor(cursor, 2) ?? [];
  if (moment === undefined || id === undefined) return null;
  const at = readInstant(moment);
  if (at === null) throw invalid('cursor', EXPECTED);
  return { at, id };
}

const EXPECTED = 'expected the nextCursor of an earlier answer';

import { readInstant } from '../domain/calendar.ts';
import type { Place } from '../services/page.ts';
import { fieldsProblem } from './problem.ts';

/** The texts by which a list knows where its next page begins, as one opaque text. */
export function writeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws ProblemError when it is no cursor of `length` texts */
export function readCursor(cursor: string | undefined, length: number): readonly string[] | null {
  if (cursor === undefined) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string' && !part.includes('\0')))
      return parts;
  } catch {
    // falls through to the problem
  }
  throw fieldsProblem([{ path: 'cursor', code: 'bad_cursor' }]);
}

export function writePlace(place: Place | null): string | null {
  return place && writeCursor([place.at, place.id]);
}

/** @throws ProblemError when it is no cursor of a list that is sorted by a moment and an id */
export function readPlace(cursor: string | undefined): Place | null {
  const [moment, id] = readCursor(cursor, 2) ?? [];
  if (moment === undefined || id === undefined) return null;
  const at = readInstant(moment);
  if (at === null) throw fieldsProblem([{ path: 'cursor', code: 'bad_cursor' }]);
  return { at, id };
}

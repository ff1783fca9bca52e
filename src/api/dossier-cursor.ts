import { createHash } from 'node:crypto';
import { readLocalDate } from '../domain/calendar.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { DossierListRequest } from '../services/list-dossiers.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { fieldsProblem } from './problem.ts';

type Place = NonNullable<DossierListRequest['after']>;
/** What a list was asked for; a cursor is valid for that list alone. */
type Asked = Readonly<Record<string, string | undefined>>;

export function writeDossierCursor({ value, key }: Place, asked: Asked): string {
  return writeCursor([digestOf(asked), value, key]);
}

/** @throws ProblemError when it is no cursor of this list */
export function readDossierCursor(cursor: string | undefined, asked: Asked): Place | null {
  const parts = readCursor(cursor, 3);
  if (parts === null) return null;
  const [digest, value = '', key = ''] = parts;
  const isPlace = isValue(value, asked['sort']) && /^[0-9A-Z]{1,30}$/.test(key);
  if (digest !== digestOf(asked) || !isPlace) throw fieldsProblem([{ path: 'cursor', code: 'bad_cursor' }]);
  return { value, key: key as CodeKey };
}

function isValue(value: string, sort = 'due'): boolean {
  if (sort.endsWith('code')) return value === '';
  return readLocalDate(value) !== null || (value === 'infinity' && sort.endsWith('due'));
}

function digestOf(asked: Asked): string {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  const ordered = given.toSorted(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('base64url').slice(0, 16);
}

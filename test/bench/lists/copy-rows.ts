import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Database } from '../../../src/db/open.ts';

export type Cell = string | number | boolean | null;

/** Writes rows in the way of `COPY`, which takes them without a statement each. */
export async function copyRows({ sql }: Database, table: string, columns: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  if (rows.length === 0) return;
  const stream = await sql.unsafe(`copy ${table} (${columns}) from stdin`).writable();
  for (let from = 0; from < rows.length; from += 500)
    if (!stream.write(copyText(rows.slice(from, from + 500)))) await once(stream, 'drain');
  stream.end();
  await finished(stream);
}

/** The text format of `COPY`: a line a row, tabs between cells, `\N` for null. */
export function copyText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join('\t')}\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell !== 'string') return String(cell);
  return cell.replace(/[\\\t\n\r]/g, (char) => ESCAPED[char] ?? char);
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

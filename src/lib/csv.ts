export type Cell = string | number | null;

/** What a spreadsheet may read as the begin of a formula, also in its full-width form and behind white space. */
const FORMULA = /^[\s\p{C}]*[=+\-@＝＋－＠|%]|^[\t\r\n]/u;

/** UTF-8 with a byte order mark, so that Excel reads the diacritics; the lines end as RFC 4180 has it. */
export async function* csvChunks(rows: Iterable<readonly Cell[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('\uFEFF');
  for (const row of rows) yield encoder.encode(`${row.map(csvCell).join(',')}\r\n`);
}

/** A text that could be a formula gets an apostrophe in front, so that no spreadsheet computes it. Numbers stay numbers. */
function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

import type { Asked, Figure } from './figures.ts';

/** The figures of a run, one a line. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.id,
    figure.what,
    short(figure.median),
    figure.min === figure.max ? '' : `${short(figure.min)} – ${short(figure.max)}`,
    barOf(figure, figure.must),
    barOf(figure, figure.goal),
    figure.verdict === 'past the must' ? 'PAST THE MUST' : figure.verdict,
  ]);
  return columns([['', 'figure', 'median', 'min – max', 'must', 'goal', ''], ...rows]);
}

export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Three digits that matter. */
export function short(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3);
}

function barOf({ by }: Asked, bar: number | null): string {
  return bar === null ? '–' : `${by === 'at least' ? '≥' : '≤'} ${bar}`;
}

/** One line of the table; `ok` null is a figure without a must. */
export type Figure = {
  /** Of quality.md. */
  readonly id: string;
  readonly what: string;
  readonly value: string;
  readonly must: string;
  readonly ok: boolean | null;
};

export function counted(id: string, what: string, value: number, must = 0): Figure {
  return { id, what, value: String(value), must: must === 0 ? '0' : `≤ ${must}`, ok: value <= must };
}

export function seconds(id: string, what: string, ms: number, mustS?: number): Figure {
  const value = `${(ms / 1000).toFixed(1)} s`;
  return mustS === undefined ? { id, what, value, must: '–', ok: null } : { id, what, value, must: `≤ ${mustS} s`, ok: ms <= mustS * 1000 };
}

export function told(id: string, what: string, value: string): Figure {
  return { id, what, value, must: '–', ok: null };
}

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ id, what, value, must, ok }) => [id, what, value, must, ok === null ? '' : ok ? 'ok' : 'PAST THE MUST']);
  const all = [['', 'figure', 'value', 'must', ''], ...rows];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

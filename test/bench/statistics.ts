/** Of several rounds; for a figure measured once all three are the same. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** @throws when there are no values */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('expected at least one value');
  return { median: quantile(values, 0.5), min: Math.min(...values), max: Math.max(...values) };
}

/** The value below or at which this share of all lies; between two neighbours it is interpolated. NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}

import { quantile } from '../statistics.ts';
import { columns, short } from '../table.ts';
import type { Growth, Timed } from './measure.ts';
import type { Plans } from './plans.ts';

export type Measured = {
  readonly rounds: readonly { readonly pages: readonly Timed[]; readonly searches: readonly Timed[] }[];
  readonly counts: Timed;
  readonly statistics: Timed;
  readonly growths: readonly Growth[];
  readonly console: readonly Timed[];
};

/** Each list and search, the median of the rounds, milliseconds; and how many times as much a page costs as in a small office. */
export function detailsOf({ rounds, counts, statistics, growths, console }: Measured, small: number): string {
  const timed = rounds.flatMap(({ pages, searches }) => [...pages, ...searches]);
  const line = (what: string) => {
    const own = [...timed, counts, statistics, ...console].filter((each) => each.what === what);
    const median = (of: (each: Timed) => number) => short(quantile(own.map(of), 0.5));
    const growth = growths.find(({ list }) => list === what);
    const numbers = [median(({ p50 }) => p50), median(({ p99 }) => p99), median(({ max }) => max)];
    return [what, sum(own, 'pages'), sum(own, 'rows'), ...numbers, growth === undefined ? '' : short(growth.ratio)];
  };
  const whats = new Set([...timed, counts, statistics, ...console].map(({ what }) => what));
  return columns([['', 'asked', 'rows', 'p50 ms', 'p99 ms', 'max ms', `÷ ${small}`], ...[...whats].map(line)]);
}

function sum(all: readonly Timed[], of: 'pages' | 'rows'): string {
  return String(all.reduce((total, each) => total + each[of], 0));
}

/** The plans of each list, the most frequent first. */
export function plansText(all: Readonly<Record<string, Plans>>): string {
  return Object.entries(all)
    .map(([what, plans]) => {
      const lines = Object.entries(plans).toSorted(([, left], [, right]) => right - left);
      return [`${what}:`, ...lines.map(([plan, times]) => `  ${times} × ${plan}`)].join('\n');
    })
    .join('\n');
}

/** What failed, in all that was timed. */
export function failuresOf({ rounds, counts, statistics, console }: Measured): readonly string[] {
  const all = [...rounds.flatMap(({ pages, searches }) => [...pages, ...searches]), counts, statistics, ...console];
  return all.flatMap(({ what, failed }) => failed.map((error) => `${what}: ${error}`));
}

import { parseArgs } from 'node:util';

export type ListsOptions = {
  readonly dossiers: number;
  readonly small: number;
  readonly rounds: number;
  readonly sample: number;
  readonly out: string;
  /** The filled databases stay here for the next run; null: they are removed. */
  readonly data: string | null;
};

export const USAGE =
  'npm run bench:lists -- [--dossiers 1000000] [--small 10000] [--rounds 3] [--sample 2000] [--data FOLDER] [--out .data/bench-lists]';

/** @throws with the usage when an option is wrong */
export function readOptions(args: readonly string[]): ListsOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dossiers: { type: 'string', default: '1000000' },
      small: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
      sample: { type: 'string', default: '2000' },
      data: { type: 'string' },
      out: { type: 'string', default: '.data/bench-lists' },
    },
  });
  const [dossiers = 0, small = 0, rounds = 0, sample = 0] = [values.dossiers, values.small, values.rounds, values.sample].map(Number);
  if ([dossiers, small, rounds, sample].some((count) => !Number.isInteger(count) || count < 1)) throw new Error(`usage: ${USAGE}`);
  return { dossiers, small, rounds, sample, data: values.data ?? null, out: values.out };
}

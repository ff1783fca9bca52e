import { parseArgs } from 'node:util';
import { SERVER_KINDS, type ServerKind } from './servers.ts';

export type BenchOptions = {
  readonly rounds: number;
  /** N of the job. */
  readonly dossiers: number;
  /** Open dossiers for C7 and C9. */
  readonly open: number;
  /** Ids of figures (P1, C6, …); empty: all. */
  readonly only: readonly string[];
  readonly servers: ServerKind;
  /** The JSON goes here. */
  readonly out: string;
};

export const USAGE =
  'npm run bench -- [--rounds 5] [--dossiers 1000] [--open 20000] [--only P1,P4] [--servers cluster|dev] [--out .data/bench]';

/** @throws with the usage when an option is wrong */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      dossiers: { type: 'string', default: '1000' },
      open: { type: 'string', default: '20000' },
      only: { type: 'string', default: '' },
      servers: { type: 'string', default: 'cluster' },
      out: { type: 'string', default: '.data/bench' },
    },
  });
  const servers = SERVER_KINDS.find((kind) => kind === values.servers);
  const [rounds, dossiers, open] = [values.rounds, values.dossiers, values.open].map(Number);
  const wrong = [rounds, dossiers, open].some((count) => !Number.isInteger(count) || Number(count) < 1);
  if (wrong || !servers || rounds === undefined || dossiers === undefined || open === undefined) throw new Error(`usage: ${USAGE}`);
  return { rounds, dossiers, open, only: values.only.split(',').filter(Boolean), servers, out: values.out };
}

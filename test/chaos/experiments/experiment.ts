import type { Figure } from '../figure.ts';
import type { Finding } from '../judge/finding.ts';
import type { World } from '../world.ts';

export type Setting = {
  readonly world: World;
  readonly seed: number;
  /** A number that no other part of the run has: it keeps codes and telephones apart. */
  readonly batch: () => number;
  /** How many dossiers an evening has. */
  readonly dossiers: number;
  readonly say: (line: string) => void;
};

export type Outcome = { readonly figures: readonly Figure[]; readonly findings: readonly Finding[] };

/** One row of quality.md's table of faults, played. */
export type Experiment = (setting: Setting) => Promise<Outcome>;

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { forEachProgram, type Costs, type Program } from './capacity-plan.ts';
import { spreadOf } from './statistics.ts';

/** What a bench run keeps, as far as the costs need it. */
const KEPT = z.object({
  machine: z.object({ commit: z.string(), at: z.string(), cores: z.string() }),
  options: z.object({ servers: z.string() }),
  rounds: z.array(z.object({ product: z.object({ apiInquiryCpuMs: z.number() }).catchall(z.number().nullable()) })),
  life: z.object({ measured: z.object({ walBytes: z.number(), storedBytes: z.number() }) }).nullable(),
});

/** The costs by the last bench in a folder that measured both a job and a life on PostgreSQL; else those built in. */
export function readCosts(folder: string, builtIn: Costs): Costs {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  for (const name of files.toSorted().toReversed()) {
    const run = KEPT.safeParse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
    if (run.success && run.data.life && run.data.rounds.length > 0 && run.data.options.servers === 'cluster')
      return costsOf(run.data, run.data.life.measured);
  }
  return builtIn;
}

function costsOf({ machine, rounds }: z.infer<typeof KEPT>, life: { readonly walBytes: number; readonly storedBytes: number }): Costs {
  const median = (name: string) => spreadOf(rounds.map(({ product }) => product[name] ?? Number.NaN)).median;
  const [whole, inquiry, asked] = [measuredCpu(median, 'CpuMs'), measuredCpu(median, 'InquiryCpuMs'), median('inquiriesADossier')];
  return {
    from: `the bench of commit ${machine.commit} of ${machine.at.slice(0, 10)} on ${machine.cores}`,
    cpuMs: forEachProgram((program) => Math.max(0, whole[program] - asked * inquiry[program])),
    inquiryCpuMs: inquiry,
    walBytes: { product: life.walBytes, temporal: Math.max(0, median('walBytes') - life.walBytes) },
    storedBytes: life.storedBytes,
    historyBytes: median('temporalBytes'),
    apologiesPerS: median('apologiesPerS'),
    cores: Number.parseInt(machine.cores, 10),
  };
}

/** By the names under which the programs are measured; PostgreSQL is measured in two parts. */
export function measuredCpu(
  measured: (name: string) => number,
  named: 'CpuMs' | 'InquiryCpuMs' | 'AtRest',
): Readonly<Record<Program, number>> {
  const parts = (program: Program) => (program === 'postgres' ? ['postgresProduct', 'postgresOthers'] : [program]);
  return forEachProgram((program) => parts(program).reduce((sum, part) => sum + measured(part + named), 0));
}

/** The costs for a machine that has run no bench yet: what the project measured on the slowest machine that it has had. */
export const BUILT_IN: Costs = {
  from:
    'one round of 400 dossiers of the bench, commit 54fecfd of 2026-11-26, on two slow cores ' +
    '(on two quick ones, commit 128a0a3 of 2026-11-24, it was half of that)',
  cpuMs: { api: 11.3, worker: 34.1, temporal: 53.1, postgres: 42.1 },
  inquiryCpuMs: { api: 5.5, worker: 5.4, temporal: 9.4, postgres: 2.3 },
  walBytes: { product: 18_500, temporal: 109_400 },
  storedBytes: 11_600,
  historyBytes: 38_200,
  apologiesPerS: 42,
  cores: 2,
};

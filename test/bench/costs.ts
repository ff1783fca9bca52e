import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Costs } from './capacity-plan.ts';
import { spreadOf } from './statistics.ts';

/** What a bench run keeps, as far as the costs need it. */
const KEPT = z.object({
  machine: z.object({ commit: z.string(), at: z.string(), cores: z.string() }),
  options: z.object({ servers: z.string() }),
  rounds: z.array(z.object({ product: z.record(z.string(), z.number().nullable()) })),
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
  return {
    from: `the bench of commit ${machine.commit} of ${machine.at.slice(0, 10)} on ${machine.cores}`,
    cpuMs: {
      api: median('apiCpuMs'),
      worker: median('workerCpuMs'),
      temporal: median('temporalCpuMs'),
      postgres: median('postgresProductCpuMs') + median('postgresOthersCpuMs'),
    },
    walBytes: { product: life.walBytes, temporal: Math.max(0, median('walBytes') - life.walBytes) },
    storedBytes: life.storedBytes,
    historyBytes: median('temporalBytes'),
    apologiesPerS: median('apologiesPerS'),
    cores: Number.parseInt(machine.cores, 10),
  };
}

/** Of a machine that has run no bench yet: what the project itself measured. */
export const BUILT_IN: Costs = {
  from: 'the whole bench of commit 128a0a3 of 2026-11-24, five rounds of 1,000 dossiers on two cores',
  cpuMs: { api: 5.8, worker: 16.1, temporal: 26.9, postgres: 17.6 },
  walBytes: { product: 16_700, temporal: 118_800 },
  storedBytes: 7_600,
  historyBytes: 34_800,
  apologiesPerS: 109,
  cores: 2,
};

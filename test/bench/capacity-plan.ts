/** What one dossier's life costs, measured by the bench (quality.md's job: three steps, three reads, an apology, a result). */
export type Costs = {
  /** Commit, date and machine of the bench. */
  readonly from: string;
  /** Processor time of a life without its inquiries, milliseconds. */
  readonly cpuMs: Readonly<Record<Program, number>>;
  /** Processor time of one inquiry on a machine that is not busy, milliseconds. */
  readonly inquiryCpuMs: Readonly<Record<Program, number>>;
  /** Written ahead by PostgreSQL for the product and for Temporal, bytes. */
  readonly walBytes: Readonly<Record<'product' | 'temporal', number>>;
  /** Kept by the product for ever (but for what erasure takes), bytes. */
  readonly storedBytes: number;
  /** Kept by Temporal while a dossier is open and for 72 h after, bytes. */
  readonly historyBytes: number;
  /** Apologies a second that leave when all are due at once and the link is no limit, on the measured machine. */
  readonly apologiesPerS: number;
  readonly cores: number;
};

export const PROGRAMS = ['api', 'worker', 'temporal', 'postgres'] as const;
export type Program = (typeof PROGRAMS)[number];

export type Demand = {
  readonly dossiersPerDay: number;
  /** Messages a second of the link. */
  readonly tps: number;
  /** Share of the dossiers that have no result on the eve of their due date: each gets an apology. */
  readonly lateShare: number;
  readonly spreadS: number;
  readonly inquiriesADossier: number;
};

export type Plan = {
  /** Cores each program keeps busy in the fullest hour. */
  readonly busyCores: Readonly<Record<Program, number>>;
  readonly processes: Readonly<Record<'api' | 'worker', number>>;
  /** To buy: twice what is busy, at least two a server that must not fail alone. */
  readonly cores: Readonly<Record<Program, number>>;
  readonly walBytesADay: number;
  readonly storedBytesAYear: number;
  readonly temporalBytes: number;
  readonly eventsPerS: number;
  readonly apologies: number;
  readonly burst: Burst;
  /** With fewer, all programs together, the machines hold up the burst and not the link. */
  readonly coresToFillTheLink: number;
};

/** How long the apologies of an evening take, and which of the three decides. */
export type Burst = { readonly seconds: number; readonly limit: 'link' | 'spread' | 'machine' };

/** Assumptions that no measurement gives; each may be argued about. */
export const ASSUMED = {
  /** Of a day's work, in its fullest hour. */
  fullestHour: 0.2,
  /** Of what is bought, in that hour. */
  utilisation: 0.5,
  workingDays: 250,
  /** How long a dossier is open, days, and a closed one stays in Temporal. */
  openDays: 10,
  retentionDays: 3,
  /** A Node process keeps little more than one core busy. */
  coresAProcess: 1,
} as const;

/** Arithmetic, no measurement: what is bought for this demand at these costs. */
export function planFor(demand: Demand, costs: Costs): Plan {
  const inFullestHour = (demand.dossiersPerDay * ASSUMED.fullestHour) / 3600;
  const busyCores = forEachProgram((program) => (inFullestHour * cpuMsOf(program, costs, demand)) / 1000);
  const cores = forEachProgram((program) => Math.max(2, Math.ceil(busyCores[program] / ASSUMED.utilisation)));
  const processes = (program: 'api' | 'worker') => Math.max(2, Math.ceil(cores[program] / ASSUMED.coresAProcess));
  const apologies = Math.round(demand.dossiersPerDay * demand.lateShare);
  const bought = PROGRAMS.reduce((sum, program) => sum + cores[program], 0);
  return {
    busyCores,
    cores,
    processes: { api: processes('api'), worker: processes('worker') },
    walBytesADay: demand.dossiersPerDay * (costs.walBytes.product + costs.walBytes.temporal),
    storedBytesAYear: demand.dossiersPerDay * ASSUMED.workingDays * costs.storedBytes,
    temporalBytes: demand.dossiersPerDay * (ASSUMED.openDays + ASSUMED.retentionDays) * costs.historyBytes,
    eventsPerS: inFullestHour * 4,
    apologies,
    burst: burstOf(apologies, demand, { apologiesPerS: (costs.apologiesPerS * bought) / costs.cores }),
    coresToFillTheLink: Math.ceil((demand.tps * costs.cores) / costs.apologiesPerS),
  };
}

/** A dossier's life with its inquiries, milliseconds. */
export function cpuMsOf(
  program: Program,
  { cpuMs, inquiryCpuMs }: Costs,
  { inquiriesADossier }: Pick<Demand, 'inquiriesADossier'>,
): number {
  return cpuMs[program] + inquiriesADossier * inquiryCpuMs[program];
}

/** The slowest of the link, the spread and the machine. */
export function burstOf(
  apologies: number,
  { tps, spreadS }: Pick<Demand, 'tps' | 'spreadS'>,
  { apologiesPerS }: Pick<Costs, 'apologiesPerS'>,
): Burst {
  const limits = [
    { seconds: apologies / tps, limit: 'link' },
    { seconds: spreadS, limit: 'spread' },
    { seconds: apologies / apologiesPerS, limit: 'machine' },
  ] as const;
  return limits.reduce((slowest, each) => (each.seconds > slowest.seconds ? each : slowest));
}

export function forEachProgram(value: (program: Program) => number): Readonly<Record<Program, number>> {
  return { api: value('api'), worker: value('worker'), temporal: value('temporal'), postgres: value('postgres') };
}

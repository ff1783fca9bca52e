import { openBare } from './bare/contestant.ts';
import { idsOf, type Contestant } from './contestant.ts';
import type { Values } from './figures.ts';
import { playEvening } from './evening.ts';
import { inTime } from './in-time.ts';
import { playJob, spent, type Measured } from './job.ts';
import { openProduct, type ProductOptions } from './product.ts';
import type { Servers } from './servers.ts';
import { spreadOf } from './statistics.ts';
import { columns, short } from './table.ts';

export type Round = { readonly bare: Measured; readonly product: Measured; readonly evening: Measured };

export type RoundsPlan = {
  readonly servers: Servers;
  readonly rounds: number;
  readonly dossiers: number;
  readonly say: (line: string) => void;
};

/** Who plays when: each round begins with another. */
const PLAYERS = ['bare', 'product', 'evening'] as const;
type Player = (typeof PLAYERS)[number];

/**
 * An evening as the product spreads it (contract §1, APOLOGY_SPREAD), and one with all apologies at one instant. There a backlog may grow
 * older than a sticky time-out and is then done twice, so P has the time-out of B (quality.md).
 */
export const PLAYED = {
  evening: { spread: '60s' },
  product: { spread: '0s', settings: { STICKY_TIMEOUT: '60s' } },
} as const satisfies Record<Exclude<Player, 'bare'>, Pick<ProductOptions, 'spread' | 'settings'>>;
/** For what an inquiry costs; how long it takes is asked apart (P3). */
const QUIET_S = 10;
/** To warm the programs with, and written to in an evening, beside those whose apologies leave. */
const OTHERS = 300;

/** A small round to warm the servers and to learn how long the dossiers take to be ready, then the rounds that count. */
export async function playRounds({ servers, rounds, dossiers, say }: RoundsPlan): Promise<readonly Round[]> {
  const played: Round[] = [];
  const warmUp = Math.max(50, Math.round(dossiers / 10));
  let msADossier = perDossier(await playRound({ servers, name: 'W', dossiers: warmUp, msADossier: same(150), first: 0 }, say), warmUp);
  for (let nth = 1; nth <= rounds; nth++) {
    const round = await playRound({ servers, name: String(nth), dossiers, msADossier, first: nth }, say);
    msADossier = perDossier(round, dossiers);
    played.push(round);
  }
  return played;
}

type RoundPlan = {
  readonly servers: Servers;
  readonly name: string;
  readonly dossiers: number;
  /** Until its dossiers are ready for their apologies. */
  readonly msADossier: Readonly<Record<Player, number>>;
  readonly first: number;
};

async function playRound(plan: RoundPlan, say: (line: string) => void): Promise<Round> {
  const measured: Partial<Record<Player, Measured>> = {};
  for (const [index] of PLAYERS.entries()) {
    const player = PLAYERS[(index + plan.first) % PLAYERS.length];
    if (!player) continue;
    const allowedMs = plan.msADossier[player] * (plan.dossiers + OTHERS) * 1.25 + 8000 + quietSOf(player) * 1000;
    measured[player] = await inTime(allowedMs, say, (dueMs, attempt) => play(plan, player, runOf(player, plan.name, attempt), dueMs));
    say(`round ${plan.name}, ${player}: ${line(measured[player])}`);
  }
  const { bare, product, evening } = measured;
  if (!bare || !product || !evening) throw new Error('a round is not whole');
  return { bare, product, evening };
}

/** Names one job in receipt codes, queues and logs. */
function runOf(player: Player, round: string, attempt: number): string {
  return `${player[0]}${round}${'x'.repeat(attempt - 1)}`.toUpperCase();
}

async function play({ servers, dossiers }: RoundPlan, player: Player, run: string, dueMs: number): Promise<Measured> {
  const [ids, others] = [idsOf(run, dossiers), idsOf(`${run}O`, OTHERS)];
  const job = { ids, others, dueMs, quietS: QUIET_S };
  if (player === 'bare') {
    await using bare = await openBare({ temporalAddress: servers.temporalAddress, run, dueMs });
    return await playJob(withServers(bare, servers), job);
  }
  await using product = await openProduct({ servers, run, dueMs, ...PLAYED[player] });
  if (player === 'evening') return await playEvening(product, job);
  const before = await servers.books();
  const measured = await playJob(withServers(product, servers), job);
  return { ...measured, ...spent(before, await servers.books(), ids.length + others.length) };
}

export function withServers(player: Contestant, servers: Servers): Contestant {
  return { ...player, cpuMs: () => ({ ...player.cpuMs(), ...servers.cpuMs() }) };
}

/** Each round's ratios (quality.md P1, P2, P4, P5, P8, C10). */
export function figuresOf(rounds: readonly Round[]): Values {
  const each = (value: (round: Round) => number) => rounds.map(value);
  const ratio = (name: string) => each(({ bare, product }) => at(product, name) / at(bare, name));
  return {
    registered: ratio('registrationsPerS'),
    started: ratio('startsPerS'),
    events: ratio('eventsPerS'),
    applied: ratio('appliedPerS'),
    burst: each(({ evening }) => at(evening, 'burstP99Ms') / 1000),
    burstRatio: each(({ bare, evening }) => at(evening, 'burstP99Ms') / at(bare, 'burstP99Ms')),
    burstErrors: each(({ product, evening }) => at(product, 'inquiryErrors') + at(evening, 'inquiryErrors')),
    byWorkflow: each(({ evening }) => at(evening, 'byWorkflow')),
    lastApology: ratio('burstS'),
    write: each(({ evening }) => at(evening, 'writeP99Ms') / 1000),
    writeErrors: each(({ evening }) => at(evening, 'writeErrors')),
    cpu: each(({ bare, product }) => (at(product, 'apiCpuMs') + at(product, 'workerCpuMs')) / at(bare, 'workerCpuMs')),
  };
}

/** What was measured in all rounds, P beside B, medians. */
export function absolutes(rounds: readonly Round[]): string {
  const names = [...new Set(rounds.flatMap(({ bare, product, evening }) => Object.keys({ ...bare, ...product, ...evening })))];
  const median = (of: keyof Round, name: string) => {
    const values = rounds.map((round) => round[of][name]).filter((value) => value !== undefined);
    return values.length === 0 ? '' : short(spreadOf(values).median);
  };
  const rows = names.map((name) => [name, median('product', name), median('bare', name), median('evening', name)]);
  return columns([['median of the rounds', 'P', 'B', 'P, own spread'], ...rows]);
}

export function at(measured: Measured, name: string): number {
  return measured[name] ?? Number.NaN;
}

function perDossier({ bare, product, evening }: Round, dossiers: number): Readonly<Record<Player, number>> {
  const of = (player: Player, measured: Measured) => ((at(measured, 'readyAfterS') - quietSOf(player)) * 1000) / (dossiers + OTHERS);
  return { bare: of('bare', bare), product: of('product', product), evening: of('evening', evening) };
}

function quietSOf(player: Player): number {
  return player === 'evening' ? 0 : QUIET_S;
}

function same(value: number): Readonly<Record<Player, number>> {
  return { bare: value, product: value, evening: value };
}

function line(measured: Measured): string {
  return Object.entries(measured)
    .map(([name, value]) => `${name} ${value.toFixed(value < 10 ? 2 : 0)}`)
    .join(', ');
}

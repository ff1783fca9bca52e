import { openBare } from './bare/contestant.ts';
import { idsOf, LAST_STEP, type Contestant } from './contestant.ts';
import type { Values } from './figures.ts';
import { INQUIRIES_PER_S, pick, warm } from './job.ts';
import { atARate, forSeconds } from './load.ts';
import { openProduct } from './product.ts';
import { PLAYED, type RoundsPlan } from './rounds.ts';
import { quantile } from './statistics.ts';

/** Shorter than a collection of Temporal's server, a third of a second every twenty: longer turns meet them for minutes in those of one player alone. */
const TURN_S = 0.2;
/** The turns of a round: 1,500 inquiries of each, because of 500 one pause of any process makes the p99. */
const ORDER = Array.from({ length: 150 }, () => ['bare', 'product'] as const).flat();
const DUE_MS = 3 * 3_600_000;

/**
 * P3: inquiries about dossiers that only wait, asked of P and of B by turns while both run, so that what slows the machine slows both.
 * A first round warms them.
 * @throws when one was not answered rightly
 */
export async function measureQuiet({ servers, rounds, dossiers, say }: RoundsPlan): Promise<Values> {
  const dueMs = Date.now() + DUE_MS;
  await using bare = await openBare({ temporalAddress: servers.temporalAddress, run: 'BQ', dueMs });
  await using product = await openProduct({ servers, run: 'PQ', dueMs, ...PLAYED.product });
  const players = { bare: await asked(bare, idsOf('BQ', dossiers)), product: await asked(product, idsOf('PQ', dossiers)) };
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const took: Record<keyof typeof players, number[]> = { bare: [], product: [] };
    for (const name of ORDER) took[name].push(...(await players[name]()));
    const beside = (share: number) => `${quantile(took.product, share).toFixed(1)} beside ${quantile(took.bare, share).toFixed(1)}`;
    say(`quiet ${round === 0 ? 'W' : round}: p50 ${beside(0.5)} ms, p95 ${beside(0.95)}, p99 ${beside(0.99)}`);
    if (round > 0) ratios.push(quantile(took.product, 0.99) / quantile(took.bare, 0.99));
  }
  return { quiet: ratios };
}

/** @returns a turn of inquiries, each about another dossier than the one before: their milliseconds */
async function asked(player: Contestant, ids: readonly string[]): Promise<() => Promise<readonly number[]>> {
  await warm(player, ids);
  let count = 0;
  return async () => {
    const turn = await atARate(INQUIRIES_PER_S, forSeconds(TURN_S), () => player.inquire(pick(ids, count++), LAST_STEP));
    if (turn.errors.length > 0) throw new Error(turn.errors[0]);
    return turn.latenciesMs;
  };
}

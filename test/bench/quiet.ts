import { openBare } from './bare/contestant.ts';
import { idsOf, type Contestant } from './contestant.ts';
import type { Values } from './figures.ts';
import { inquireAtARate, INQUIRIES_PER_S, warm } from './job.ts';
import { forSeconds } from './load.ts';
import { openProduct } from './product.ts';
import { PLAYED, type RoundsPlan } from './rounds.ts';
import { quantile } from './statistics.ts';

const TURN_S = 5;
/** The turns of a round: 1,500 inquiries of each, because of 500 one pause of any process makes the p99. */
const ORDER = Array.from({ length: 3 }, () => ['bare', 'product', 'product', 'bare'] as const).flat();
const DUE_MS = 3 * 3_600_000;

/**
 * P3: inquiries about dossiers that only wait, asked of P and of B by turns while both run: what slows the machine by a quarter for a minute slows both.
 * A first round warms them.
 * @throws when one was not answered rightly
 */
export async function measureQuiet({ servers, rounds, dossiers, say }: RoundsPlan): Promise<Values> {
  const dueMs = Date.now() + DUE_MS;
  await using bare = await openBare({ temporalAddress: servers.temporalAddress, run: 'BQ', dueMs });
  await using product = await openProduct({ servers, run: 'PQ', dueMs, ...PLAYED.product });
  const players = { bare, product };
  const ids = { bare: idsOf('BQ', dossiers), product: idsOf('PQ', dossiers) };
  await warm(bare, ids.bare);
  await warm(product, ids.product);
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const took: Record<keyof typeof players, number[]> = { bare: [], product: [] };
    for (const name of ORDER) took[name].push(...(await turn(players[name], ids[name])));
    const beside = (share: number) => `${quantile(took.product, share).toFixed(1)} beside ${quantile(took.bare, share).toFixed(1)}`;
    say(`quiet ${round === 0 ? 'W' : round}: p50 ${beside(0.5)} ms, p95 ${beside(0.95)}, p99 ${beside(0.99)}`);
    if (round > 0) ratios.push(quantile(took.product, 0.99) / quantile(took.bare, 0.99));
  }
  return { quiet: ratios };
}

/** @returns milliseconds */
async function turn(player: Contestant, ids: readonly string[]): Promise<readonly number[]> {
  const { latenciesMs, errors } = await inquireAtARate(player, ids, INQUIRIES_PER_S, forSeconds(TURN_S));
  if (errors.length > 0) throw new Error(errors[0]);
  return latenciesMs;
}

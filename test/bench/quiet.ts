import { openBare } from './bare/contestant.ts';
import { idsOf, type Contestant } from './contestant.ts';
import type { Values } from './figures.ts';
import { inquireAtARate, INQUIRIES_PER_S, warm } from './job.ts';
import { forSeconds } from './load.ts';
import { openProduct } from './product.ts';
import { PLAYED, type RoundsPlan } from './rounds.ts';
import { quantile } from './statistics.ts';

/**
 * A turn is shorter than a garbage collection of Temporal's server, which takes a third of a second every 20 s. With longer turns the
 * collections fall for minutes into the turns of one player alone.
 */
const TURN_S = 0.2;
/** Of each in a round: 1,500 inquiries, because of 500 one pause of any process makes the p99. */
const TURNS = 150;
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
  const askBare = await turnsOf(bare, idsOf('BQ', dossiers));
  const askProduct = await turnsOf(product, idsOf('PQ', dossiers));
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const [b, p]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < TURNS; turn++) {
      b.push(...(await askBare()));
      p.push(...(await askProduct()));
    }
    const beside = (share: number) => `${quantile(p, share).toFixed(1)} beside ${quantile(b, share).toFixed(1)}`;
    say(`quiet ${round === 0 ? 'W' : round}: p50 ${beside(0.5)} ms, p95 ${beside(0.95)}, p99 ${beside(0.99)}`);
    if (round > 0) ratios.push(quantile(p, 0.99) / quantile(b, 0.99));
  }
  return { quiet: ratios };
}

/** Asks a turn at a time, milliseconds, each inquiry about another dossier than the one before. */
async function turnsOf(player: Contestant, ids: readonly string[]): Promise<() => Promise<readonly number[]>> {
  await warm(player, ids);
  let before = 0;
  return async () => {
    const { latenciesMs, errors } = await inquireAtARate(player, ids, INQUIRIES_PER_S, forSeconds(TURN_S), before);
    if (errors.length > 0) throw new Error(errors[0]);
    before += latenciesMs.length;
    return latenciesMs;
  };
}

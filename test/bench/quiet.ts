import { openBare } from './bare/contestant.ts';
import { idsOf, LAST_STEP, type Contestant } from './contestant.ts';
import type { Values } from './figures.ts';
import { pick, warm } from './job.ts';
import { atARate, forSeconds } from './load.ts';
import { openProduct } from './product.ts';
import { PLAYED, type RoundsPlan } from './rounds.ts';
import { quantile } from './statistics.ts';

const INQUIRIES_PER_S = 50;
const TURN_S = 5;
/** Of each in a round: 1,500 inquiries, because of 500 one pause of any process makes the p99. */
const TURNS = 6;
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
  const [ofBare, ofProduct] = [idsOf('BQ', dossiers), idsOf('PQ', dossiers)];
  await warm(bare, ofBare);
  await warm(product, ofProduct);
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const [b, p]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < TURNS; turn++) {
      const turns = [async () => b.push(...(await ask(bare, ofBare))), async () => p.push(...(await ask(product, ofProduct)))];
      for (const next of turn % 2 === 0 ? turns : turns.toReversed()) await next();
    }
    const beside = (share: number) => `${quantile(p, share).toFixed(1)} beside ${quantile(b, share).toFixed(1)}`;
    say(`quiet ${round === 0 ? 'W' : round}: p50 ${beside(0.5)} ms, p95 ${beside(0.95)}, p99 ${beside(0.99)}`);
    if (round > 0) ratios.push(quantile(p, 0.99) / quantile(b, 0.99));
  }
  return { quiet: ratios };
}

/** One turn, milliseconds. */
async function ask(player: Contestant, ids: readonly string[]): Promise<readonly number[]> {
  const { latenciesMs, errors } = await atARate(INQUIRIES_PER_S, forSeconds(TURN_S), (nth) => player.inquire(pick(ids, nth), LAST_STEP));
  if (errors.length > 0) throw new Error(errors[0]);
  return latenciesMs;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../infra/stack/eventually.ts';
import { LAST_STEP } from './contestant.ts';
import { untilDue } from './in-time.ts';
import { apologiesToCome, inquireAtARate, INQUIRIES_PER_S, judge, pick, warm, type Measured } from './job.ts';
import { atARate, inTurns } from './load.ts';
import type { Product } from './product.ts';
import { quantile } from './statistics.ts';

export type EveningPlan = { readonly ids: readonly string[]; readonly others: readonly string[]; readonly dueMs: number };

const WRITERS = 32;
const WRITES_PER_S = 20;

/** An evening as the product spreads it: the apologies of all dossiers, with inquiries, and writes to `others`, beside them (P4, P8). */
export async function playEvening(product: Product, { ids, others, dueMs }: EveningPlan): Promise<Measured> {
  const started = performance.now();
  await warm(product, others);
  await inTurns(ids, WRITERS, product.register);
  await inTurns(ids, WRITERS, (id) => product.progress(id, LAST_STEP));
  await product.delivered();
  const readyAfterS = (performance.now() - started) / 1000;
  await untilDue(dueMs);

  const readsBefore = await product.reads();
  const goesOn = apologiesToCome(product, ids, dueMs);
  const [inquiries, writes] = await Promise.all([
    inquireAtARate(product, ids, INQUIRIES_PER_S, goesOn),
    atARate(WRITES_PER_S, goesOn, (nth) => product.progress(pick(others, nth), LAST_STEP)),
  ]);
  const readsAfter = await product.reads();
  const burstS = (Math.max(...product.sent().map(({ atMs }) => atMs)) - dueMs) / 1000;

  await inTurns(ids, WRITERS, product.finish);
  await eventually('all results', () => product.sent().length >= 2 * ids.length, { withinMs: 600_000, everyMs: 20 });
  await sleep(1000);
  await judge(product, ids, 2);
  const asked = (source: string) => (readsAfter[source] ?? 0) - (readsBefore[source] ?? 0);
  return {
    burstP50Ms: quantile(inquiries.latenciesMs, 0.5),
    burstP99Ms: quantile(inquiries.latenciesMs, 0.99),
    inquiryErrors: inquiries.errors.length,
    byWorkflow: asked('workflow') / (asked('workflow') + asked('journal')),
    writeP99Ms: quantile(writes.latenciesMs, 0.99),
    writeErrors: writes.errors.length,
    burstS,
    readyAfterS,
  };
}

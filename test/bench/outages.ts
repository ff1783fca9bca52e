import { idsOf } from './contestant.ts';
import type { Values } from './figures.ts';
import { inquireAtARate, warm } from './job.ts';
import { forSeconds, type Answers } from './load.ts';
import { openProduct } from './product.ts';
import type { Servers } from './servers.ts';
import { quantile } from './statistics.ts';

const DOSSIERS = 200;
const INQUIRIES_PER_S = 20;
const FOR_S = 15;

/** P7 where the workflow cannot answer at once: out of the cache, with no worker, with Temporal down. */
export async function measureOutages(servers: Servers, say: (line: string) => void): Promise<Values> {
  const ids = idsOf('Q', DOSSIERS);
  const settings = { WORKFLOW_CACHE: '2' };
  await using product = await openProduct({ servers, run: 'Q', dueMs: Date.now() + 3_600_000, spread: '0s', settings });
  await warm(product, ids);
  const ask = () => inquireAtARate(product, ids, INQUIRIES_PER_S, forSeconds(FOR_S));

  const cold = await ask();
  await product.killWorker();
  const noWorker = await ask();
  await servers.temporal.stop();
  const noTemporal = await ask();
  await servers.temporal.start();

  const all = { cold, noWorker, noTemporal };
  for (const [name, { latenciesMs, errors }] of Object.entries(all))
    say(`replies, ${name}: ${latenciesMs.length} answered, ${errors.length} not ${errors[0] ?? ''}`);
  return {
    replyColdP50: p(cold, 0.5),
    replyCold: p(cold, 0.99),
    replyNoWorkerP50: p(noWorker, 0.5),
    replyNoWorker: p(noWorker, 0.99),
    replyNoTemporalP50: p(noTemporal, 0.5),
    replyNoTemporal: p(noTemporal, 0.99),
    replyErrors: [Object.values(all).reduce((count, { errors }) => count + errors.length, 0)],
  };
}

function p({ latenciesMs }: Answers, share: number): readonly number[] {
  return [quantile(latenciesMs, share) / 1000];
}

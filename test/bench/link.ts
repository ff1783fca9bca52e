import { idsOf, LAST_STEP } from './contestant.ts';
import type { Values } from './figures.ts';
import { inTime, untilDue } from './in-time.ts';
import { apologiesToCome, inquireAtARate } from './job.ts';
import { useOf } from './link-use.ts';
import { inTurns, type Answers } from './load.ts';
import { openProduct } from './product.ts';
import type { Servers } from './servers.ts';
import { quantile } from './statistics.ts';

const RATES = [10, 20, 50] as const;
/** How long each link is kept busy. */
const BUSY_S = 25;
/** Until they are due, milliseconds. */
const READY_MS = 15_000;
const READY_MS_EACH = 30;
const INQUIRIES_PER_S = 20;

/** P6: all apologies due at one instant, the link the limit; P7 in the burst beside the one at 20 TPS. */
export async function measureLink(servers: Servers, say: (line: string) => void): Promise<Values> {
  const links = new Map<number, { readonly use: number; readonly over: number; readonly replies: Answers }>();
  for (const tps of RATES) {
    const dossiers = tps * BUSY_S;
    const allowedMs = READY_MS + dossiers * READY_MS_EACH;
    const link = await inTime(allowedMs, say, (dueMs, attempt) => busyLink(servers, tps, idsOf(`L${tps}X${attempt}`, dossiers), dueMs));
    links.set(tps, link);
    say(`link at ${tps} TPS: use ${link.use.toFixed(3)}, ${link.over} above in the fullest second`);
  }
  const of = (tps: number) => links.get(tps);
  const replies = of(20)?.replies ?? { latenciesMs: [], errors: [] };
  return {
    link10: [of(10)?.use ?? Number.NaN],
    link20: [of(20)?.use ?? Number.NaN],
    link50: [of(50)?.use ?? Number.NaN],
    linkOver: [Math.max(...[...links.values()].map(({ over }) => over))],
    replyBurstP50: [quantile(replies.latenciesMs, 0.5) / 1000],
    replyBurst: [quantile(replies.latenciesMs, 0.99) / 1000],
  };
}

async function busyLink(servers: Servers, tps: number, ids: readonly string[], dueMs: number) {
  await using product = await openProduct({ servers, run: `L${tps}`, dueMs, spread: '0s', settings: { SMS_TPS: String(tps) } });
  await inTurns(ids, 32, product.register);
  await inTurns(ids, 32, (id) => product.progress(id, LAST_STEP));
  await product.delivered();
  await untilDue(dueMs);
  const replies = await inquireAtARate(product, ids, INQUIRIES_PER_S, apologiesToCome(product, ids, dueMs));
  return { ...useOf(product.sent(), tps), replies };
}

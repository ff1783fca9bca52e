import { setTimeout as sleep } from 'node:timers/promises';
import { clerkAt, type ClerkBooks } from '../clerk.ts';
import { phoneOf } from '../citizens.ts';
import { seconds, type Figure } from '../figure.ts';
import type { Victim } from '../plan.ts';
import type { World } from '../world.ts';
import type { Experiment } from './experiment.ts';

/** R2, seconds. The network is no part of the product. */
const MUST: Readonly<Partial<Record<Victim, number>>> = { worker: 15, api: 5, postgres: 20, temporal: 30 };

/** R2: under a steady load each is killed and started at once; when its first effect comes, and when all is told that was said before. */
export const backToWork: Experiment = async ({ world, batch, say }) => {
  const figures: Figure[] = [];
  for (const victim of ['worker', 'api', 'postgres', 'temporal', 'telco'] as const) {
    await using load = openLoad(world, batch());
    await sleep(2500);
    const at = Date.now();
    // All of a kind: a peer would hide the gap.
    const killed = victim === 'api' ? world.victims(victim).slice(0, 1) : world.victims(victim);
    const backAgain = Promise.all(killed.map((child) => world.kill(child, victim, 0)));
    const firstMs = await load.firstEffect(victim, at);
    await backAgain;
    const allMs = await load.allToldThatWasSaidBefore(at);
    say(`  ${victim}: first effect ${(firstMs / 1000).toFixed(1)} s, the work of before ${(allMs / 1000).toFixed(1)} s after the kill`);
    figures.push(seconds('R2', `${victim}: first effect after kill -9`, firstMs, MUST[victim]));
    figures.push(seconds('R2', `${victim}: all told that was said before it`, allMs));
  }
  return { figures, findings: [] };
};

const PROCEDURE = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
const EVERY_MS = 200;
const PATIENCE_MS = 60_000;

/** A dossier every fifth of a second, each with its result at once, so that each is a write, a workflow and an SMS. */
function openLoad(world: World, batch: number) {
  const books: ClerkBooks = { acknowledged: [], complaints: [] };
  const clerk = clerkAt(world.stack.keys.clerk, books);
  const begun: { readonly code: string; readonly at: number }[] = [];
  const ending = new AbortController();
  const under: Promise<void>[] = [];
  const running = (async () => {
    for (let n = 0; !ending.signal.aborted && n < 1000; n += 1) {
      const code = `0208${String(batch).padStart(3, '0')}${String(n).padStart(3, '0')}`;
      begun.push({ code, at: Date.now() });
      under.push(
        clerk.register(world.apiUrl(), { receiptCode: code, phone: phoneOf(batch, n), procedure: PROCEDURE, step: 'Trả kết quả' }),
      );
      await sleep(EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  const accepted = () => world.log().flatMap((entry) => (entry.type === 'handover' && entry.outcome === 'accepted' ? [entry] : []));
  const saidAfter = (at: number) => new Set(begun.filter((each) => each.at > at).map(({ code }) => code));

  const hasEffect: Readonly<Record<Victim, (at: number) => boolean | Promise<boolean>>> = {
    worker: (at) => accepted().some((each) => Date.parse(each.at) > at + 50),
    telco: (at) => accepted().some((each) => Date.parse(each.at) > at),
    temporal: (at) => accepted().some(({ id }) => saidAfter(at).has(id.split('/')[0] ?? '')),
    postgres: (at) => books.acknowledged.some(({ code }) => saidAfter(at).has(code)),
    api: () => takesWrites(world, `${batch}`),
  };
  return {
    /** @returns milliseconds after `at` */
    async firstEffect(victim: Victim, at: number): Promise<number> {
      await until(() => hasEffect[victim](at));
      return Date.now() - at;
    },
    /** @returns milliseconds after `at` */
    async allToldThatWasSaidBefore(at: number): Promise<number> {
      const before = books.acknowledged.filter((each) => each.at < at).map(({ code }) => `${code}/result/1`);
      await until(() => {
        const told = new Set(accepted().map(({ id }) => id));
        return before.every((key) => told.has(key));
      });
      return Date.now() - at;
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await running;
      await Promise.all(under);
    },
  };
}

/** The very api that was killed. */
async function takesWrites({ stack }: World, batch: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${stack.keys.clerk}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ receiptCode: `0209${batch.padStart(6, '0')}`, procedure: PROCEDURE });
  const answer = await fetch(`${stack.apiUrl}/v1/dossiers`, { method: 'POST', headers, body, signal: AbortSignal.timeout(2000) });
  return answer.ok;
}

/** Gives up at last, and the figure says how long it waited. */
async function until(ask: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    if (
      await Promise.resolve()
        .then(ask)
        .catch(() => false)
    )
      return;
    await sleep(25);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { idsOf } from './contestant.ts';
import type { Values } from './figures.ts';
import { collectGarbage, COLLECTS_AT_SIGUSR2 } from './garbage.ts';
import { inTurns } from './load.ts';
import { openProduct } from './product.ts';
import { memoryOf } from './proc.ts';
import type { Servers } from './servers.ts';
import { quantile } from './statistics.ts';
import { byKind, openStatementLog } from './statement-log.ts';

/** Long enough that one statement more or less, at either end, is no difference worth a word. */
const IDLE_S = 60;
/** For a collection in all threads, and for what it freed to go back to the system. */
const COLLECTING_MS = 5000;
const FEW = 1000;
/** The product's own (WORKFLOW_CACHE). */
const CACHE = '1000';

export type OpenCost = { readonly values: Values; readonly statements: Readonly<Record<number, Readonly<Record<string, number>>>> };

/** C7 and C9: dossiers that only wait, few, then half of `open`, then all. */
export async function measureOpenDossiers(servers: Servers, open: number, say: (line: string) => void): Promise<OpenCost> {
  await using log = await openStatementLog(servers.databaseUrl, servers.postgres);
  const settings = { WORKFLOW_CACHE: CACHE, NODE_OPTIONS: COLLECTS_AT_SIGUSR2 };
  await using product = await openProduct({ servers, run: 'Z', dueMs: Date.now() + 3_600_000, spread: '0s', settings });
  const ids = idsOf('Z', open);
  const kinds: Record<number, Readonly<Record<string, number>>> = {};
  const until = async (from: number, to: number) => {
    await inTurns(ids.slice(from, to), 32, product.registerForLater);
    await product.delivered();
    await sleep(15_000); // the last workflow tasks, and what the worker clears away
    collectGarbage(product.workerPid());
    await sleep(COLLECTING_MS);
    const memory: number[] = [];
    const started = performance.now();
    const statements = await log.during(async () => {
      for (let second = 0; second < IDLE_S; second++) {
        memory.push(memoryOf(product.workerPid()));
        await sleep(1000);
      }
    });
    if (memory.includes(0)) throw new Error('the worker ended while its memory was measured');
    const minutes = (performance.now() - started) / 60_000;
    const found = { statementsAMinute: statements.length / minutes, memory: quantile(memory, 0.5) };
    kinds[to] = byKind(statements);
    say(`${to} open dossiers: ${found.statementsAMinute.toFixed(1)} statements a minute, worker ${Math.round(found.memory / 2 ** 20)} MiB`);
    return found;
  };
  const few = await until(0, Math.min(FEW, Math.floor(open / 2)));
  const half = await until(Math.min(FEW, Math.floor(open / 2)), Math.floor(open / 2));
  const all = await until(Math.floor(open / 2), open);
  const idle = [few.statementsAMinute, half.statementsAMinute];
  return { values: { idle: [Math.max(...idle) / Math.min(...idle)], memory: [all.memory / half.memory] }, statements: kinds };
}

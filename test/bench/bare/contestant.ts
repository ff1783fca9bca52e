import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import type { Contestant, Sent } from '../contestant.ts';
import { cpuMsOf } from '../proc.ts';
import type { BareNews } from './worker.ts';
import { resultSignal, statusQuery, stepSignal, type dossier } from './workflow.ts';

type BareOptions = { readonly temporalAddress: string; readonly run: string; readonly dueMs: number };

const MUCH_LATER_MS = 10 * 365 * 86_400_000;

/** B: the Temporal SDK without HTTP and without a database. Its client lives in the load generator, its worker in a process of its own. */
export async function openBare({ temporalAddress, run, dueMs }: BareOptions): Promise<Contestant> {
  const taskQueue = `bare-${run}`;
  const worker = await startWorker(temporalAddress, taskQueue);
  const connection = await Connection.connect({ address: temporalAddress });
  const { workflow } = new Client({ connection });
  const handle = (id: string) => workflow.getHandle<typeof dossier>(`bare:${id}`);
  const start = async (id: string, until: number) =>
    void (await workflow.start<typeof dossier>('dossier', { workflowId: `bare:${id}`, taskQueue, args: [id, until] }));
  const ask = async (id: string, step: string) => {
    const state = await handle(id).query(statusQuery);
    if (state.step !== step) throw new Error(`expected ${step}, came ${state.step}`);
  };
  return {
    register: (id) => start(id, dueMs),
    registerForLater: (id) => start(id, dueMs + MUCH_LATER_MS),
    progress: (id, step) => handle(id).signal(stepSignal, step),
    finish: (id) => handle(id).signal(resultSignal),
    read: ask,
    inquire: ask,
    delivered: async () => {},
    async standing(id) {
      const { status } = await handle(id).describe();
      const state = await (status.name === 'COMPLETED' ? handle(id).result() : handle(id).query(statusQuery));
      return { step: state.step, events: state.seq + Number(state.done), finished: state.step === 'result_ready' };
    },
    sent: () => worker.sent,
    cpuMs: () => ({ worker: cpuMsOf(worker.pid) }),
    async [Symbol.asyncDispose]() {
      await worker.stop();
      await connection.close();
    },
  };
}

async function startWorker(address: string, taskQueue: string) {
  const sent: Sent[] = [];
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [address, taskQueue], { execArgv: ['--import', 'tsx'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the bare worker ended with ${code} before it was up`)));
    child.on('message', (news: BareNews) => ('up' in news ? resolve() : void sent.push(news)));
  });
  const stop = async () => {
    if (child.connected) child.disconnect(); // it ends when we are gone
    await gone;
  };
  return { pid: child.pid, sent, stop };
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Config } from '../config/config.ts';
import type { Logger } from '../lib/log.ts';
import { DOSSIERS_QUEUE, SMS_QUEUE, type Activities } from '../workflows/contract.ts';
import { createSdkLogger } from './sdk-log.ts';

type WorkerDeps = { readonly config: Config; readonly activities: Activities; readonly log: Logger; readonly stopping: AbortSignal };

/** Above SMS_TIMEOUT_MS, so that a hand-over under way ends and is recorded. */
const GRACE_MS = 20_000;
const RECONNECT_MS = 1000;

/** Works on both queues of contract §5 until `stopping`, then ends the activities under way. Waits while there is no Temporal server. */
export async function runWorkers({ config, activities, log, stopping }: WorkerDeps): Promise<void> {
  Runtime.install({ shutdownSignals: [], logger: createSdkLogger(log) });
  while (!stopping.aborted) {
    try {
      await runOnce({ config, activities, log, stopping });
    } catch (error) {
      log.warn({ err: error }, 'worker_waits_for_temporal');
      await sleep(RECONNECT_MS, undefined, { signal: stopping }).catch(() => {}); // rejects only when the worker is to stop
    }
  }
}

async function runOnce({ config, activities, log, stopping }: WorkerDeps): Promise<void> {
  const { address, namespace, tls, apiKey } = config.temporal;
  const connection = await NativeConnection.connect({ address, tls: tls ?? false, ...(apiKey === undefined ? {} : { apiKey }) });
  try {
    const common = { connection, namespace, shutdownGraceTime: GRACE_MS } as const;
    const workers = await createAll([
      Worker.create({
        ...common,
        ...workflowCode(),
        activities,
        taskQueue: DOSSIERS_QUEUE,
        maxCachedWorkflows: config.worker.workflowCache,
        stickyQueueScheduleToStartTimeout: config.worker.stickyTimeoutMs,
      }),
      Worker.create({
        ...common,
        activities,
        taskQueue: SMS_QUEUE,
        ...limitsFor(config.sms.gateways.reduce((sum, { settings }) => sum + settings.tps, 0)),
      }),
    ]);
    const stop = () => workers.forEach((worker) => worker.getState() === 'RUNNING' && worker.shutdown());
    stopping.addEventListener('abort', stop, { once: true });
    log.info({ queues: [DOSSIERS_QUEUE, SMS_QUEUE] }, 'worker_started');
    if (stopping.aborted) queueMicrotask(stop);
    await Promise.all(workers.map((worker) => worker.run().finally(stop)));
    stopping.removeEventListener('abort', stop);
  } finally {
    await connection.close();
  }
}

/** How much faster than the links the queue hands messages out, so that no slot stays empty. */
const QUEUE_RATE_FACTOR = 1.1;

/**
 * Each gateway's row in PostgreSQL spaces its messages exactly. The queue's rate, of all gateways together, only keeps Temporal from
 * handing out many more than they take: a message that finds no slot comes back by a timer of its own, and so out of the order in which
 * Temporal is fair to agencies. A worker holds one second's worth of messages that wait for their slot, because a more urgent message
 * would have to wait behind them.
 */
function limitsFor(tps: number) {
  return {
    maxTaskQueueActivitiesPerSecond: tps * QUEUE_RATE_FACTOR,
    maxConcurrentActivityTaskExecutions: Math.min(100, Math.max(10, Math.ceil(tps))),
  } as const;
}

/** All workers; when one cannot be created, the others are shut down, because they hold the connection. */
async function createAll(creating: readonly Promise<Worker>[]): Promise<Worker[]> {
  const made = await Promise.allSettled(creating);
  const workers = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = made.find((each) => each.status === 'rejected');
  if (!failed) return workers;
  for (const worker of workers) {
    const ended = worker.run();
    worker.shutdown();
    await ended;
  }
  throw failed.reason;
}

/** The bundle that `npm run build` made, or without one (in tests) the sources. */
function workflowCode(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  const bundle = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  return existsSync(bundle)
    ? { workflowBundle: { codePath: bundle } }
    : { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) };
}

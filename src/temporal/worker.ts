import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { NativeConnection, Runtime, Worker, type LogEntry, type WorkerOptions } from '@temporalio/worker';
import type { Config } from '../config/config.ts';
import type { Logger } from '../lib/log.ts';
import { DOSSIERS_QUEUE, SMS_QUEUE, type Activities } from '../workflows/contract.ts';

type WorkerDeps = { readonly config: Config; readonly activities: Activities; readonly log: Logger; readonly stopping: AbortSignal };

/** Above SMS_TIMEOUT_MS, so that a hand-over under way ends and is recorded. */
const GRACE_MS = 20_000;
const RECONNECT_MS = 1000;
/** Lines of a stack in workflow code. The SDK takes one for every promise there, the ten of Node's cost a tenth of a dossier's workflow tasks. */
const WORKFLOW_STACK_LINES = 3;

/** Both queues of contract §5 in one process, until SIGTERM (the SDK's own handler drains); a lost or absent server is waited for. */
export async function runWorkers({ config, activities, log, stopping }: WorkerDeps): Promise<void> {
  setFlagsFromString(`--stack-trace-limit=${WORKFLOW_STACK_LINES}`); // of contexts to come: this thread keeps its ten
  Runtime.install({ shutdownSignals: [], logger: { ...levels(log) } });
  while (!stopping.aborted) {
    try {
      await runOnce({ config, activities, log, stopping });
    } catch (error) {
      log.warn({ err: error }, 'worker_waits_for_temporal');
      await pause(RECONNECT_MS, stopping);
    }
  }
}

async function runOnce({ config, activities, log, stopping }: WorkerDeps): Promise<void> {
  const { address, namespace, tls, apiKey } = config.temporal;
  const connection = await NativeConnection.connect({ address, tls: tls ?? false, ...(apiKey === undefined ? {} : { apiKey }) });
  try {
    const common = { connection, namespace, shutdownGraceTime: GRACE_MS } as const;
    const workers = await all([
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
        ...paceOf(config.sms.tps),
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

/** The queue may hand out a little more than the link takes, so that a slot is never empty. */
const AHEAD = 1.1;

/**
 * The row in PostgreSQL spaces the messages exactly; this only keeps the queue from handing out much more than the link takes: what finds no slot
 * comes back by its own clock, and so out of the order in which Temporal is fair to agencies. A worker holds a second's worth of messages that
 * wait for their slot: a more urgent one would wait behind them.
 */
function paceOf(tps: number) {
  return {
    maxTaskQueueActivitiesPerSecond: tps * AHEAD,
    maxConcurrentActivityTaskExecutions: Math.min(100, Math.max(10, Math.ceil(tps))),
  } as const;
}

/** All of them, or none left behind holding the connection. */
async function all(creating: readonly Promise<Worker>[]): Promise<Worker[]> {
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

/** The bundle that `npm run build` made; from the sources when there is none (tests). */
function workflowCode(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  const bundle = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  return existsSync(bundle)
    ? { workflowBundle: { codePath: bundle } }
    : { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) };
}

function pause(ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stopping.addEventListener('abort', end);
  });
}

/** The SDK's log lines, without what they may quote; those of a level that nobody reads, several a task, cost nothing. */
function levels(log: Logger) {
  const at = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: object) => {
    if (log.isLevelEnabled(level)) log[level]({ sdk: fieldsOf(meta), ...(meta && 'error' in meta ? { err: meta.error } : {}) }, message);
  };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    log: (level: LogEntry['level'], message: string, meta?: object) => at(LEVELS[level])(message, meta),
  };
}

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
const KEPT = ['workflowId', 'activityType', 'attempt', 'taskQueue'] as const;

function fieldsOf(meta: object | undefined): object {
  return Object.fromEntries(Object.entries(meta ?? {}).filter(([name]) => KEPT.some((kept) => kept === name)));
}

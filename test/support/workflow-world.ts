import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withHeartbeat } from '../../src/activities/with-heartbeat.ts';
import { dateOf, instantAt, plusDays } from '../../src/domain/calendar.ts';
import type { Dossier, DossierEvent, Registration } from '../../src/domain/dossier.ts';
import { noticeKey } from '../../src/domain/notice-key.ts';
import { migrateTemporal } from '../../src/temporal/connect.ts';
import { startWorkflow } from '../../src/temporal/start.ts';
import {
  DOSSIERS_QUEUE,
  eventSignal,
  SMS_QUEUE,
  statusQuery,
  workflowId,
  type Activities,
  type NoticeOrder,
  type NoticeResult,
} from '../../src/workflows/contract.ts';
import { msToTs } from '@temporalio/common/lib/time.js';
import { aRegistration, code, said, type Said } from './dossiers.ts';

/** One thing that the workflow asked of the world. */
export type Asked = { readonly what: string; readonly key: string; readonly atMs: number };

/** Whether a notice can leave within the workflow's own task. */
type Link = 'free' | 'busy';
type Answer = (order: NoticeOrder, nth: number) => NoticeResult | Promise<NoticeResult>;

/** The real workflow on the real server with skipped time; the world outside is played, or `real`. */
export async function openWorkflowWorld(
  address: string,
  workflowsPath = new URL('../../src/workflows/index.ts', import.meta.url),
  real?: Activities,
  { isLinkUp = true }: { readonly isLinkUp?: boolean } = {},
) {
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  await untilItWorks(() => migrateTemporal({ client, queries: client, close: async () => {} }, namespace));

  const asked: Asked[] = [];
  let link: Link = 'busy';
  let answer: Answer = () => ({ status: 'sent' });
  const tries = new Map<string, number>();
  const note = (what: string, order: NoticeOrder) => {
    const key = noticeKey(order.receiptCode, order.notice);
    asked.push({ what, key, atMs: Date.parse(order.decidedAt) });
    return key;
  };
  const handOver = async (order: NoticeOrder, nth: number) => {
    const result = await answer(order, nth);
    note(result.status, order);
    return result;
  };
  const activities: Activities = real ?? {
    sendNotice: withHeartbeat(async (order: NoticeOrder) => {
      const key = note(order.again ? 'again' : 'send', order);
      tries.set(key, (tries.get(key) ?? 0) + 1);
      return handOver(order, tries.get(key) ?? 1);
    }),
    async sendNoticeAtOnce(order) {
      note(link === 'free' ? 'at once' : REFUSED_AT_ONCE, order);
      return link === 'free' ? { ...(await handOver(order, 1)), order } : null;
    },
    async recordNotSent(order, end) {
      note(`${end.call} ${end.reason}`, order);
      return { status: end.call };
    },
    async archiveDossier(receiptCode) {
      asked.push({ what: 'archived', key: receiptCode, atMs: 0 });
    },
    sendReply: async () => null,
  };
  Runtime.install({ logger: { ...quiet, log: () => {} } });
  const native = await NativeConnection.connect({ address });
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: fileURLToPath(workflowsPath), logger: { ...quiet, log: () => {} } });
  const workers = await Promise.all([
    untilItWorks(() => Worker.create({ connection: native, namespace, taskQueue: DOSSIERS_QUEUE, workflowBundle, activities })),
    ...(isLinkUp ? [untilItWorks(() => Worker.create({ connection: native, namespace, taskQueue: SMS_QUEUE, activities }))] : []),
  ]);
  const running = workers.map((worker) => worker.run());
  /** Works on the queue of messages, one at a time, until the work is done. */
  const whileNarrowLinkIsUp = async (work: () => Promise<void>) => {
    const narrow = { maxConcurrentActivityTaskExecutions: 1 } as const;
    const worker = await untilItWorks(() => Worker.create({ connection: native, namespace, taskQueue: SMS_QUEUE, activities, ...narrow }));
    await worker.runUntil(work());
  };

  const linesAbout = (some: Registration) =>
    asked
      .filter(({ key }) => key.startsWith(some.receiptCode))
      .map(({ what, key }) => `${what} ${key.slice(some.receiptCode.length + 1)}`.trim());
  const handleOf = (some: Registration): WorkflowHandle => client.workflow.getHandle(workflowId(some.receiptCode));
  return {
    client,
    namespace,
    whileNarrowLinkIsUp,
    asked,
    /** What was asked about one dossier, in order, without what the busy link refused at once. */
    about: (some: Registration) => linesAbout(some).filter((line) => !line.startsWith(REFUSED_AT_ONCE)),
    /** The same with what the busy link refused. */
    allAbout: linesAbout,
    /** How the gateway answers from now on; it may throw, then Temporal tries again. */
    answerWith: (next: Answer) => void (answer = next),
    /** Holds for all orders from now on. */
    makeLink: (next: Link) => void (link = next),
    handleOf,
    start: (some: Registration) => startWorkflow(client, some, []),
    /** Starts it with events that it receives before anything else, as after an outage. */
    startWithEvents: (some: Registration, ...events: readonly DossierEvent[]) => startWorkflow(client, some, events),
    signal: (some: Registration, ...events: readonly DossierEvent[]) => handleOf(some).signal(eventSignal, events),
    status: (some: Registration): Promise<Dossier> => handleOf(some).query(statusQuery),
    /** Lets virtual time pass for one dossier. */
    async pass(some: Registration, seconds: number) {
      const id = randomUUID();
      const workflowExecution = { workflowId: workflowId(some.receiptCode) };
      await connection.workflowService.updateWorkflowExecutionOptions({
        namespace,
        workflowExecution,
        workflowExecutionOptions: {
          timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration: msToTs(Math.ceil(seconds) * 1000) } },
        },
        updateMask: { paths: ['time_skipping_config'] },
      });
      await connection.workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id });
    },
    history: (some: Registration) => handleOf(some).fetchHistory(),
    async [Symbol.asyncDispose]() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(running);
      await native.close();
      await connection.close();
    },
  };
}

export type WorkflowWorld = Awaited<ReturnType<typeof openWorkflowWorld>>;

let next = 1;

/** A dossier registered now and due in some days, so that virtual time begins with real time. The eve is `eveInSeconds` away. */
export function aFreshDossier(some: Partial<Registration> = {}, dueInDays = 5) {
  const now = Date.now();
  const registration = aRegistration({
    receiptCode: code(`W-${process.pid}-${next++}-TEST`),
    receivedAt: instantAt(now),
    recordedAt: instantAt(now),
    dueDate: plusDays(dateOf(instantAt(now)), dueInDays),
    ...some,
  });
  return registration;
}

/** Events recorded now, in order. */
export function saidNow(first: number, ...events: readonly Said[]): DossierEvent[] {
  const now = instantAt(Date.now());
  return said(...events).map((event) => ({ ...event, seq: event.seq + first - 1, recordedAt: now, occurredAt: now }));
}

const REFUSED_AT_ONCE = 'refused at once';

const quiet = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A new namespace is known to all services of the server only after a moment. */
export async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

import { activityInfo, ApplicationFailure } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { msToTs } from '@temporalio/common/lib/time.js';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { withHeartbeat } from '../../src/activities/with-heartbeat.ts';
import { endOf, instantAt, type Instant } from '../../src/domain/calendar.ts';
import { fold, type DossierEvent, type Registration } from '../../src/domain/dossier.ts';
import { noticeKey } from '../../src/domain/notice-key.ts';
import { verdictOn, type DecisionNotToSend, type NotCalledFor } from '../../src/domain/due-notices.ts';
import type { NoticeStatus } from '../../src/domain/notice-status.ts';
import { migrateTemporal } from '../../src/temporal/connect.ts';
import { DOSSIERS_QUEUE, SMS_QUEUE, type Activities, type NoticeOrder, type NoticeResult } from '../../src/workflows/contract.ts';
import { untilItWorks } from '../support/workflow-world.ts';
import { ASK_AGAIN_MS, TRY_AGAIN_MS, type GatewayMood } from './clerk.ts';

type Row = { status: NoticeStatus; reason: string | null; resent: number };

/** What the world outside keeps of one dossier: its journal, its ledger, and what the gateway received. */
export type Surroundings = {
  readonly registration: Registration;
  readonly journal: DossierEvent[];
  readonly ledger: Map<string, Row>;
  readonly received: { readonly key: string; readonly decidedAt: number; readonly dueAt: number }[];
  phone: boolean;
  gateway: GatewayMood;
  /** Each answers one hand-over that the gateway holds. */
  held: (() => void)[];
  archived: number;
};

/** A dossier's surroundings before anything happened. */
export function surroundingsOf(world: World, registration: Registration, phone: boolean): Surroundings {
  const here: Surroundings = { registration, journal: [], ledger: new Map(), received: [], phone, gateway: 'takes', held: [], archived: 0 };
  world.surroundings.set(registration.receiptCode, here);
  return here;
}

const KILLS_APART_MS = 4000;

const TIME_OUTS = /(taskQueue: SMS_QUEUE,\s+startToCloseTimeout: )'15s'(,\s+heartbeatTimeout: )'5s'/;

/**
 * The product's workflow code as the worker runs it, but for the time-outs of a try: the gateway holds a hand-over in real time, on a busy
 * machine for longer than they are, and a try that Temporal gives up has another end.
 */
export async function bundleProduct(): Promise<{ readonly code: string }> {
  const workflowsPath = fileURLToPath(new URL('../../src/workflows/index.ts', import.meta.url));
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: QUIET });
  if (!TIME_OUTS.test(code)) throw new Error(`the time-outs of a try are not in the bundle as ${TIME_OUTS}`);
  return { code: code.replace(TIME_OUTS, "$1'10m'$2'10m'") };
}

/** The real workflow on the real server with skipped time, and many dossiers' surroundings played. */
export async function openWorld(address: string, workflowBundle: { readonly code: string }) {
  Runtime.install({ logger: QUIET });
  const namespace = `model-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  await untilItWorks(() => migrateTemporal({ client, queries: client, close: async () => {} }, namespace));
  const native = await NativeConnection.connect({ address });

  const surroundings = new Map<string, Surroundings>();
  const activities = playedActivities(surroundings);
  const startWorker = async (taskQueue: string, workflows: Partial<WorkerOptions>) => {
    const worker = await untilItWorks(() => Worker.create({ connection: native, namespace, taskQueue, activities, ...workflows }));
    const running = worker.run();
    return {
      async stop() {
        worker.shutdown();
        await running;
      },
    };
  };
  const restarts = { count: 0, lastMs: Date.now() };
  let restarting: Promise<void> | undefined;
  const startDossiers = () =>
    startWorker(DOSSIERS_QUEUE, {
      workflowBundle,
      // every other worker remembers hardly any from one task to the next: nearly each replays the whole dossier. With none at all the SDK
      // drops what is under way within a task
      maxCachedWorkflows: restarts.count % 2 === 0 ? 1000 : 2,
      stickyQueueScheduleToStartTimeout: '1s',
    });
  let dossiers = await startDossiers();
  const sms = await startWorker(SMS_QUEUE, {});

  return {
    client,
    namespace,
    service: connection.workflowService,
    surroundings,
    /** Where a dossier's workflow runs. */
    taskQueue: DOSSIERS_QUEUE,
    startWorker,
    restarts: () => restarts.count,
    /** The dossiers' worker ends and another takes over: all that it had in memory is gone. Those who ask within some seconds share one. */
    async kill(): Promise<void> {
      if (restarting === undefined && Date.now() > restarts.lastMs + KILLS_APART_MS) {
        restarting = (async () => {
          await dossiers.stop();
          restarts.count += 1;
          dossiers = await startDossiers();
          restarts.lastMs = Date.now();
          restarting = undefined;
        })();
      }
      await restarting;
    },
    async [Symbol.asyncDispose]() {
      await restarting;
      await Promise.all([dossiers.stop(), sms.stop()]);
      await native.close();
      await connection.close();
    },
  };
}

/** Lets `live` happen in the same world, with other workflow code on a queue of its own. */
export async function withCode<T>(
  world: World,
  taskQueue: string,
  workflowBundle: { readonly code: string },
  live: (world: World) => Promise<T>,
) {
  const worker = await world.startWorker(taskQueue, { workflowBundle });
  try {
    return await live({ ...world, taskQueue });
  } finally {
    await worker.stop();
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** The activities, in memory as `src/activities` has them in PostgreSQL: claim, check, hand-over, end. */
function playedActivities(all: ReadonlyMap<string, Surroundings>): Activities {
  const around = (code: string): Surroundings => {
    const found = all.get(code);
    if (found === undefined) throw ApplicationFailure.nonRetryable(`nobody registered ${code}`);
    return found;
  };
  const sendNotice = async (order: NoticeOrder): Promise<NoticeResult> => {
    const here = around(order.receiptCode);
    const key = keyOf(order);
    const row = here.ledger.get(key);
    const nth = order.again?.nth ?? 0;
    const isOpen = row === undefined || row.status === 'created' || row.status === 'sending';
    if (!isOpen && !(row.status === 'uncertain' && row.resent < nth)) return resultOf(order, row.status);
    const entry: Row = { status: 'sending', reason: null, resent: isOpen ? (row?.resent ?? 0) : nth };
    here.ledger.set(key, entry);
    const end = notCalledFor(here, order);
    if (end === null) Object.assign(entry, { status: await handOver(here, order, row?.status === 'sending', entry) });
    else Object.assign(entry, { status: end.call, reason: end.reason });
    return resultOf(order, entry.status);
  };
  return {
    sendNotice: withHeartbeat(sendNotice),
    async sendNoticeAtOnce(order) {
      const { gateway } = around(order.receiptCode);
      return gateway === 'holds' || gateway === 'is away' ? null : { ...(await sendNotice(order)), order };
    },
    async recordNotSent(order, decided) {
      const here = around(order.receiptCode);
      const end = endByJournal(here, order, decided);
      if (end === null) return { status: 'created' };
      const { ledger } = here;
      const { call, reason } = end;
      const row = ledger.get(keyOf(order));
      if (row === undefined || row.status === 'created') ledger.set(keyOf(order), { status: call, reason, resent: row?.resent ?? 0 });
      else if (row.status === 'sending') Object.assign(row, { status: 'uncertain', reason });
      return { status: ledger.get(keyOf(order))?.status ?? call };
    },
    async archiveDossier(code) {
      around(code).archived += 1;
    },
    sendReply: async () => null,
  };
}

const keyOf = ({ receiptCode, notice }: NoticeOrder): string => noticeKey(receiptCode, notice).slice(receiptCode.length + 1);

function resultOf({ notice, again }: NoticeOrder, status: NoticeStatus): NoticeResult {
  return status === 'uncertain' && notice.kind !== 'apology' && !again ? { status, sendAgainAfterMs: ASK_AGAIN_MS } : { status };
}

/** The last look: into the journal if it has grown, at the phone, and whether the due date is over. */
function notCalledFor({ registration, journal, phone }: Surroundings, order: NoticeOrder): NotCalledFor | null {
  const { notice, seq } = order;
  const now = nowHere(order);
  if (journal.length > seq) {
    const verdict = verdictOn(fold(registration, journal), notice, now);
    if ('reason' in verdict) return verdict;
  } else if (notice.kind === 'apology' && now >= endOf(notice.dueDate)) {
    return { call: 'missed', reason: 'due_date_over' };
  }
  return phone ? null : { call: 'skipped', reason: 'no_phone' };
}

/** An apology that is not to be sent is judged by the journal, where that has grown. */
function endByJournal({ registration, journal }: Surroundings, order: NoticeOrder, end: DecisionNotToSend): DecisionNotToSend | null {
  const { notice, seq } = order;
  if (notice.kind !== 'apology' || journal.length <= seq) return end;
  const verdict = verdictOn(fold(registration, journal), notice, nowHere(order));
  if ('reason' in verdict) return verdict;
  return end.call === 'missed' ? end : null;
}

/** By the workflow's own clock; what runs within its task is told none but that of the order. */
function nowHere({ decidedAt }: NoticeOrder): Instant {
  const { isLocal, currentAttemptScheduledTimestampMs } = activityInfo();
  return isLocal ? decidedAt : instantAt(currentAttemptScheduledTimestampMs);
}

/** @throws while it cannot be handed over, or when nobody heard that it was */
async function handOver(
  here: Surroundings,
  order: NoticeOrder,
  isRepeated: boolean,
  entry: { status: NoticeStatus },
): Promise<NoticeStatus> {
  const key = keyOf(order);
  const receive = () => here.received.push({ key, decidedAt: Date.parse(order.decidedAt), dueAt: Date.parse(order.dueAt) });
  switch (here.gateway) {
    case 'is away':
      entry.status = 'created';
      throw ApplicationFailure.create({ message: 'the gateway is away', nextRetryDelay: TRY_AGAIN_MS });
    case 'rejects':
      return 'permanent_failure';
    case 'is unsure':
      receive();
      return 'uncertain';
    case 'loses answers':
      if (isRepeated) return 'sent'; // the gateway knows the reference
      receive();
      throw ApplicationFailure.create({ message: 'the answer was lost', nextRetryDelay: 10 });
    case 'holds':
      receive();
      await new Promise<void>((resolve) => here.held.push(resolve));
      return 'sent';
    case 'takes':
      receive();
      return 'sent';
  }
}

const QUIET = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, log: () => {} };

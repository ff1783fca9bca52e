import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../lib/log.ts';
import { eventOf, readEntries, split, type Entry } from '../db/dossiers.ts';
import type { Database } from '../db/open.ts';
import { markDelivered, renewLease, takeUndelivered, type Undelivered } from '../db/outbox.ts';
import { readRecords } from '../db/records.ts';
import type { DossierEvent, Registration } from '../domain/dossier.ts';
import { codeKey, type CodeKey, type ReceiptCode } from '../domain/receipt-code.ts';
import { rate } from '../lib/rate.ts';
import { repeat } from '../lib/repeat.ts';
import { FIRST_TASK_AFTER_MS, restartWorkflow, startWorkflow, tellEvents } from './start.ts';

/** What a workflow has not been told: its start, or events, or both. */
export type Parcel = { readonly receiptCode: ReceiptCode; readonly registration?: Registration; readonly events: readonly DossierEvent[] };

export type Outbox = {
  /** Delivers what this process has just written, beside the answer to its writer. */
  readonly deliver: (parcel: Parcel) => void;
  /** Whether this process still has something to tell that workflow. */
  readonly isPending: (key: CodeKey) => boolean;
  /** Stops the sweep and waits for what is under way. */
  readonly stop: () => Promise<void>;
};

/** Oldest first; `since` by the process's steady clock. */
type Waiting = { readonly parcel: Parcel; readonly since: number };

type OutboxDeps = { readonly database: Database; readonly client: Client; readonly log: Logger };

/** Deliveries at a time. */
const CONCURRENCY = 32;
/**
 * So many writes within such a time, milliseconds, that leave more than so many parcels to deliver, are a rush, whatever the machine's speed:
 * acknowledging comes first, deliveries stand back, and what gathers shares a signal.
 */
const RUSH = { count: 20, withinMs: 400, leaving: 8 } as const;
/** None stands back for longer, milliseconds; its lease is renewed meanwhile. */
const STAND_BACK_MS = 5000;
/** Of one delivery; then the sweep takes over, milliseconds. */
const DEADLINE_MS = 5000;
const SWEEP_EVERY_MS = 1000;
const SWEEP_LIMIT = 500;
const LEASE_S = 10;
/** While there are any: delivered events are struck off together, and those that stood back are looked at again, milliseconds. */
const TICK_MS = 25;

/** Journal → Temporal: at once for what was just written, and every second for what a crash or an outage left over (architecture §2.2). */
export function startOutbox({ database, client, log }: OutboxDeps): Outbox {
  const waiting = new Map<CodeKey, Waiting>();
  const underWay = new Map<CodeKey, Promise<void>>();
  const writes = rate(RUSH);
  let delivered: Undelivered[] = [];
  let ticking: Promise<void> | null = null;
  let stopped = false;

  const pump = () => {
    if (stopped) return;
    const standsBack = writes.isHigh() && waiting.size + underWay.size > RUSH.leaving;
    const now = performance.now();
    for (const [key, { parcel, since }] of waiting) {
      if (underWay.size >= CONCURRENCY || (standsBack && now - since < STAND_BACK_MS)) return;
      if (underWay.has(key)) continue;
      waiting.delete(key);
      underWay.set(key, run(key, parcel, waiting.size >= CONCURRENCY ? FIRST_TASK_AFTER_MS : 0));
    }
  };
  const run = async (key: CodeKey, parcel: Parcel, firstTaskAfterMs: number) => {
    try {
      await tell(database, client, parcel, firstTaskAfterMs);
      if (parcel.registration) delivered.push({ codeKey: key, seq: 0 });
      delivered.push(...parcel.events.map(({ seq }) => ({ codeKey: key, seq })));
      ticking ??= tick();
    } catch (error) {
      log.warn({ err: error, dossier: parcel.receiptCode }, 'delivery_postponed');
    } finally {
      underWay.delete(key);
      pump();
    }
  };
  const mark = async () => {
    const batch = delivered;
    if (batch.length === 0) return;
    delivered = [];
    await markDelivered(database, batch).catch(() => delivered.push(...batch));
  };
  const enqueue = (parcel: Parcel) => {
    const key = codeKey(parcel.receiptCode);
    const before = waiting.get(key);
    waiting.set(key, { parcel: merged(before?.parcel, parcel), since: before?.since ?? performance.now() });
    ticking ??= tick();
    pump();
  };
  const tick = async () => {
    do {
      await sleep(TICK_MS);
      pump();
      await mark();
    } while (!stopped && (waiting.size > 0 || delivered.length > 0));
    ticking = null;
  };
  const deliver = (parcel: Parcel) => {
    writes.note();
    enqueue(parcel);
  };
  const sweep = async () => {
    const mine = [...underWay.keys(), ...waiting.keys()];
    if (mine.length > 0) await renewLease(database, mine, LEASE_S);
    const left = await takeUndelivered(database, SWEEP_LIMIT, LEASE_S);
    if (left.length === 0) return;
    const journals = await readEntries(database, [...new Set(left.map((each) => each.codeKey))]);
    for (const entries of journals.values()) enqueue(parcelOf(entries, new Set(left.filter(sameDossier(entries)).map(({ seq }) => seq))));
  };

  const sweeping = repeat(SWEEP_EVERY_MS, sweep, (error) => log.warn({ err: error }, 'sweep_postponed'));
  return {
    deliver,
    isPending: (key) => waiting.has(key) || underWay.has(key),
    async stop() {
      stopped = true;
      await sweeping.stop();
      await Promise.all(underWay.values());
      await ticking;
      await mark();
    },
  };
}

/** Tells the workflow; starts it when there is none. What it knows already it drops by `seq`. */
async function tell(database: Database, client: Client, parcel: Parcel, firstTaskAfterMs: number): Promise<void> {
  await client.withDeadline(Date.now() + DEADLINE_MS, async () => {
    try {
      if (parcel.registration) await startWorkflow(client, parcel.registration, parcel.events, { firstTaskAfterMs });
      else await tellEvents(client, parcel.receiptCode, parcel.events);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return await restart(database, client, parcel.receiptCode);
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error; // it has ended: it knows everything
    }
  });
}

/** No such workflow: Temporal lost it, or somebody terminated it. The journal and the ledger have all it needs. */
async function restart(database: Database, client: Client, code: ReceiptCode): Promise<void> {
  const [record] = await readRecords(database, [codeKey(code)]);
  if (!record) return;
  await restartWorkflow(client, record, 'ALLOW_DUPLICATE_FAILED_ONLY').catch((error: unknown) => {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  });
}

function merged(before: Parcel | undefined, { receiptCode, registration, events }: Parcel): Parcel {
  const first = registration ?? before?.registration;
  return { receiptCode, ...(first ? { registration: first } : {}), events: [...(before?.events ?? []), ...events] };
}

function parcelOf(entries: readonly Entry[], seqs: ReadonlySet<number>): Parcel {
  const { registration } = split(entries);
  const events = entries.filter(({ seq }) => seq > 0 && seqs.has(seq)).map(eventOf);
  return { receiptCode: registration.receiptCode, ...(seqs.has(0) ? { registration } : {}), events };
}

function sameDossier([first]: readonly Entry[]) {
  return ({ codeKey }: Undelivered) => codeKey === first?.codeKey;
}

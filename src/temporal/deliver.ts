import type { Client } from '@temporalio/client';
import type { Database } from '../db/open.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Logger } from '../lib/log.ts';
import { repeat } from '../lib/repeat.ts';
import { deliverParcel } from './deliver-parcel.ts';
import { createDeliveredMarks } from './delivered-marks.ts';
import { CONCURRENCY, createDeliveryQueue } from './delivery-queue.ts';
import { takeOverdueParcels } from './overdue-parcels.ts';
import type { Parcel } from './parcel.ts';
import { FIRST_TASK_AFTER_MS } from './postpone-first-task.ts';
import { createRush } from './rush.ts';

export type Outbox = {
  /** Delivers what this process has just written, while its writer is answered. */
  readonly deliver: (parcel: Parcel) => void;
  /** Whether this process still has something to deliver to that dossier's workflow. */
  readonly isPending: (key: CodeKey) => boolean;
  /** Stops the sweep and waits for the deliveries under way. */
  readonly stop: () => Promise<void>;
};

type OutboxDeps = { readonly database: Database; readonly client: Client; readonly log: Logger };

const SWEEP_EVERY_MS = 1000;

/** Journal to Temporal: at once for what was just written, every second for what a crash or an outage left over (architecture §2.2). */
export function startOutbox({ database, client, log }: OutboxDeps): Outbox {
  const rush = createRush();
  const marks = createDeliveredMarks(database);

  const deliverAndMark = async (parcel: Parcel, waiting: number) => {
    try {
      await deliverParcel(database, client, parcel, waiting >= CONCURRENCY ? FIRST_TASK_AFTER_MS : 0);
      marks.add(parcel);
    } catch (error) {
      log.warn({ err: error, dossier: parcel.receiptCode }, 'delivery_postponed');
    }
  };
  const queue = createDeliveryQueue(deliverAndMark, rush);

  const sweep = async () => {
    for (const parcel of await takeOverdueParcels(database, queue.keys())) queue.add(parcel);
  };
  const sweeping = repeat(SWEEP_EVERY_MS, sweep, (error) => log.warn({ err: error }, 'sweep_postponed'));

  return {
    deliver(parcel) {
      rush.noteWrite();
      queue.add(parcel);
    },
    isPending: queue.has,
    async stop() {
      await Promise.all([queue.stop(), sweeping.stop()]);
      await marks.stop();
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { markDelivered, type Undelivered } from '../db/outbox.ts';
import type { Database } from '../db/open.ts';
import { rowsOf, type Parcel } from './parcel.ts';

/** How long delivered rows are gathered before one statement takes them off the outbox, milliseconds. */
const GATHER_MS = 25;

/** Takes what was delivered off the outbox. A row that is still there, because PostgreSQL was away, is only delivered again. */
export function createDeliveredMarks(database: Database) {
  let rows: Undelivered[] = [];
  let writing: Promise<void> | null = null;
  let stopped = false;

  const write = async () => {
    const batch = rows;
    rows = [];
    if (batch.length > 0) await markDelivered(database, batch).catch(() => rows.push(...batch));
  };
  const writeUntilNoneIsLeft = async () => {
    while (!stopped && rows.length > 0) {
      await sleep(GATHER_MS);
      await write();
    }
    writing = null;
  };

  return {
    add(parcel: Parcel): void {
      rows.push(...rowsOf(parcel));
      writing ??= writeUntilNoneIsLeft();
    },
    /** Writes what is left. */
    async stop(): Promise<void> {
      stopped = true;
      await writing;
      await write();
    },
  };
}

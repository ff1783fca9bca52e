import { dossierLine } from '../domain/dossier-line.ts';
import type { Registration } from '../domain/dossier.ts';
import { codeKey, type CodeKey } from '../domain/receipt-code.ts';
import type { Logger } from '../lib/log.ts';
import { repeat } from '../lib/repeat.ts';
import { writeLines, writeLinesOf } from './dossier-lines.ts';
import type { EventWriter } from './journal.ts';
import type { Database } from './open.ts';
import { readUnlisted, takeUnlisted } from './unlisted.ts';

/** Keeps what lists and statistics are read from at what the journal says, Temporal or no Temporal (architecture §2.3). */
export type LineKeeper = {
  /** Folds a dossier that this process has just registered, while its writer is answered. */
  readonly note: (registration: Registration) => void;
  /** A writer of events that folds each dossier, while its writer is answered. */
  readonly noting: (writeEvent: EventWriter) => EventWriter;
  /** Folds what any process has written. A list, count or statistic waits for it, and so shows every acknowledged write. */
  readonly catchUp: () => Promise<void>;
  /** Stops the sweep and waits for what is under way. */
  readonly stop: () => Promise<void>;
};

/** Dossiers that share a statement while many are written. */
const BATCH = 64;
/** Marks that one round takes. */
const MARKS_MAX = 500;
/** A list does not wait longer than for so many rounds: then something is wrong with the marks, and `check` says what. */
const ROUNDS_MAX = 100;
const SWEEP_EVERY_MS = 1000;
const LEASE_S = 10;

export function startLineKeeper({ database, log }: { readonly database: Database; readonly log: Logger }): LineKeeper {
  /** A registration can be folded without its journal, as long as no event follows it. */
  const noted = new Map<CodeKey, Registration | null>();
  let writing: Promise<void> | null = null;
  let stopped = false;

  const writeNoted = async () => {
    while (noted.size > 0) {
      const batch = [...noted].slice(0, BATCH);
      for (const [key] of batch) noted.delete(key);
      await writeBatch(database, batch).catch((error: unknown) => log.warn({ err: error }, 'lists_postponed')); // to the sweep
    }
    writing = null;
  };
  const note = (key: CodeKey, registration: Registration | null) => {
    noted.set(key, registration);
    writing ??= writeNoted();
  };
  const sweep = async () => {
    for (let taken = MARKS_MAX; taken === MARKS_MAX && !stopped;) {
      const keys = await takeUnlisted(database, MARKS_MAX, LEASE_S);
      if (keys.length > 0) await writeLinesOf(database, keys);
      taken = keys.length;
    }
  };
  const sweeping = repeat(SWEEP_EVERY_MS, sweep, (error) => log.warn({ err: error }, 'lists_postponed'));

  return {
    note: (registration) => note(codeKey(registration.receiptCode), registration),
    noting: (writeEvent) => async (key, event) => {
      const done = await writeEvent(key, event);
      if (done.kind === 'recorded') note(key, null);
      return done;
    },
    async catchUp() {
      for (let round = 0, found = MARKS_MAX; found === MARKS_MAX && round < ROUNDS_MAX; round++) {
        const keys = await readUnlisted(database, MARKS_MAX);
        if (keys.length > 0) await writeLinesOf(database, keys);
        found = keys.length;
      }
    },
    async stop() {
      stopped = true;
      await Promise.all([writing, sweeping.stop()]);
    },
  };
}

async function writeBatch(database: Database, batch: readonly (readonly [CodeKey, Registration | null])[]): Promise<void> {
  const keys = batch.flatMap(([key, registration]) => (registration === null ? [key] : []));
  const fresh = batch.flatMap(([, registration]) => (registration === null ? [] : [dossierLine(registration, [])]));
  if (fresh.length > 0) await writeLines(database.sql, fresh);
  if (keys.length > 0) await writeLinesOf(database, keys);
}

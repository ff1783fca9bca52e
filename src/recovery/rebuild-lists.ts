import { deleteStrayLines, rewriteLinesOf } from '../db/dossier-lines.ts';
import { readKeyBatches } from '../db/dossier-records.ts';
import type { Database } from '../db/open.ts';
import type { Logger } from '../lib/log.ts';

/** Folds every dossier anew for lists and statistics, while everybody works. @returns how many dossiers, and how many lines of none */
export async function rebuildLists(database: Database, log: Logger): Promise<{ readonly dossiers: number; readonly strays: number }> {
  let [dossiers, reportedAt] = [0, Date.now()];
  for await (const keys of readKeyBatches(database)) {
    await rewriteLinesOf(database, keys);
    dossiers += keys.length;
    if (Date.now() - reportedAt < PROGRESS_EVERY_MS) continue;
    log.info({ dossiers }, 'rebuild_progressed');
    reportedAt = Date.now();
  }
  return { dossiers, strays: (await deleteStrayLines(database)).length };
}

const PROGRESS_EVERY_MS = 10_000;

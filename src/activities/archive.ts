import type { Database } from '../db/open.ts';
import { readFold } from '../db/dossiers.ts';
import { writeSnapshot } from '../db/snapshots.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { Activities } from '../workflows/contract.ts';

/** The workflow's last act: what it was stays answerable when Temporal has forgotten it. */
export function archiveActivities(database: Database): Pick<Activities, 'archiveDossier'> {
  return {
    async archiveDossier(code) {
      const dossier = await readFold(database, codeKey(code));
      if (dossier) await writeSnapshot(database, codeKey(code), dossier);
    },
  };
}

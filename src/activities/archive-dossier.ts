import { readFoldedDossier } from '../db/dossiers.ts';
import type { Database } from '../db/open.ts';
import { writeSnapshot } from '../db/snapshots.ts';
import { codeKey, type ReceiptCode } from '../domain/receipt-code.ts';

/** The last act of a workflow: inquiries about a closed dossier are still answered when Temporal has forgotten it. Idempotent. */
export async function archiveDossier(database: Database, code: ReceiptCode): Promise<void> {
  const dossier = await readFoldedDossier(database, codeKey(code));
  if (dossier) await writeSnapshot(database, codeKey(code), dossier);
}

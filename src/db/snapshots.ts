import type { Dossier } from '../domain/dossier.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';
import { snapshots } from './schema.ts';

/** Writes a closed dossier as it ended. Idempotent. */
export async function writeSnapshot({ orm }: Database, codeKey: CodeKey, dossier: Dossier): Promise<void> {
  await orm.insert(snapshots).values({ codeKey, dossier }).onConflictDoUpdate({ target: snapshots.codeKey, set: { dossier } });
}

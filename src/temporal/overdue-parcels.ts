import { readEntries } from '../db/dossiers.ts';
import type { Database } from '../db/open.ts';
import { renewLease, takeUndelivered } from '../db/outbox.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { groupBy } from '../lib/group-by.ts';
import { parcelOf, type Parcel } from './parcel.ts';

/** Rows of the outbox that one sweep takes. */
const ROWS_MAX = 500;
const LEASE_S = 10;

/** Takes what nobody delivered in time, after a crash or an outage. The lease of what waits in this process is renewed. */
export async function takeOverdueParcels(database: Database, ownKeys: readonly CodeKey[]): Promise<readonly Parcel[]> {
  if (ownKeys.length > 0) await renewLease(database, ownKeys, LEASE_S);
  const rows = await takeUndelivered(database, ROWS_MAX, LEASE_S);
  if (rows.length === 0) return [];
  const seqs = groupBy(
    rows,
    ({ codeKey }) => codeKey,
    ({ seq }) => seq,
  );
  const journals = await readEntries(database, [...seqs.keys()]);
  return [...journals].map(([key, journal]) => parcelOf(journal, new Set(seqs.get(key))));
}

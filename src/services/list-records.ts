import { instantFrom } from '../db/open.ts';
import { readRecords, type RecordFilter } from '../db/records.ts';
import type { Instant } from '../domain/calendar.ts';
import type { RecordKind } from '../domain/record-kinds.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';
import type { ServiceDeps } from './service-deps.ts';

/** `detail` holds no password and no telephone number. */
export type ListedRecord = {
  readonly id: string;
  readonly at: Instant;
  readonly kind: RecordKind;
  readonly actor: string | null;
  readonly subject: string | null;
  readonly address: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * Sign-ins, and changes of accounts, settings and shares, newest first. They belong to no agency, so an auditor who is bound to none reads
 * them (requirements §8.1).
 */
export async function listRecords(
  { database }: Pick<ServiceDeps, 'database'>,
  filter: RecordFilter,
  { limit, after }: PageRequest,
): Promise<Page<ListedRecord>> {
  const rows = await readRecords(database, filter, limit, after);
  const items = rows.map((row) => ({ ...row, id: String(row.id), at: instantFrom(row.at) }));
  return pageOf(items, limit, ({ at, id }) => ({ at, id }));
}

import { readUnreached, type UnreachedRow } from '../db/unreached.ts';
import type { Scope } from '../domain/scope.ts';
import { whyUnreached, type UnreachedReason } from '../domain/unreached.ts';
import { readNoticeRow, type ListedNotice } from './listed-notice.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A notice by which nobody was told, and why. */
export type Unreached = { readonly notice: ListedNotice; readonly agency: string; readonly reason: UnreachedReason };

/** Who was not told, of what, and since when (requirements §8.5); the newest decision first. */
export async function listUnreached(
  { database }: Pick<ServiceDeps, 'database'>,
  { agencies }: Scope,
  agency: string | undefined,
  { limit, after }: PageRequest,
): Promise<Page<Unreached>> {
  const rows = await readUnreached(database, agency, agencies, limit, after);
  return pageOf(rows.map(unreachedOf), limit, ({ notice }) => ({ at: notice.decidedAt, id: notice.key }));
}

function unreachedOf(row: UnreachedRow): Unreached {
  const notice = readNoticeRow(row);
  const reason = whyUnreached(notice);
  if (reason === null) throw new Error(`expected a notice by which nobody was told, came ${notice.key}, which is ${notice.status}`);
  return { notice, agency: row.agency, reason };
}

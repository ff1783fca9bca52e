import { readNotices } from '../db/notice-rows.ts';
import type { NoticeKind } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { Scope } from '../domain/scope.ts';
import { readNoticeRow, type ListedNotice } from './listed-notice.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';
import type { ServiceDeps } from './service-deps.ts';

type Deps = Pick<ServiceDeps, 'database'>;
export type NoticeFilter = { readonly status?: NoticeStatus | undefined; readonly kind?: NoticeKind | undefined };

/** The ledger, newest decision first: who was told, who was not, and why. */
export async function listNotices(
  { database }: Deps,
  { agencies }: Scope,
  filter: NoticeFilter,
  { limit, after }: PageRequest,
): Promise<Page<ListedNotice>> {
  const rows = await readNotices(database, { ...filter, agencies }, limit, after);
  return pageOf(rows.map(readNoticeRow), limit, ({ decidedAt, key }) => ({ at: decidedAt, id: key }));
}

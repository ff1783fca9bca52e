import { readNotices } from '../db/notice-rows.ts';
import { endOf, instantOf, type LocalDate } from '../domain/calendar.ts';
import type { NoticeKind } from '../domain/notice-key.ts';
import { isResendable, type NoticeStatus } from '../domain/notice-status.ts';
import { maskPhone } from '../domain/phone.ts';
import type { Scope } from '../domain/scope.ts';
import { readNoticeRow, type ListedNotice } from './listed-notice.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';
import type { ServiceDeps } from './service-deps.ts';

type Deps = Pick<ServiceDeps, 'database'>;
export type NoticeFilter = {
  readonly status?: NoticeStatus | undefined;
  readonly kind?: NoticeKind | undefined;
  readonly gateway?: string | undefined;
  /** The legal day of the decision. */
  readonly day?: LocalDate | undefined;
};

/** `to` is the number of the dossier as it is now, masked. `mayBeResent`: by its status; whether it is still true is judged when it is asked. */
export type NoticeInList = ListedNotice & { readonly to: string | null; readonly mayBeResent: boolean };

/** The ledger, newest decision first: who was told, who was not, and why. */
export async function listNotices(
  { database }: Deps,
  { agencies }: Scope,
  { day, ...filter }: NoticeFilter,
  { limit, after }: PageRequest,
): Promise<Page<NoticeInList>> {
  const period = day === undefined ? {} : { from: instantOf(day, 0), to: endOf(day) };
  const rows = await readNotices(database, { ...filter, ...period, agencies }, limit, after);
  const items = rows.map(({ phone, ...row }) => ({
    ...readNoticeRow(row),
    to: phone === null ? null : maskPhone(phone),
    mayBeResent: isResendable(row.notice, phone !== null),
  }));
  return pageOf(items, limit, ({ decidedAt, key }) => ({ at: decidedAt, id: key }));
}

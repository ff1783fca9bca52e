import { readInquiries } from '../db/inquiry-rows.ts';
import { instantFrom } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Scope } from '../domain/scope.ts';
import { maskInquiry, type MaskedInquiry } from './masked-inquiry.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';
import type { ServiceDeps } from './service-deps.ts';

type Deps = Pick<ServiceDeps, 'database'>;
/** Received from `from` and before `to`. */
export type InquiryFilter = { readonly from?: Instant | undefined; readonly to?: Instant | undefined };

/** What citizens asked and were answered, newest first. */
export async function listInquiries(
  { database }: Deps,
  { agencies }: Scope,
  filter: InquiryFilter,
  { limit, after }: PageRequest,
): Promise<Page<MaskedInquiry>> {
  const rows = await readInquiries(database, { ...filter, agencies }, limit, after);
  const { items, next } = pageOf(rows, limit, ({ receivedAt, place }) => ({ at: instantFrom(receivedAt), id: place }));
  return { items: items.map(maskInquiry), next };
}

import { countInquiries as countRows, type InquiryCounts } from '../db/inquiry-rows.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What the inquiries came to that were received from `from` and before `to`. */
export async function countInquiries(
  { database }: Pick<ServiceDeps, 'database'>,
  { agencies }: Scope,
  period: { readonly from: Instant; readonly to: Instant },
): Promise<InquiryCounts> {
  return countRows(database, { ...period, agencies });
}

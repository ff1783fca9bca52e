import { countInquiries as countRows, type InquiryCounts } from '../db/inquiry-rows.ts';
import type { Scope } from '../domain/scope.ts';
import type { InquiryFilter } from './list-inquiries.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What the inquiries of a period came to. */
export async function countInquiries(
  { database }: Pick<ServiceDeps, 'database'>,
  { agencies }: Scope,
  period: InquiryFilter,
): Promise<InquiryCounts> {
  return countRows(database, { ...period, agencies });
}

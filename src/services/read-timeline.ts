import { readEntries, readHeads, splitJournal, type JournalEntry } from '../db/dossiers.ts';
import { readNoticesOf } from '../db/notice-rows.ts';
import { readInquiriesAbout } from '../db/inquiry-rows.ts';
import { explain, type Explanation, type ExplainedRow } from '../domain/explain.ts';
import { readNoticeKey } from '../domain/notice-key.ts';
import { codeKey } from '../domain/receipt-code.ts';
import { isWithin, type Scope } from '../domain/scope.ts';
import { readNoticeRow, type ListedNotice } from './listed-notice.ts';
import { maskInquiry, type MaskedInquiry } from './masked-inquiry.ts';
import type { ServiceDeps } from './service-deps.ts';

export type Timeline = {
  readonly events: readonly JournalEntry[];
  readonly notices: readonly ListedNotice[];
  readonly inquiries: readonly MaskedInquiry[];
  readonly explanation: readonly Explanation[];
};

/** All that happened to a dossier, and why each notice was or was not sent (requirements §8). Null when there is none in this scope. */
export async function readTimeline(
  { database, now }: Pick<ServiceDeps, 'database' | 'now'>,
  scope: Scope,
  code: string,
): Promise<Timeline | null> {
  const key = codeKey(code);
  const [journals, [head], ledger, asked] = await Promise.all([
    readEntries(database, [key]),
    readHeads(database, [key]),
    readNoticesOf(database, key),
    readInquiriesAbout(database, key, scope.agencies),
  ]);
  const events = journals.get(key);
  if (!events || !head || !isWithin(scope, head.agency)) return null;
  const notices = ledger.map(readNoticeRow);
  const hasPhone = head.contact.phone !== null;
  const explanation = explain({ ...splitJournal(events), rows: notices.flatMap(toldOf), hasPhone }, now());
  return { events, notices, inquiries: asked.map(maskInquiry), explanation };
}

function toldOf({ key, status, reason, decidedAt, sentAt }: ListedNotice): ExplainedRow[] {
  const read = readNoticeKey(key);
  return read ? [{ notice: read.notice, status, reason, decidedAt, sentAt }] : [];
}

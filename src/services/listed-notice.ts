import type { NoticeRow } from '../db/notice-rows.ts';
import { instantFrom } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';

type Moments = {
  readonly decidedAt: Instant;
  readonly dueAt: Instant;
  readonly sentAt: Instant | null;
  readonly settledAt: Instant | null;
};

/** A notice as the ledger has it. */
export type ListedNotice = Omit<NoticeRow['notice'], keyof Moments> & Moments & Pick<NoticeRow, 'receiptCode'>;

export function readNoticeRow({ notice: row, receiptCode }: NoticeRow): ListedNotice {
  return {
    ...row,
    receiptCode,
    decidedAt: instantFrom(row.decidedAt),
    dueAt: instantFrom(row.dueAt),
    sentAt: row.sentAt === null ? null : instantFrom(row.sentAt),
    settledAt: row.settledAt === null ? null : instantFrom(row.settledAt),
  };
}

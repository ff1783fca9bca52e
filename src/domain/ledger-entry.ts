import type { Instant } from './calendar.ts';
import type { Notice } from './notice-key.ts';
import type { ReceiptCode } from './receipt-code.ts';
import type { SmsEncoding } from './sms-encoding.ts';
import { segmentsOf, withoutDiacritics } from './sms-text.ts';
import { noticeText } from './texts.ts';

/** A notice as it enters the ledger. */
export type LedgerEntry = {
  readonly receiptCode: ReceiptCode;
  readonly notice: Notice;
  readonly text: string;
  readonly segments: number;
  readonly decidedAt: Instant;
  readonly dueAt: Instant;
};

type Order = Pick<LedgerEntry, 'receiptCode' | 'notice' | 'decidedAt' | 'dueAt'> & { readonly agency: string };

/** The ledger keeps the text as it is written; its segments are those of the text as it travels. */
export function ledgerEntryFor(
  { receiptCode, agency, notice, decidedAt, dueAt }: Order,
  { agencyName, encoding }: { readonly agencyName: (agency: string) => string; readonly encoding: SmsEncoding },
): LedgerEntry {
  const text = noticeText(notice, receiptCode, agencyName(agency));
  const { segments } = segmentsOf(encoding === 'ascii' ? withoutDiacritics(text) : text);
  return { receiptCode, notice, text, segments, decidedAt, dueAt };
}

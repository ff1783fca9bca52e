import type { Instant } from './calendar.ts';
import type { Notice } from './notice-key.ts';
import type { ReceiptCode } from './receipt-code.ts';
import type { SmsEncoding } from './sms-encoding.ts';
import { segmentsOf, wireText } from './sms-text.ts';
import { noticeText, type AgencyName } from './texts.ts';

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

/**
 * The ledger keeps the text as it is written; its segments are those of the text as it travels. Null when the settings do not know the
 * agency: no text may name another office (requirements §2).
 */
export function ledgerEntryFor(
  { receiptCode, agency, notice, decidedAt, dueAt }: Order,
  { agencyName, encoding }: { readonly agencyName: AgencyName; readonly encoding: SmsEncoding },
): LedgerEntry | null {
  const name = agencyName(agency);
  if (name === null) return null;
  const text = noticeText(notice, receiptCode, name);
  const { segments } = segmentsOf(wireText(text, encoding));
  return { receiptCode, notice, text, segments, decidedAt, dueAt };
}

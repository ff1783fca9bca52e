import type { Instant } from './calendar.ts';
import type { Notice } from './notice-key.ts';
import type { ReceiptCode } from './receipt-code.ts';
import { costIn } from './sms-cost.ts';
import type { SmsEncoding } from './sms-encoding.ts';
import { noticeText } from './texts.ts';

/** A notice as it enters the ledger. */
export type LedgerEntry = {
  readonly receiptCode: ReceiptCode;
  readonly notice: Notice;
  /** As it is written. */
  readonly text: string;
  /** How it travels, and in how many parts. */
  readonly encoding: SmsEncoding;
  readonly segments: number;
  /** Đồng for all parts; null where the office named no prices. */
  readonly cost: number | null;
  readonly decidedAt: Instant;
  readonly dueAt: Instant;
};

/** What of a gateway's settings decides how a notice travels and what it costs (requirements §11.6). `prices` are those of a part. */
export type GatewayTerms = { readonly encoding: SmsEncoding; readonly prices: { readonly notice: number } | null };

type Order = Pick<LedgerEntry, 'receiptCode' | 'notice' | 'decidedAt' | 'dueAt'>;

export function ledgerEntryFor(
  { receiptCode, notice, decidedAt, dueAt }: Order,
  agencyName: string,
  { encoding, prices }: GatewayTerms,
): LedgerEntry {
  const text = noticeText(notice, receiptCode, agencyName);
  const { parts, cost } = costIn(encoding, text, prices?.notice ?? null);
  return { receiptCode, notice, text, encoding, segments: parts, cost, decidedAt, dueAt };
}

import type { InquiryRow } from '../db/inquiry-rows.ts';
import { instantFrom } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';
import type { InquiryOutcome, InquirySource } from '../domain/inquiry-outcome.ts';
import { maskPhone, readPhone } from '../domain/phone.ts';

/** A citizen's question and its answer as operators see them: numbers masked, also where the text quotes one (requirements §9). */
export type MaskedInquiry = {
  readonly id: string;
  readonly gateway: string;
  /** Null once it is erased, like the text. */
  readonly from: string | null;
  readonly text: string | null;
  readonly sentAt: Instant;
  readonly receivedAt: Instant;
  /** Null while it is being answered. */
  readonly outcome: InquiryOutcome | null;
  readonly reply: string | null;
  readonly charge: boolean;
  readonly source: InquirySource | null;
  readonly answeredAt: Instant | null;
};

export function maskInquiry(row: InquiryRow): MaskedInquiry {
  const { id, gateway, phone, text, outcome, reply, charge, source } = row;
  return {
    id,
    gateway,
    from: phone === null ? null : maskSender(phone),
    text: text?.replace(MOBILE_NUMBER, maskNumber) ?? null,
    sentAt: instantFrom(row.sentAt),
    receivedAt: instantFrom(row.receivedAt),
    outcome,
    reply,
    charge: charge ?? false,
    source,
    answeredAt: row.answeredAt === null ? null : instantFrom(row.answeredAt),
  };
}

/** What may be a mobile number in a text, however its digits are grouped. */
const MOBILE_NUMBER = /(?<!\d)(?:\+?84|0)(?:[\s().-]?\d){9,10}?(?!\d)/g;

function maskNumber(digits: string): string {
  const read = readPhone(digits);
  return 'phone' in read ? maskPhone(read.phone) : digits;
}

/** A sender that is no mobile number is masked as well: it may be one of another country. */
function maskSender(sender: string): string {
  const read = readPhone(sender);
  return 'phone' in read ? maskPhone(read.phone) : `${sender.slice(0, 3)}***`;
}

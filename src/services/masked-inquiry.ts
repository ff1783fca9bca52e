import type { InquiryRow } from '../db/inquiry-rows.ts';
import { instantFrom } from '../db/open.ts';
import type { Instant } from '../domain/calendar.ts';
import type { InquiryOutcome, InquirySource } from '../domain/inquiry-outcome.ts';
import type { ReplyStatus } from '../domain/inquiry-reply.ts';
import { maskNumbers } from '../domain/mask-numbers.ts';
import { maskPhone, readPhone } from '../domain/phone.ts';

/** A citizen's question and its answer as operators see them: numbers masked, also those in texts and ids (requirements §9). */
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
  /** Null where the reply travelled in the answer to the gateway's request. */
  readonly replyStatus: ReplyStatus | null;
};

export function maskInquiry(row: ShownRow): MaskedInquiry {
  const { id, gateway, phone, text, outcome, reply, charge, source, replyStatus } = row;
  const about = { codes: row.codeKeys ?? [], sender: phone };
  const masked = (shown: string) => maskNumbers(shown, about);
  return {
    id: masked(id),
    gateway,
    from: phone === null ? null : maskSender(phone),
    text: text === null ? null : masked(text),
    sentAt: instantFrom(row.sentAt),
    receivedAt: instantFrom(row.receivedAt),
    outcome,
    reply: reply === null ? null : masked(reply),
    charge: charge ?? false,
    source,
    answeredAt: row.answeredAt === null ? null : instantFrom(row.answeredAt),
    replyStatus,
  };
}

/** The columns of which people see something. */
type ShownRow = Pick<
  InquiryRow,
  | ('id' | 'gateway' | 'phone' | 'text' | 'codeKeys' | 'sentAt' | 'receivedAt')
  | ('outcome' | 'reply' | 'charge' | 'source' | 'answeredAt' | 'replyStatus')
>;

/** A sender that is no mobile number is masked as well: it may be one of another country. */
function maskSender(sender: string): string {
  const read = readPhone(sender);
  return 'phone' in read ? maskPhone(read.phone) : `${sender.slice(0, 3)}***`;
}

import type { Instant } from './calendar.ts';
import type { InquiryOutcome } from './inquiry-outcome.ts';
import { replies } from './texts.ts';

/** A citizen's SMS to the short code, as a gateway handed it over. */
export type Inquiry = {
  readonly gateway: string;
  readonly id: string;
  readonly phone: string;
  readonly text: string;
  readonly sentAt: Instant;
  /** What the gateway wants back with the reply, as its driver read it. */
  readonly carried: Readonly<Record<string, string>>;
};

/** The gateway's message id and a number name an inquiry, because a gateway may use its ids again (requirements §7.4). */
export type InquiryKey = Pick<Inquiry, 'gateway' | 'id'> & { readonly nth: number };

/** What the sender is told: a `reply` of null is silence, and `charge` tells the carrier to charge for the message (requirements §7.5). */
export type InquiryAnswer = { readonly outcome: InquiryOutcome; readonly reply: string | null; readonly charge: boolean };

export const BUSY: InquiryAnswer = { outcome: 'busy', reply: replies.busy, charge: false };
export const TOO_MANY: InquiryAnswer = { outcome: 'too_many', reply: replies.tooMany, charge: false };
export const SILENCE: InquiryAnswer = { outcome: 'ignored', reply: null, charge: false };

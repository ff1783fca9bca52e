import type { Phone } from '../domain/phone.ts';
import type { SmsEncoding } from '../domain/sms-encoding.ts';

/** One SMS to hand over; `reference` is ours, the notice's key, and stays the same for every try of it (contract §3). */
export type Message = { readonly reference: string; readonly to: Phone; readonly text: string };

/**
 * What the gateway said. Each but `uncertain` is certain knowledge: `accepted` it has it, `rejected` it can never be sent,
 * the rest it has not. `detail` holds no phone number.
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly messageId: string }
  | { readonly outcome: 'rejected'; readonly detail: string }
  | { readonly outcome: 'uncertain'; readonly detail: string }
  | NotTaken;

/** It certainly did not take the message: later. `retryAfterMs` when it said how much later. */
export type NotTaken = {
  readonly outcome: 'unavailable' | 'misconfigured' | 'throttled';
  readonly detail: string;
  readonly retryAfterMs?: number;
};

/** The port to the telephone network. */
export type Gateway = {
  readonly name: string;
  /** It answers a repeated reference with the first answer and sends nothing: then an uncertain hand-over is simply repeated. */
  readonly deduplicates: boolean;
  /** Never throws for anything the world may answer. */
  readonly handOver: (message: Message) => Promise<HandOver>;
};

export type GatewaySettings = {
  readonly url: string;
  readonly secret: string | null;
  readonly sender: string;
  /** Of one hand-over, milliseconds. */
  readonly timeoutMs: number;
  readonly encoding: SmsEncoding;
};

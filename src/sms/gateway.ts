import type { Phone } from '../domain/phone.ts';
import type { SmsEncoding } from '../domain/sms-encoding.ts';

/** One SMS to hand over. `reference` is ours, the notice's key, and stays the same for every try (contract §3). */
export type Message = { readonly reference: string; readonly to: Phone; readonly text: string };

/**
 * What the gateway answered. `accepted`: it has the message. `rejected`: the message can never be sent. `uncertain`: nobody knows whether
 * it has
 * the message. With every other outcome it certainly does not have it. `detail` holds no phone number.
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly messageId: string }
  | { readonly outcome: 'rejected'; readonly detail: string }
  | { readonly outcome: 'uncertain'; readonly detail: string }
  | NotTaken;

/** The gateway certainly did not take the message, which is tried again later; `retryAfterMs` when the gateway said how much later. */
export type NotTaken = {
  readonly outcome: 'unavailable' | 'misconfigured' | 'throttled';
  readonly detail: string;
  readonly retryAfterMs?: number;
};

/** The port to the telephone network. */
export type Gateway = {
  readonly name: string;
  /** Whether it answers a repeated reference with the first answer and sends nothing. Then an uncertain hand-over is simply repeated. */
  readonly deduplicates: boolean;
  /** Never throws, whatever the gateway answers. */
  readonly handOver: (message: Message) => Promise<HandOver>;
};

export type GatewaySettings = {
  readonly url: string;
  readonly secret: string | null;
  readonly sender: string;
  /** How long one hand-over may take, milliseconds. */
  readonly timeoutMs: number;
  readonly encoding: SmsEncoding;
};

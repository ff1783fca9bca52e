import type { $ZodIssue } from 'zod/v4/core';
import type { Instant } from '../domain/calendar.ts';
import type { InquiryAnswer } from '../domain/inquiry-answer.ts';
import type { MessageTemplate } from '../domain/message-template.ts';
import type { ReceiptStatus } from '../domain/notice-status.ts';
import type { Phone } from '../domain/phone.ts';
import type { SmsEncoding } from '../domain/sms-encoding.ts';
import type { HttpLink, HttpRequest } from './http-link.ts';

/** The port to the telephone network: what every driver gives, so that no route, service or table knows a gateway by name. */
export type Driver = {
  readonly capabilities: Capabilities;
  /**
   * @param link how requests travel; the tests give one that never leaves the machine
   * @throws MissingSettings (missing-settings.ts) when the settings lack what the gateway needs for sending
   */
  readonly openSender: (settings: GatewaySettings, link?: HttpLink) => Sender;
  /** The request of a hand-over exactly as it would leave, without sending it. @throws as `openSender` does */
  readonly renderRequest: (settings: GatewaySettings, message: Message) => HttpRequest;
  readonly openReceiver: (settings: GatewaySettings) => Receiver;
};

/** What a gateway can do. */
export type Capabilities = {
  /** It takes no notices: it brings inquiries and takes the replies to them. */
  readonly inquiriesOnly?: true;
  /** It answers a repeated reference with the first answer and sends nothing. Then an uncertain hand-over is simply repeated. */
  readonly deduplicates: boolean;
  /** It says later what became of a message. Without receipts, `sent` is final (requirements §11.3). */
  readonly receipts: boolean;
  /** How a reply to an inquiry travels: in the answer to the gateway's request, or by a call of its own. Null: it brings no inquiries. */
  readonly replies: 'in_answer' | 'by_call' | null;
  /** A repeat of an inquiry comes under a new id, so that only its sender and its text tell it (requirements §7.4). */
  readonly renumbersRepeats: boolean;
  /** A reply can say whether it is charged. */
  readonly chargeMarks: boolean;
  /** The longest reference that it takes, characters. Null: no reference travels. */
  readonly longestReference: number | null;
  readonly encodings: readonly SmsEncoding[];
  /** What its rate counts. */
  readonly rateCounts: 'messages' | 'parts';
};

/** One configured gateway (requirements §11.1). The same driver may be configured more than once, each time with a name of its own. */
export type GatewaySettings = {
  readonly name: string;
  /** Null in a program that sends nothing. */
  readonly url: string | null;
  readonly user: string | null;
  readonly secret: string | null;
  readonly sender: string;
  /** How long one hand-over may take, milliseconds. */
  readonly timeoutMs: number;
  readonly encoding: SmsEncoding;
  /** Messages or parts a second, of all workers together. */
  readonly tps: number;
  /** Its part of the messages, beside the shares of the other gateways; 0 to 100. An operator's share replaces it (requirements §11.4). */
  readonly share: number;
  /** Null where the office named no prices. */
  readonly prices: Prices | null;
  /** Any of them authenticates a call of the gateway, in the way of its driver. */
  readonly webhookSecrets: readonly string[];
  /** The addresses and networks (CIDR) from which the gateway may call. Empty: from anywhere. */
  readonly callersFrom: readonly string[];
  /** Other values that the contract with the gateway gives, such as CONTRACTID, by the name that the preset uses. */
  readonly values: Readonly<Record<string, string>>;
  /** The registered templates of a gateway that takes no free text, by our name of the text. */
  readonly templates: Readonly<Partial<Record<MessageTemplate['name'], RegisteredTemplate>>>;
};

/** Đồng for each part of a message. */
export type Prices = { readonly notice: number; readonly reply: number };

/** `parameters` names the values of our template (`code`, `agency`, `date`) in the order of the registered one. */
export type RegisteredTemplate = { readonly id: string; readonly parameters: readonly string[] };

/** One SMS to hand over. */
export type Message = {
  /** Ours, from the notice's key; the same for every try (requirements §5.5). A driver that takes less tells the gateway `toldReference`. */
  readonly reference: string;
  readonly to: Phone;
  readonly sender: string;
  /** As it travels, in the encoding of the gateway. */
  readonly text: string;
  /** The same text as a template and its values, for gateways that take no free text. */
  readonly template: MessageTemplate;
};

/** The answer to a citizen's SMS as a message of its own (requirements §11.5). */
export type Reply = {
  /** The gateway's id of the inquiry. */
  readonly inquiryId: string;
  /** Ours; the same for every try. */
  readonly reference: string;
  readonly to: string;
  /** As it travels. */
  readonly text: string;
  readonly charge: boolean;
  readonly outcome: InquiryAnswer['outcome'];
  /** What the driver asked to be kept of the inquiry, because the gateway wants it back. */
  readonly carried: Readonly<Record<string, string>>;
};

/** Hands messages over. Its functions never throw, whatever the gateway answers. */
export type Sender = {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** The reference that the gateway is told, and tells back in receipts: ours, or a digest of it where the gateway takes less. */
  readonly toldReference: (reference: string) => string;
  readonly handOver: (message: Message) => Promise<HandOver>;
  /** Null where replies travel in the answer, and where there are no inquiries. */
  readonly sendReply: ((reply: Reply) => Promise<HandOver>) | null;
};

/**
 * What the gateway answered (requirements §11.2). `accepted` and `duplicate`: it has the message. `destination` and `content`: the message
 * can never be sent. `unknown`: nobody knows whether it has the message. With every other outcome it certainly does not have it. `detail`
 * holds no phone number and no secret.
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly messageId: string }
  | { readonly outcome: 'duplicate'; readonly messageId: string | null }
  | { readonly outcome: 'destination' | 'content'; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly detail: string }
  | NotTaken;

/** The gateway certainly did not take the message, which is tried again later; `retryAfterMs` when the gateway said how much later. */
export type NotTaken = {
  readonly outcome: 'throttled' | 'balance' | 'configuration' | 'unavailable';
  readonly detail: string;
  readonly retryAfterMs?: number;
};

/** Reads the calls of a gateway. Null where it makes none of that kind. */
export type Receiver = {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly receipts: { readonly method: 'GET' | 'POST'; readonly read: (call: GatewayCall) => ReceiptCall | Refusal } | null;
  readonly inquiries: { readonly method: 'GET' | 'POST'; readonly read: (call: GatewayCall) => InquiryCall | Refusal } | null;
};

/** An HTTP request of a gateway, before anything of it is believed. */
export type GatewayCall = {
  readonly query: Readonly<Record<string, string>>;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
  /** The address that called; null when it is not known. */
  readonly address: string | null;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
};

/**
 * Nothing is stored of a refused call. `scheme` says how the gateway has to identify itself, where that has a name in HTTP. `malformed` is no
 * text of the expected kind; `invalid` has wrong fields.
 */
export type Refusal =
  | { readonly kind: 'unauthorized'; readonly scheme?: string }
  | { readonly kind: 'malformed'; readonly code: 'not_json' | 'broken_json' | 'not_utf8' | 'not_xml' }
  | { readonly kind: 'invalid'; readonly issues: readonly $ZodIssue[]; readonly data: unknown };

export type ReceiptCall = { readonly kind: 'receipts'; readonly receipts: readonly ForeignReceipt[]; readonly answer: HttpAnswer };

/** `ignored`: an authentic call that is no citizen's message, such as a receipt that came to this address. */
export type InquiryCall =
  | { readonly kind: 'inquiry'; readonly inquiry: ForeignInquiry; readonly answer: (answer: InquiryAnswer) => HttpAnswer }
  | { readonly kind: 'ignored'; readonly answer: HttpAnswer };

export type HttpAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string | null };

/** What a gateway says became of a message in the telephone network. `sent`: the carrier has it, and nothing is final yet. */
export type ForeignReceipt = {
  /** The gateway's id of the message in the one form of `messageIdKey`; null when only our reference came back. */
  readonly messageId: string | null;
  /** The reference that the gateway was told; null when only its own id came. */
  readonly reference: string | null;
  readonly status: ReceiptStatus | 'sent';
  /** Which part of a long message it is about; null: all of it. */
  readonly part: { readonly number: number; readonly of: number } | null;
  /** By the gateway's clock; null when it does not say. */
  readonly at: Instant | null;
};

export type ForeignInquiry = {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  /** By the gateway's clock; null when it does not say. */
  readonly at: Instant | null;
  readonly carried: Readonly<Record<string, string>>;
};

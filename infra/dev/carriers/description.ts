import type { CarrierSettings } from './carrier.ts';

/** What one gateway's documents say: which requests it takes and with which it calls. */
export type Description = {
  /** The part of the settings that its contract gives. `{product}` in a value is the address of the product's API. */
  readonly contract: Omit<CarrierSettings, 'preset' | 'url'>;
  /** The path that the setting `url` ends with. */
  readonly base: string;
  /** It refuses a reference that it has had. */
  readonly knowsReferences: boolean;
  /** It takes registered texts only. */
  readonly knowsTexts: boolean;
  /** By method and path behind the gateway's address. Null: it takes no requests. */
  readonly routes: Readonly<Record<string, Route>>;
  /** How it calls when a message has reached the telephone. Null: it never says. */
  readonly receipt: ((message: Submitted) => ProductCall) | null;
  /** How it brings a citizen's text. */
  readonly inquiry: { readonly call: (text: CitizensText) => ProductCall; readonly readReply: ReplyReader } | null;
};

export type Route = (asked: Asked, desk: Desk) => Promise<Answer>;

/** A request of the product. `json`, `form` and `xml` are null when the body is none. */
export type Asked = {
  readonly query: Readonly<Record<string, string>>;
  readonly header: (name: string) => string | undefined;
  readonly json: Fields | null;
  readonly form: Fields | null;
  readonly xml: Fields | null;
};
/** Fields by their paths: `RQST.PARAMS.0.NUM`. Numbers and booleans are texts. */
export type Fields = Readonly<Record<string, string>>;

export type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What every gateway does alike, in the order of the checks. */
export const REFUSALS = ['phone', 'sender', 'duplicate', 'text', 'balance', 'throttled', 'key'] as const;
export type Refusal = (typeof REFUSALS)[number];

export type Desk = {
  readonly submit: (submission: Submission) => Promise<{ readonly id: string } | { readonly refused: Refusal }>;
  /** Brings the reply to an inquiry to the citizen's telephone; false when there is no such inquiry or it has its reply. */
  readonly reply: (inquiryId: string, reply: CitizensReply) => boolean;
};

export type Submission = {
  readonly reference: string;
  readonly to: string;
  readonly sender: string;
  readonly text: string;
  readonly encoding: 'unicode' | 'ascii';
};
export type Submitted = Submission & { readonly id: string; readonly sentAt: Date };

export type CitizensText = { readonly id: string; readonly from: string; readonly to: string; readonly text: string; readonly at: Date };
/** `text` null: silence. */
export type CitizensReply = { readonly text: string | null; readonly charge: boolean };
/** `later`: the reply comes by a request of its own. Null: the answer is not as agreed. */
export type ReplyReader = (answer: { readonly status: number; readonly body: string }) => CitizensReply | 'later' | null;

/** A request of the gateway to the product. */
export type ProductCall = {
  readonly method: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
};

export function jsonAnswer(content: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(content), headers };
}

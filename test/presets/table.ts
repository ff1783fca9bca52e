import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The table of cases of one gateway, `<name>.cases.json`. */
export type Table = z.output<typeof table>;
export type Call = z.output<typeof call>;
export type Expected = z.output<typeof request>;
export type Scripted = z.output<typeof answer>;

const fields = z.record(z.string(), z.string());

/** Content of a request or an answer; one of them, or none. */
const content = {
  json: z.json().optional(),
  form: fields.optional(),
  xml: z.string().optional(),
  text: z.string().optional(),
  base64: z.string().optional(),
};

/** What must leave: `form`, `query` and `json` are compared as values, `xml` as a tree, and of the headers those that are named. */
const request = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string(),
  query: fields.default({}),
  headers: fields.default({}),
  ...content,
});

/** What the gateway answers. `times` repeats it; The ending `cut` breaks the connection in the middle, and with `silence` no answer comes. */
const answer = z.strictObject({
  status: z.int().default(200),
  headers: fields.default({}),
  times: z.int().default(1),
  ending: z.enum(['whole', 'cut', 'silence']).default('whole'),
  ...content,
});

const message = z.strictObject({
  reference: z.string(),
  to: z.string(),
  sender: z.string(),
  text: z.string(),
  template: z.strictObject({ name: z.enum(['result', 'supplement', 'apology']), values: fields }),
});

/** `outcome`, and whatever else must stand in what the hand-over came to. */
const outcome = z.looseObject({ outcome: z.string() });

const exchange = z.strictObject({ request: request.optional(), answer: answer.optional() });

const send = z.strictObject({
  title: z.string(),
  message: message.partial().default({}),
  settings: z.record(z.string(), z.json()).default({}),
  request: request.optional(),
  answer: answer.optional(),
  /** Instead of `before`, `request` and `answer`: every exchange, in order. */
  exchanges: z.array(exchange).optional(),
  outcome: outcome.optional(),
  /** The same sender hands the same message over once more. */
  again: z.strictObject({ exchanges: z.array(exchange), outcome: outcome.optional() }).optional(),
});

/** A request of the gateway. */
const call = z.strictObject({
  query: fields.default({}),
  headers: fields.default({}),
  address: z.string().nullable().default('203.0.113.7'),
  ...content,
});

const refused = z.enum(['unauthorized', 'malformed', 'invalid']);

const receipt = z.strictObject({
  title: z.string(),
  settings: z.record(z.string(), z.json()).default({}),
  call,
  receipts: z.array(z.looseObject({ status: z.string() })).optional(),
  answer: answer.optional(),
  refused: refused.optional(),
});

const reply = z.strictObject({
  answer: z.strictObject({ outcome: z.string(), reply: z.string().nullable(), charge: z.boolean() }),
  gives: answer,
});

const inquiry = z.strictObject({
  title: z.string(),
  settings: z.record(z.string(), z.json()).default({}),
  call,
  inquiry: z.looseObject({ id: z.string() }).optional(),
  replies: z.array(reply).default([]),
  ignored: z.boolean().default(false),
  refused: refused.optional(),
});

const replyCall = z.strictObject({
  title: z.string(),
  reply: z.strictObject({
    inquiryId: z.string(),
    reference: z.string(),
    to: z.string(),
    text: z.string(),
    charge: z.boolean(),
    outcome: z.string(),
    carried: fields,
  }),
  request: request.optional(),
  answer: answer.optional(),
  outcome: outcome.optional(),
});

const table = z.strictObject({
  /** The clock of every case. */
  now: z.iso.datetime(),
  /** What a preset promises, word for word. */
  capabilities: z.record(z.string(), z.json()),
  /** Follows the address of the test's server in the setting `url`. */
  path: z.string().default(''),
  settings: z.record(z.string(), z.json()),
  message,
  /** Exchanges that come before the first hand-over of a sender, such as the one for a token. */
  before: z.array(exchange).default([]),
  /** The answer of cases that name none. */
  accepted: answer.optional(),
  sends: z.array(send).default([]),
  receipts: z.array(receipt).default([]),
  inquiries: z.array(inquiry).default([]),
  replyCalls: z.array(replyCall).default([]),
});

/** @throws with each fault and its path */
export function readTable(name: string): Table {
  const file = path.join(import.meta.dirname, `${name}.cases.json`);
  const parsed = table.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${name}.cases.json:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

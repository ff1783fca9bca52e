import { z } from 'zod';
import { instantAt, type Instant } from '../domain/calendar.ts';
import type { SmsEncoding } from '../domain/sms-encoding.ts';
import type { Capabilities, ForeignReceipt, GatewayCall, GatewaySettings, HttpAnswer, Receiver, Refusal } from './gateway.ts';
import { KANNEL_CODING } from './kannel-coding.ts';
import { openDoor } from './preset/authenticity.ts';

/** Reads the calls of Kannel's smsbox: both are GET, and the secret stands in the address (docs/kannel.md). */
export function openKannelReceiver(settings: GatewaySettings, capabilities: Capabilities): Receiver {
  const isOurs = openDoor(settings, undefined);
  const silent = answerWith('', settings.encoding);
  const read = <T>(call: GatewayCall, schema: z.ZodType<T>): { readonly data: T } | Refusal => {
    if (!isOurs(call, call.query)) return { kind: 'unauthorized' };
    const fields = schema.safeParse(call.query);
    return fields.success ? fields : { kind: 'invalid', issues: fields.error.issues, data: call.query };
  };
  return {
    name: settings.name,
    capabilities,
    receipts: {
      method: 'GET',
      read(call) {
        const fields = read(call, RECEIPT);
        return 'kind' in fields ? fields : { kind: 'receipts', receipts: [receiptOf(fields.data)], answer: silent };
      },
    },
    inquiries: {
      method: 'GET',
      read(call) {
        const fields = read(call, INQUIRY);
        if ('kind' in fields) return fields;
        const { id, from, text, charset } = fields.data;
        if (charset === '8-BIT') return { kind: 'ignored', answer: silent };
        if (charset !== undefined && !READABLE.has(charset)) return { kind: 'malformed', code: 'not_utf8' };
        const inquiry = { id, from, text, at: momentOf(fields.data.at), carried: {} };
        return { kind: 'inquiry', inquiry, answer: ({ reply }) => answerWith(reply ?? '', settings.encoding) };
      },
    },
  };
}

/** `%d` of a receipt (gateways §2). A status 2 is any failure; the carrier's words say whether the message only expired. */
const STATUSES = { 1: 'delivered', 2: 'undelivered', 4: 'sent', 8: 'sent', 16: 'rejected' } as const;

const RECEIPT = z.object({
  reference: z.string().min(1, 'empty'),
  status: z.enum(['1', '2', '4', '8', '16']).transform((status) => STATUSES[status]),
  at: z.string().optional(),
  said: z.string().optional(),
});

const INQUIRY = z.object({
  id: z.string().min(1, 'empty'),
  from: z.string().min(1, 'empty'),
  text: z.string(),
  charset: z.string().optional(),
  at: z.string().optional(),
});

/** With `mo-recode` smsbox writes every text in UTF-8; a text of another charset was not understood when the address was read. */
const READABLE = new Set(['UTF-8', 'utf-8', 'US-ASCII', '']);

/** Kannel asks the carrier for a receipt of the first part only, and it stands for the whole message. */
function receiptOf({ reference, status, at, said = '' }: z.output<typeof RECEIPT>): ForeignReceipt {
  const expired = status === 'undelivered' && /\bstat:EXPIRED\b/.test(said);
  return { messageId: null, reference, status: expired ? 'expired' : status, part: null, at: momentOf(at) };
}

/** Seconds since 1970. */
function momentOf(seconds: string | undefined): Instant | null {
  return seconds !== undefined && /^\d{1,10}$/.test(seconds) ? instantAt(Number(seconds) * 1000) : null;
}

/**
 * Kannel sends the body to the citizen in the alphabet that `x-kannel-coding` names, and nothing when the body is empty (`omit-empty`). It
 * repeats a call that is answered neither 200 nor 202.
 */
function answerWith(body: string, encoding: SmsEncoding): HttpAnswer {
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8', 'x-kannel-coding': KANNEL_CODING[encoding] }, body };
}

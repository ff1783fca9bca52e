import type { z } from 'zod';
import { messageIdKey } from '../domain/message-id.ts';
import { decodeUtf8, isJsonType } from '../lib/body-text.ts';
import { networksOf, type Networks } from '../lib/networks.ts';
import type {
  Capabilities,
  ForeignInquiry,
  ForeignReceipt,
  GatewayCall,
  GatewaySettings,
  HttpAnswer,
  Receiver,
  Refusal,
} from './gateway.ts';
import { INQUIRY_BODY, RECEIPT_BODY } from './plain-bodies.ts';
import { isSigned } from './standard-webhooks.ts';

/** Reads the calls of the gateway `plain`: JSON that is signed as Standard Webhooks (contract §4). */
export function openPlainReceiver({ name, webhookSecrets, callersFrom }: GatewaySettings, capabilities: Capabilities): Receiver {
  const door: Door = { secrets: webhookSecrets, mayCall: callersFrom.length > 0 ? networksOf(callersFrom) : () => true };
  return {
    name,
    capabilities,
    inquiries: {
      method: 'POST',
      read(call) {
        const body = readBody(call, door, INQUIRY_BODY);
        if ('kind' in body) return body;
        const inquiry = inquiryOf(body.data);
        return { kind: 'inquiry', inquiry, answer: ({ outcome, reply, charge }) => jsonAnswer({ id: inquiry.id, reply, charge, outcome }) };
      },
    },
    receipts: {
      method: 'POST',
      read(call) {
        const body = readBody(call, door, RECEIPT_BODY);
        return 'kind' in body ? body : { kind: 'receipts', receipts: [receiptOf(body.data)], answer: TAKEN };
      },
    },
  };
}

type Door = { readonly secrets: readonly string[]; readonly mayCall: Networks };

/** Who calls is judged before what is said, and what is said before a field of it is believed. */
function readBody<T>(call: GatewayCall, { secrets, mayCall }: Door, schema: z.ZodType<T>): { readonly data: T } | Refusal {
  const headers = {
    id: call.header('webhook-id'),
    timestamp: call.header('webhook-timestamp'),
    signature: call.header('webhook-signature'),
  };
  if (!mayCall(call.address) || !isSigned(headers, call.body, secrets, call.nowMs))
    return { kind: 'unauthorized', scheme: 'StandardWebhooks' };
  if (!isJsonType(call.header('content-type'))) return { kind: 'malformed', code: 'not_json' };
  const text = decodeUtf8(call.body);
  if (text === null) return { kind: 'malformed', code: 'not_utf8' };
  const sent = parseJson(text);
  if (sent === undefined) return { kind: 'malformed', code: 'broken_json' };
  const read = schema.safeParse(sent);
  return read.success ? { data: read.data } : { kind: 'invalid', issues: read.error.issues, data: sent };
}

/** Undefined when it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inquiryOf({ id, from, text, at }: z.output<typeof INQUIRY_BODY>): ForeignInquiry {
  return { id, from, text, at: at ?? null, carried: {} };
}

function receiptOf({ messageId, id, status, at }: z.output<typeof RECEIPT_BODY>): ForeignReceipt {
  return { messageId: messageIdKey(messageId, 'text'), reference: id ?? null, status, part: null, at: at ?? null };
}

const TAKEN: HttpAnswer = { status: 204, headers: {}, body: null };

function jsonAnswer(body: object): HttpAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

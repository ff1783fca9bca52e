import { recordReceipt, type Receipt } from '../db/receipts.ts';
import type { Instant } from '../domain/calendar.ts';
import { believableInstant } from '../domain/foreign-instant.ts';
import { messageIdKey } from '../domain/message-id.ts';
import { storableId } from '../lib/storable-text.ts';
import type { ForeignReceipt } from '../sms/gateway.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Keeps what a gateway says of messages, also of unknown ones, and lets it end their notices (requirements §5.6, §11.3). */
export async function recordReceipts(
  { database, now }: Pick<ServiceDeps, 'database' | 'now'>,
  gateway: string,
  receipts: readonly ForeignReceipt[],
): Promise<void> {
  for (const receipt of receipts) await recordReceipt(database, storableReceipt(gateway, receipt, now()));
}

function storableReceipt(gateway: string, { messageId, reference, status, part, at }: ForeignReceipt, now: Instant): Receipt {
  return {
    gateway,
    messageId: messageIdKey(storableId(messageId ?? ''), 'text'),
    reference: storableId((reference ?? '').trim()),
    said: status,
    ...storablePart(part),
    at: believableInstant(at, now),
  };
}

/** More parts than any message has. */
const PARTS_MAX = 255;

/** A receipt with a part that cannot be is about the whole message. */
function storablePart(part: ForeignReceipt['part']): Pick<Receipt, 'part' | 'parts'> {
  if (part === null || !Number.isInteger(part.number) || !Number.isInteger(part.of)) return WHOLE;
  return part.number >= 1 && part.number <= part.of && part.of <= PARTS_MAX ? { part: part.number, parts: part.of } : WHOLE;
}

const WHOLE = { part: 0, parts: 0 } as const;

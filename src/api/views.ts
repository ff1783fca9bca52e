import type { z } from '@hono/zod-openapi';
import type { InquiryRow, NoticeRow } from '../db/lists.ts';
import { instantFrom } from '../db/open.ts';
import { maskPhone, readPhone } from '../domain/phone.ts';
import type { inquiry, notice } from './shapes.ts';

/** A row of the ledger as staff see it. */
export function noticeView({ notice: row, receiptCode }: NoticeRow): z.input<typeof notice> {
  const { key, kind, round, dueDate, status, reason, text, segments, attempts, gateway, gatewayMessageId } = row;
  return {
    key,
    receiptCode,
    kind,
    ...(round === null ? {} : { round }),
    ...(dueDate === null ? {} : { dueDate }),
    status,
    reason,
    text,
    segments,
    attempts,
    gateway,
    gatewayMessageId,
    decidedAt: instantFrom(row.decidedAt),
    dueAt: instantFrom(row.dueAt),
    sentAt: row.sentAt && instantFrom(row.sentAt),
    settledAt: row.settledAt && instantFrom(row.settledAt),
    resent: row.resent > 0,
  };
}

/** A citizen's question as operators see it: the number masked, also where the text quotes one (§9). */
export function inquiryView(row: InquiryRow): z.input<typeof inquiry> {
  const { id, gateway, text, outcome, reply, charge, source } = row;
  return {
    id,
    gateway,
    from: row.phone && masked(row.phone),
    text: text?.replace(MOBILE, maskedQuote) ?? null,
    at: instantFrom(row.sentAt),
    receivedAt: instantFrom(row.receivedAt),
    outcome,
    reply,
    charge: charge ?? false,
    source,
    answeredAt: row.answeredAt && instantFrom(row.answeredAt),
  };
}

/** What may be a mobile number in a text, however its digits are grouped. */
const MOBILE = /(?<!\d)(?:\+?84|0)(?:[\s().-]?\d){9,10}?(?!\d)/g;

function maskedQuote(quoted: string): string {
  const read = readPhone(quoted);
  return 'phone' in read ? maskPhone(read.phone) : quoted;
}

function masked(sender: string): string {
  const read = readPhone(sender);
  return 'phone' in read ? maskPhone(read.phone) : `${sender.slice(0, 3)}***`;
}

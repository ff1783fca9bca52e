import type { Instant } from '../domain/calendar.ts';
import { BUSY, type Inquiry, type InquiryAnswer, type InquiryKey } from '../domain/inquiry-answer.ts';
import type { RecentInquiries, Limit } from '../domain/inquiry-limits.ts';
import type { InquirySource } from '../domain/inquiry-outcome.ts';
import { REPEAT_WITHIN_MS } from '../domain/inquiry-reply.ts';
import { senderNumber } from '../domain/phone.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { SmsCost } from '../domain/sms-cost.ts';
import { storableId, storableText } from '../lib/storable-text.ts';
import { headOf, headRows, type DossierHead, type HeadRow } from './dossiers.ts';
import { withoutWaitingForTheDisk, type Database } from './open.ts';
import { replyReference, REPLY_LEASE_MS } from './replies.ts';
import type { inquiries } from './schema.ts';

/** How a question is kept: `renumbersRepeats` is its gateway's way, and `keys` are the codes that it may mean. */
export type Keeping = {
  readonly limits: { readonly all: Limit; readonly unknown: Limit };
  readonly keys: readonly CodeKey[];
  readonly renumbersRepeats: boolean;
};

export type BegunInquiry = {
  readonly key: InquiryKey;
  /** The answer that this message has had already (requirements §7.4). */
  readonly earlier: InquiryAnswer | null;
  /** It is a repeat that came under another id. */
  readonly isRenumbered: boolean;
  /** What its sender asked before, as either limit counts it (requirements §7.8). A pending question may be about an unknown code. */
  readonly recent: { readonly all: RecentInquiries; readonly unknown: RecentInquiries };
  /** Those of the codes that the message may mean which exist. */
  readonly heads: readonly DossierHead[];
};

/**
 * Keeps the question and reads all that its answer depends on, in one statement, because the citizen waits for each round trip.
 * The statement does not wait for the disk: the reply leaves after the answer is booked, which does wait, and PostgreSQL writes in order.
 */
export async function beginInquiry(
  { sql }: Database,
  { gateway, id, phone, text, sentAt, carried }: Inquiry,
  { limits, keys, renumbersRepeats }: Keeping,
): Promise<BegunInquiry> {
  const [allS, unknownS] = [windowSeconds(limits.all), windowSeconds(limits.unknown)];
  const kept = Object.keys(carried).length > 0 ? JSON.stringify(carried) : null;
  const againS = renumbersRepeats ? REPEAT_WITHIN_MS / 1000 : 0;
  const rows = await sql<(BegunRow & (HeadRow | { code_key: null }))[]>`
    select id, nth, outcome, reply, charge, renumbered, asked, unknown, pending, pending_of_codes as "pendingOfCodes", warned,
      warned_of_codes as "warnedOfCodes", head.*
    from keep_inquiry(${gateway}, ${id}, ${phone}, ${text}, ${sentAt}, ${kept}::jsonb, ${againS}, ${allS}, ${unknownS})
      left join (${headRows(sql, keys)}) head on true, ${withoutWaitingForTheDisk(sql)}`;
  const [row] = rows;
  if (!row) throw new Error('expected one row of keep_inquiry, came none');
  const { asked, unknown, pending, pendingOfCodes, warned, warnedOfCodes } = row;
  return {
    key: { gateway, id: row.id, nth: row.nth },
    earlier: answerOf(row),
    isRenumbered: row.renumbered,
    recent: {
      all: { count: asked, pending, warned },
      unknown: { count: unknown + pendingOfCodes, pending: pendingOfCodes, warned: warnedOfCodes },
    },
    heads: rows.flatMap((each) => (each.code_key === null ? [] : headOf(each))),
  };
}

/** All null while there is no answer. */
type AnswerRow = Pick<typeof inquiries.$inferSelect, 'outcome' | 'reply' | 'charge'>;

/** What `keep_inquiry` returns (migrations/0008_replies_and_charges.sql). */
type BegunRow = AnswerRow & {
  readonly id: string;
  readonly nth: number;
  readonly renumbered: boolean;
  readonly asked: number;
  readonly unknown: number;
  readonly pending: number;
  readonly pendingOfCodes: number;
  readonly warned: boolean;
  readonly warnedOfCodes: boolean;
};

function answerOf({ outcome, reply, charge }: AnswerRow): InquiryAnswer | null {
  return outcome === null ? null : { outcome, reply, charge: charge ?? false };
}

/** The window of a limit; a limit that is off counts nothing. */
function windowSeconds(limit: Limit): number {
  return (limit?.windowMs ?? 0) / 1000;
}

/** What is booked with an answer. `size` is null when there is no reply; `at` that moment its sender still waited for it. */
export type Booking = {
  readonly keys: readonly CodeKey[];
  readonly source: InquirySource | null;
  readonly at: Instant;
  readonly size: SmsCost | null;
  /** The reply leaves by a call of its own, which the books order in the same statement (requirements §11.5). */
  readonly byCall: boolean;
};

/** Books the answer, unless the question has one, and returns the one that is booked. */
export async function settleInquiry(
  database: Database,
  { gateway, id, nth }: InquiryKey,
  answer: InquiryAnswer,
  { keys, source, at, size, byCall }: Booking,
): Promise<InquiryAnswer> {
  const reference = byCall && answer.reply !== null ? replyReference({ gateway, id, nth }) : null;
  const [settled] = await database.sql<AnswerRow[]>`
    update inquiries set outcome = ${answer.outcome}, reply = ${answer.reply}, charge = ${answer.charge}, code_keys = ${[...keys]}::text[],
      source = ${source}, answered_at = ${at}, reply_segments = ${size?.parts ?? null}, reply_cost = ${size?.cost ?? null},
      reply_reference = ${reference}, reply_status = case when ${reference !== null} then 'created' end,
      reply_due_at = case when ${reference !== null} then now() + make_interval(secs => ${REPLY_LEASE_MS / 1000}) end
    where gateway = ${gateway} and id = ${id} and nth = ${nth} and outcome is null returning outcome, reply, charge`;
  if (settled) return answer;
  // A second statement, because the one above saw the row as it was before the first answer.
  return (await repeatAnswer(database, { gateway, id, nth }, at)) ?? answer;
}

/** The answer that is booked, which is told once more at this moment; null when there is none. */
export async function repeatAnswer({ sql }: Database, { gateway, id, nth }: InquiryKey, at: Instant): Promise<InquiryAnswer | null> {
  const [row] = await sql<AnswerRow[]>`
    update inquiries set answered_at = greatest(answered_at, ${at}::timestamptz)
    where gateway = ${gateway} and id = ${id} and nth = ${nth} and outcome is not null returning outcome, reply, charge`;
  return row ? answerOf(row) : null;
}

/**
 * Books what the sender was told at that moment without PostgreSQL, free of charge. An answer that was told later stays. The question is
 * found as a repeat finds it, because its number may have been lost on the way. Where the gateway numbers repeats anew, `again` says so, and
 * a question counts that was kept shortly before that moment, or soon after it by a statement under way.
 */
export async function rebookInquiry(
  { sql }: Database,
  { gateway, id, phone, text }: Inquiry,
  told: InquiryAnswer,
  { at, again, size }: { readonly at: Instant; readonly again: boolean; readonly size: SmsCost | null },
): Promise<void> {
  const source: InquirySource | null = told.outcome === 'answered' ? 'workflow' : null;
  await sql`
    update inquiries set outcome = ${told.outcome}, reply = ${told.reply}, charge = ${told.charge}, source = ${source}, answered_at = ${at},
      reply_segments = ${size?.parts ?? null}, reply_cost = ${size?.cost ?? null}
    where gateway = ${gateway} and phone = ${phone} and text = ${text} and (id = ${id} or (${again}
        and received_at between ${at}::timestamptz - interval '65 seconds' and ${at}::timestamptz + interval '15 seconds'))
      and (outcome is null or (charge and answered_at <= ${at}))`;
}

/** Books `busy`, free of charge, for each question whose api was killed, once its gateway asks no more (requirements §7.6). */
export async function bookAbandoned({ sql }: Database): Promise<void> {
  await sql`
    update inquiries set outcome = ${BUSY.outcome}, reply = ${BUSY.reply}, charge = ${BUSY.charge}, answered_at = now()
    where outcome is null and received_at < now() - interval '1 hour'`;
}

/** Texts longer than any SMS are read and kept only up to this length, characters. */
const MAX_TEXT = 2000;
const MAX_PHONE = 40;

/** The inquiry as PostgreSQL can keep it, from one phone however its number is written (requirements §7.8). */
export function storableInquiry(inquiry: Inquiry): Inquiry {
  return {
    ...inquiry,
    id: storableId(inquiry.id),
    phone: senderNumber(storableText(inquiry.phone, MAX_PHONE)),
    carried: storableFields(inquiry.carried),
    // Half a surrogate pair stays as U+FFFD, because without it the letters around it could look like a code.
    text: storableText(inquiry.text.toWellFormed(), MAX_TEXT),
  };
}

/** The longest that is kept of a field that the gateway wants back, characters. */
const MAX_CARRIED = 500;

function storableFields(fields: Inquiry['carried']): Inquiry['carried'] {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, storableText(value, MAX_CARRIED)]));
}

import type { Instant } from '../domain/calendar.ts';
import { BUSY, type Inquiry, type InquiryAnswer } from '../domain/inquiry-answer.ts';
import type { RecentInquiries, Limit } from '../domain/inquiry-limits.ts';
import type { InquirySource } from '../domain/inquiry-outcome.ts';
import { senderNumber } from '../domain/phone.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { storableId, storableText } from '../lib/storable-text.ts';
import { headOf, headRows, type DossierHead, type HeadRow } from './dossiers.ts';
import { withoutWaitingForTheDisk, type Database } from './open.ts';
import type { inquiries } from './schema.ts';

/** The gateway's message id and a number name an inquiry, because a gateway may use its ids again (requirements §7.4). */
export type InquiryKey = Pick<Inquiry, 'gateway' | 'id'> & { readonly nth: number };

export type BegunInquiry = {
  readonly key: InquiryKey;
  /** The answer that this message has had already (requirements §7.4). */
  readonly earlier: InquiryAnswer | null;
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
  { gateway, id, phone, text, sentAt }: Inquiry,
  limits: { readonly all: Limit; readonly unknown: Limit },
  keys: readonly CodeKey[],
): Promise<BegunInquiry> {
  const [allS, unknownS] = [windowSeconds(limits.all), windowSeconds(limits.unknown)];
  const rows = await sql<(BegunRow & (HeadRow | { code_key: null }))[]>`
    select nth, outcome, reply, charge, asked, unknown, pending, pending_of_codes as "pendingOfCodes", warned,
      warned_of_codes as "warnedOfCodes", head.*
    from begin_numbered_inquiry(${gateway}, ${id}, ${phone}, ${text}, ${sentAt}, ${allS}, ${unknownS})
      left join (${headRows(sql, keys)}) head on true, ${withoutWaitingForTheDisk(sql)}`;
  const [row] = rows;
  if (!row) throw new Error('expected one row of begin_numbered_inquiry, came none');
  const { asked, unknown, pending, pendingOfCodes, warned, warnedOfCodes } = row;
  return {
    key: { gateway, id, nth: row.nth },
    earlier: answerOf(row),
    recent: {
      all: { count: asked, pending, warned },
      unknown: { count: unknown + pendingOfCodes, pending: pendingOfCodes, warned: warnedOfCodes },
    },
    heads: rows.flatMap((each) => (each.code_key === null ? [] : headOf(each))),
  };
}

/** All null while there is no answer. */
type AnswerRow = Pick<typeof inquiries.$inferSelect, 'outcome' | 'reply' | 'charge'>;

/** What `begin_numbered_inquiry` returns (migrations/0005_message_ids_come_again.sql). */
type BegunRow = AnswerRow & {
  readonly nth: number;
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

/** Books the answer, unless the question has one, and returns the one that is booked. The sender still waited for it `at` that moment. */
export async function settleInquiry(
  database: Database,
  { gateway, id, nth }: InquiryKey,
  answer: InquiryAnswer,
  { keys, source, at }: { readonly keys: readonly CodeKey[]; readonly source: InquirySource | null; readonly at: Instant },
): Promise<InquiryAnswer> {
  const [settled] = await database.sql<AnswerRow[]>`
    update inquiries set outcome = ${answer.outcome}, reply = ${answer.reply}, charge = ${answer.charge}, code_keys = ${[...keys]}::text[],
      source = ${source}, answered_at = ${at}
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
 * found as a repeat finds it, because its number may have been lost on the way.
 */
export async function rebookInquiry({ sql }: Database, inquiry: Inquiry, told: InquiryAnswer, at: Instant): Promise<void> {
  const { gateway, id, phone, text } = inquiry;
  const source: InquirySource | null = told.outcome === 'answered' ? 'workflow' : null;
  await sql`
    update inquiries set outcome = ${told.outcome}, reply = ${told.reply}, charge = ${told.charge}, source = ${source}, answered_at = ${at}
    where gateway = ${gateway} and id = ${id} and phone = ${phone} and text = ${text}
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
    // Half a surrogate pair stays as U+FFFD, because without it the letters around it could look like a code.
    text: storableText(inquiry.text.toWellFormed(), MAX_TEXT),
  };
}

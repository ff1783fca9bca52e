import type { Instant } from '../domain/calendar.ts';
import { BUSY, type Inquiry, type InquiryAnswer } from '../domain/inquiry-answer.ts';
import type { RecentInquiries, Limit } from '../domain/inquiry-limits.ts';
import type { InquirySource } from '../domain/inquiry-outcome.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { headOf, headRows, type DossierHead, type HeadRow } from './dossiers.ts';
import type { Database } from './open.ts';
import type { inquiries } from './schema.ts';

/** The gateway's message id names an inquiry. */
type InquiryId = Pick<Inquiry, 'gateway' | 'id'>;

export type BegunInquiry = {
  /** The answer that this message has had already (requirements §7.4). */
  readonly earlier: InquiryAnswer | null;
  /** What its sender asked before, as either limit counts it (requirements §7.8). A pending question may be about an unknown code. */
  readonly recent: { readonly all: RecentInquiries; readonly unknown: RecentInquiries };
  /** Those of the codes that the message may mean which exist. */
  readonly heads: readonly DossierHead[];
};

/**
 * Keeps the question and reads all that its answer depends on, in one statement, because the citizen waits for each round trip.
 */
export async function beginInquiry(
  { sql }: Database,
  { gateway, id, phone, text, sentAt }: Inquiry,
  limits: { readonly all: Limit; readonly unknown: Limit },
  keys: readonly CodeKey[],
): Promise<BegunInquiry> {
  const [allS, unknownS] = [windowSeconds(limits.all), windowSeconds(limits.unknown)];
  const rows = await sql<(BegunRow & (HeadRow | { code_key: null }))[]>`
    select outcome, reply, charge, asked, unknown, pending, pending_of_codes as "pendingOfCodes", warned,
      warned_of_codes as "warnedOfCodes", head.*
    from begin_inquiry(${gateway}, ${id}, ${phone}, ${text}, ${sentAt}, ${allS}, ${unknownS})
      left join (${headRows(sql, keys)}) head on true`;
  const [row] = rows;
  if (!row) throw new Error('expected one row of begin_inquiry, came none');
  const { asked, unknown, pending, pendingOfCodes, warned, warnedOfCodes } = row;
  return {
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

/** What `begin_inquiry` returns (migrations/0003_inquiries_are_counted_one_by_one.sql). */
type BegunRow = AnswerRow & {
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

/** Books the answer, unless the message has one, and returns the one that is booked. The sender still waited for it `at` that moment. */
export async function settleInquiry(
  database: Database,
  inquiry: InquiryId,
  answer: InquiryAnswer,
  { keys, source, at }: { readonly keys: readonly CodeKey[]; readonly source: InquirySource | null; readonly at: Instant },
): Promise<InquiryAnswer> {
  const [settled] = await database.sql<AnswerRow[]>`
    update inquiries set outcome = ${answer.outcome}, reply = ${answer.reply}, charge = ${answer.charge}, code_keys = ${[...keys]}::text[],
      source = ${source}, answered_at = ${at}
    where gateway = ${inquiry.gateway} and id = ${inquiry.id} and outcome is null returning outcome, reply, charge`;
  if (settled) return answer;
  // A second statement, because the one above saw the row as it was before the first answer.
  return (await repeatAnswer(database, inquiry, at)) ?? answer;
}

/** The answer that is booked, which is told once more at this moment; null when there is none. */
export async function repeatAnswer({ sql }: Database, { gateway, id }: InquiryId, at: Instant): Promise<InquiryAnswer | null> {
  const [row] = await sql<AnswerRow[]>`
    update inquiries set answered_at = greatest(answered_at, ${at}::timestamptz)
    where gateway = ${gateway} and id = ${id} and outcome is not null returning outcome, reply, charge`;
  return row ? answerOf(row) : null;
}

/** Books what the sender was told at that moment without PostgreSQL, free of charge. An answer that was told later stays. */
export async function rebookInquiry({ sql }: Database, { gateway, id }: InquiryId, told: InquiryAnswer, at: Instant): Promise<void> {
  const source: InquirySource | null = told.outcome === 'answered' ? 'workflow' : null;
  await sql`
    update inquiries set outcome = ${told.outcome}, reply = ${told.reply}, charge = ${told.charge}, source = ${source}, answered_at = ${at}
    where gateway = ${gateway} and id = ${id} and (outcome is null or (charge and answered_at <= ${at}))`;
}

/** Books `busy`, free of charge, for each question whose api was killed, once its gateway asks no more (requirements §7.6). */
export async function bookAbandoned({ sql }: Database): Promise<void> {
  await sql`
    update inquiries set outcome = ${BUSY.outcome}, reply = ${BUSY.reply}, charge = ${BUSY.charge}, answered_at = now()
    where outcome is null and received_at < now() - interval '1 hour'`;
}

/** Texts longer than any SMS are read and kept only up to this length, UTF-16 units. */
const MAX_TEXT = 2000;

/** The inquiry as PostgreSQL can keep it. */
export function storableInquiry(inquiry: Inquiry): Inquiry {
  return {
    ...inquiry,
    id: storable(inquiry.id),
    phone: storable(inquiry.phone),
    text: storable(inquiry.text.slice(0, MAX_TEXT)),
  };
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

import type { Instant } from '../domain/calendar.ts';
import type { Asked, Limit } from '../domain/inquiry-limits.ts';
import type { InquiryOutcome, InquirySource } from '../domain/inquiry-outcome.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { replies } from '../domain/texts.ts';
import { headOf, headRows, type Head, type HeadRow } from './dossiers.ts';
import { ahead, type Database } from './open.ts';

export type Inquiry = {
  readonly gateway: string;
  readonly id: string;
  readonly phone: string;
  readonly text: string;
  readonly sentAt: Instant;
};
export type Answer = { readonly outcome: InquiryOutcome; readonly reply: string | null; readonly charge: boolean };

/** What the same number asked lately, for either limit; its own question is not counted. Of codes, one that is pending may prove unknown. */
export type Lately = { readonly all: Asked; readonly unknown: Asked };

/**
 * Keeps the question; answers with the answer it has had already, if any (§7.4), what its sender asked before it (§7.8), and which of the
 * codes that it may mean there are: in one statement, because each costs its citizen a way to PostgreSQL and back. Durable with its answer.
 */
export async function beginInquiry(
  { sql }: Database,
  { gateway, id, phone, text, sentAt }: Inquiry,
  limits: { readonly all: Limit; readonly unknown: Limit },
  keys: readonly CodeKey[],
): Promise<{ readonly earlier: Answer | null; readonly lately: Lately; readonly heads: readonly Head[] }> {
  const [allS, unknownS] = [limits.all, limits.unknown].map((limit) => (limit?.windowMs ?? 0) / 1000);
  const rows = await sql<(Counted & (HeadRow | { code_key: null }))[]>`
    select outcome, reply, charge, asked, unknown, pending, pending_of_codes as "pendingOfCodes", warned, warned_of_codes as "warnedOfCodes", head.*
    from begin_inquiry(${gateway}, ${id}, ${phone}, ${text}, ${sentAt}, ${allS ?? 0}, ${unknownS ?? 0}) left join (${headRows(sql, keys)}) head on true, ${ahead(sql)}`;
  const [row] = rows;
  if (!row) throw new Error('the inquiry was not kept');
  const { outcome, reply, charge, asked, unknown, pending, pendingOfCodes, warned, warnedOfCodes } = row;
  return {
    earlier: outcome === null ? null : { outcome, reply, charge: charge ?? false },
    lately: {
      all: { count: asked, pending, warned },
      unknown: { count: unknown + pendingOfCodes, pending: pendingOfCodes, warned: warnedOfCodes },
    },
    heads: rows.flatMap((each) => (each.code_key === null ? [] : headOf(each))),
  };
}

type Counted = {
  readonly outcome: InquiryOutcome | null;
  readonly reply: string | null;
  readonly charge: boolean | null;
  readonly asked: number;
  readonly unknown: number;
  readonly pending: number;
  readonly pendingOfCodes: number;
  readonly warned: boolean;
  readonly warnedOfCodes: boolean;
};

/** The first answer is the answer: whoever comes second with the same id gets that one. `at` is when its sender was still waiting for it. */
export async function settleInquiry(
  database: Database,
  inquiry: Pick<Inquiry, 'gateway' | 'id'>,
  answer: Answer,
  about: { readonly keys: readonly CodeKey[]; readonly source: InquirySource | null; readonly at: Instant },
): Promise<Answer> {
  const [settled] = await database.sql<Answer[]>`
    update inquiries set outcome = ${answer.outcome}, reply = ${answer.reply}, charge = ${answer.charge}, code_keys = ${[...about.keys]}::text[],
      source = ${about.source}, answered_at = ${about.at}
    where gateway = ${inquiry.gateway} and id = ${inquiry.id} and outcome is null returning outcome, reply, charge`;
  // A statement of its own: the one above saw the row as it was before the first answer.
  return settled ?? (await repeatAnswer(database, inquiry, about.at)) ?? answer;
}

/** The answer that it has had already, told once more at this moment. */
export async function repeatAnswer(
  { sql }: Database,
  { gateway, id }: Pick<Inquiry, 'gateway' | 'id'>,
  at: Instant,
): Promise<Answer | null> {
  const [answer] = await sql<Answer[]>`
    update inquiries set answered_at = greatest(answered_at, ${at}::timestamptz)
    where gateway = ${gateway} and id = ${id} and outcome is not null returning outcome, reply, charge`;
  return answer ?? null;
}

/** Its sender was told this at that moment without us, free of charge: what is booked becomes what was told, unless it was told otherwise later. */
export async function rebookInquiry(
  { sql }: Database,
  { gateway, id }: Pick<Inquiry, 'gateway' | 'id'>,
  told: Answer,
  at: Instant,
): Promise<void> {
  const source: InquirySource | null = told.outcome === 'answered' ? 'workflow' : null;
  await sql`
    update inquiries set outcome = ${told.outcome}, reply = ${told.reply}, charge = ${told.charge}, source = ${source}, answered_at = ${at}
    where gateway = ${gateway} and id = ${id} and (outcome is null or (charge and answered_at <= ${at}))`;
}

/** One whose api was killed before its answer, so long ago that its gateway asks no more: booked as the refusal that it was, free of charge (§7.6). */
export async function bookAbandoned({ sql }: Database): Promise<void> {
  await sql`
    update inquiries set outcome = 'busy', reply = ${replies.busy}, charge = false, answered_at = now()
    where outcome is null and received_at < now() - interval '1 hour'`;
}

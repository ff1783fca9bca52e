import type { Limit } from '../config.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Asked } from '../domain/inquiry-limits.ts';
import type { InquiryOutcome, InquirySource } from '../domain/inquiry-outcome.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';

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

/** Keeps the question; answers with the answer it has had already, if any (§7.4), and what its sender asked before it (§7.8). */
export async function beginInquiry(
  { sql }: Database,
  { gateway, id, phone, text, sentAt }: Inquiry,
  limits: { readonly all: Limit; readonly unknown: Limit },
): Promise<{ readonly earlier: Answer | null; readonly lately: Lately }> {
  const [allS, unknownS] = [limits.all, limits.unknown].map((limit) => (limit?.windowMs ?? 0) / 1000);
  const [row] = await sql<Counted[]>`
    select outcome, reply, charge, asked, unknown, pending, pending_of_codes as "pendingOfCodes", warned, warned_of_codes as "warnedOfCodes"
    from begin_inquiry(${gateway}, ${id}, ${phone}, ${text}, ${sentAt}, ${allS ?? 0}, ${unknownS ?? 0})`;
  if (!row) throw new Error('the inquiry was not kept');
  const { outcome, reply, charge, asked, unknown, pending, pendingOfCodes, warned, warnedOfCodes } = row;
  return {
    earlier: outcome === null ? null : { outcome, reply, charge: charge ?? false },
    lately: {
      all: { count: asked, pending, warned },
      unknown: { count: unknown + pendingOfCodes, pending: pendingOfCodes, warned: warnedOfCodes },
    },
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

/** The first answer is the answer: whoever comes second with the same id gets that one. */
export async function settleInquiry(
  { sql }: Database,
  { gateway, id }: Pick<Inquiry, 'gateway' | 'id'>,
  answer: Answer,
  about: { readonly keys: readonly CodeKey[]; readonly source: InquirySource | null },
): Promise<Answer> {
  const [settled] = await sql<Answer[]>`
    update inquiries set outcome = ${answer.outcome}, reply = ${answer.reply}, charge = ${answer.charge}, code_keys = ${[...about.keys]}::text[],
      source = ${about.source}, answered_at = now()
    where gateway = ${gateway} and id = ${id} and outcome is null returning outcome, reply, charge`;
  if (settled) return settled;
  // A statement of its own: the one above saw the row as it was before the first answer.
  const [first] = await sql<
    Answer[]
  >`select outcome, reply, charge from inquiries where gateway = ${gateway} and id = ${id} and outcome is not null`;
  return first ?? answer;
}

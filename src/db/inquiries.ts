import type { Limit } from '../config.ts';
import type { Instant } from '../domain/calendar.ts';
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

/** What the same number asked lately; its own question is not counted. */
export type Lately = { readonly asked: number; readonly unknown: number; readonly warned: boolean; readonly warnedOfCodes: boolean };

/** Keeps the question; answers with the answer it has had already, if any (§7.4), and what its sender asked lately (§7.8). */
export async function beginInquiry(
  { sql }: Database,
  { gateway, id, phone, text, sentAt }: Inquiry,
  limits: { readonly all: Limit; readonly unknown: Limit },
): Promise<{ readonly earlier: Answer | null; readonly lately: Lately }> {
  const [allS, unknownS] = [limits.all, limits.unknown].map((limit) => (limit?.windowMs ?? 0) / 1000);
  const [row] = await sql<(Lately & { outcome: InquiryOutcome | null; reply: string | null; charge: boolean | null })[]>`
    with kept as (
      insert into inquiries (gateway, id, phone, text, sent_at) values (${gateway}, ${id}, ${phone}, ${text}, ${sentAt}) on conflict do nothing
    ), lately as (
      select
        count(*) filter (where age < ${allS ?? 0} and (outcome is null or outcome not in ('too_many', 'ignored')))::int as asked,
        count(*) filter (where age < ${unknownS ?? 0} and outcome = 'unknown')::int as unknown,
        coalesce(bool_or(age < ${allS ?? 0} and outcome = 'too_many'), false) as warned,
        coalesce(bool_or(age < ${unknownS ?? 0} and outcome = 'too_many'), false) as "warnedOfCodes"
      from (
        select outcome, extract(epoch from now() - received_at) as age from inquiries
        where phone = ${phone} and received_at > now() - make_interval(secs => ${Math.max(allS ?? 0, unknownS ?? 0)}) and (gateway, id) <> (${gateway}, ${id})
      ) recent
    )
    select lately.*, i.outcome, i.reply, i.charge from lately left join inquiries i on i.gateway = ${gateway} and i.id = ${id} and i.outcome is not null`;
  if (!row) throw new Error('the inquiry was not kept');
  const { outcome, reply, charge, ...lately } = row;
  return { earlier: outcome === null ? null : { outcome, reply, charge: charge ?? false }, lately };
}

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

import { randomBytes } from 'node:crypto';
import type { Instant, LocalDate } from '../domain/calendar.ts';
import { MAX_EVENTS, type DossierEvent, type Registration } from '../domain/dossier.ts';
import type { Phone } from '../domain/phone.ts';
import { codeKey, type CodeKey, type ReceiptCode } from '../domain/receipt-code.ts';
import type { Refusal } from '../domain/refusal.ts';
import { instantFrom, type Database } from './open.ts';

/** A citizen's number as it may be stored: usable, or why not (requirements §3.3). */
export type Contact = { readonly phone: Phone | null; readonly problem: string | null };

/** What the journal keeps of an event, without `seq` and `recordedAt`, which it gives itself; `occurredAt` null is "now". */
export type NewEvent = {
  readonly eventId: string;
  readonly type: DossierEvent['type'];
  readonly body: Readonly<Record<string, string>>;
  readonly occurredAt: Instant | null;
  readonly actor: string;
  /** The request as it was sent: the same content is a repetition, another a conflict (§4.2). Only its keyed hash is stored. */
  readonly content: string;
  readonly contact: Contact | null;
  /** Of a `reschedule`: must not lie before the day of receipt. */
  readonly dueDate: LocalDate | null;
};

export type Appended =
  | {
      readonly kind: 'recorded' | 'same';
      readonly receiptCode: ReceiptCode;
      readonly seq: number;
      readonly recordedAt: Instant;
      readonly occurredAt: Instant;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'due_before_receipt'; readonly receivedOn: LocalDate };

export type Registered = { readonly kind: 'registered'; readonly registration: Registration } | { readonly kind: 'same' | 'conflict' };

/** How long the process that wrote an event has to deliver it before another one may, seconds. */
const DELIVERY_LEASE = '5 seconds';

/** Takes a dossier in: its head, its contact row, its first journal entry and the order to start its workflow, in one statement (§3). */
export async function registerDossier(
  { sql }: Database,
  registration: Omit<Registration, 'recordedAt'>,
  request: { readonly content: string; readonly contact: Contact; readonly actor: string; readonly receivedOn: LocalDate },
): Promise<Registered> {
  const { receiptCode, agency, procedure, dueDate, step, policy, receivedAt } = registration;
  const key = codeKey(receiptCode);
  const body = JSON.stringify({ receiptCode, agency, procedure, dueDate, step, policy });
  const [made] = await sql<{ recorded_at: string }[]>`
    with entry as (
      select ${randomBytes(32)}::bytea as key, ${body}::jsonb as body, date_trunc('milliseconds', statement_timestamp()) as at
    ), made as (
      insert into dossiers (code_key, receipt_code, agency, received_on, seq, hash, recorded_at)
      select ${key}, ${receiptCode}, ${agency}, ${request.receivedOn}::date, 0,
        event_hash(''::bytea, 0, null, 'register', body, ${receivedAt}::timestamptz, at, ${request.actor}, keyed_digest(key, ${request.content})), at
      from entry on conflict do nothing returning code_key, hash, recorded_at
    ), contact as (
      insert into contacts (code_key, phone, problem, key)
      select made.code_key, ${request.contact.phone}, ${request.contact.problem}, key from made, entry
    ), event as (
      insert into events (code_key, seq, type, body, occurred_at, recorded_at, actor, digest, hash)
      select made.code_key, 0, 'register', body, ${receivedAt}::timestamptz, at, ${request.actor}, keyed_digest(key, ${request.content}), made.hash from made, entry
    ), queued as (
      insert into outbox (code_key, seq, due_at) select code_key, 0, recorded_at + ${DELIVERY_LEASE}::interval from made
    )
    select recorded_at from made`;
  if (made) return { kind: 'registered', registration: { ...registration, recordedAt: instantFrom(made.recorded_at) } };
  const [before] = await sql<{ same: boolean | null }[]>`
    select e.digest = keyed_digest(c.key, ${request.content}) as same
    from events e join contacts c using (code_key) where e.code_key = ${key} and e.seq = 0`;
  return { kind: before?.same ? 'same' : 'conflict' };
}

/** One statement is the acknowledgement: numbered, hashed over the one before, ordered to be delivered (architecture §2.2). */
export async function appendEvent(database: Database, key: CodeKey, event: NewEvent): Promise<Appended> {
  for (let attempt = 1; ; attempt++) {
    const answer = await tryAppend(database, key, event).catch((error: unknown) => {
      if (attempt < 5 && isSameEventAtOnce(error)) return null;
      throw error;
    });
    const decided = answer && decide(answer, event);
    if (decided) return decided;
    if (attempt >= 5) throw new Error(`the journal did not settle on an event of dossier ${key} in ${attempt} attempts`);
  }
}

type Answer = {
  receipt_code: string | null;
  received_on: string | null;
  was_closed: boolean | null;
  last_seq: number | null;
  prior_seq: number | null;
  prior_recorded_at: string | null;
  prior_occurred_at: string | null;
  same: boolean | null;
  seq: number | null;
  recorded_at: string | null;
  occurred_at: string | null;
};

async function tryAppend({ sql }: Database, key: CodeKey, event: NewEvent): Promise<Answer> {
  const rows = await sql<Answer[]>`
    with prior as materialized (
      select seq, recorded_at, occurred_at, digest from events where code_key = ${key} and event_id = ${event.eventId}
    ), head as (
      update dossiers d set
        seq = d.seq + 1,
        recorded_at = next_instant(d.recorded_at),
        closed_at = case when ${event.type} = 'close' then next_instant(d.recorded_at) end,
        hash = event_hash(d.hash, d.seq + 1, ${event.eventId}, ${event.type}, ${JSON.stringify(event.body)}::jsonb,
          coalesce(${event.occurredAt}::timestamptz, next_instant(d.recorded_at)), next_instant(d.recorded_at),
          ${event.actor}, keyed_digest(c.key, ${event.content}))
      from contacts c
      where d.code_key = ${key} and c.code_key = d.code_key and d.closed_at is null and d.seq < ${MAX_EVENTS}
        and not exists (select from prior) and (${event.dueDate}::date is null or ${event.dueDate}::date >= d.received_on)
      returning d.code_key, d.receipt_code, d.seq, d.recorded_at, coalesce(${event.occurredAt}::timestamptz, d.recorded_at) as occurred_at, d.hash,
        keyed_digest(c.key, ${event.content}) as digest
    ), entry as (
      insert into events (code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, digest, hash)
      select code_key, seq, ${event.eventId}, ${event.type}, ${JSON.stringify(event.body)}::jsonb, occurred_at, recorded_at, ${event.actor}, digest, hash from head
    ), queued as (
      insert into outbox (code_key, seq, due_at) select code_key, seq, recorded_at + ${DELIVERY_LEASE}::interval from head
    ), contact as (
      update contacts c set phone = ${event.contact?.phone ?? null}, problem = ${event.contact?.problem ?? null}
      from head where c.code_key = head.code_key and ${event.type} = 'contact'
    )
    select d.receipt_code, d.received_on::text, d.closed_at is not null as was_closed, d.seq as last_seq,
      prior.seq as prior_seq, prior.recorded_at as prior_recorded_at, prior.occurred_at as prior_occurred_at,
      prior.digest = keyed_digest(c.key, ${event.content}) as same,
      head.seq, head.recorded_at, head.occurred_at
    from (select) one
      left join dossiers d on d.code_key = ${key} left join contacts c on c.code_key = d.code_key
      left join prior on true left join head on true`;
  const [answer] = rows;
  if (!answer) throw new Error('the journal gave no answer');
  return answer;
}

/** Null when another writer came between: then it is asked again. */
function decide(answer: Answer, event: NewEvent): Appended | null {
  const { receipt_code: code, seq, recorded_at: recordedAt, occurred_at: occurredAt } = answer;
  if (code === null) return { kind: 'refused', refusal: 'dossier_not_found' };
  const receiptCode = code as ReceiptCode;
  if (seq !== null && recordedAt !== null && occurredAt !== null)
    return { kind: 'recorded', receiptCode, seq, recordedAt: instantFrom(recordedAt), occurredAt: instantFrom(occurredAt) };
  if (answer.prior_seq !== null && answer.prior_recorded_at !== null && answer.prior_occurred_at !== null) {
    if (!answer.same) return { kind: 'refused', refusal: 'event_conflict' };
    const prior = {
      seq: answer.prior_seq,
      recordedAt: instantFrom(answer.prior_recorded_at),
      occurredAt: instantFrom(answer.prior_occurred_at),
    };
    return { kind: 'same', receiptCode, ...prior };
  }
  if (answer.was_closed) return { kind: 'refused', refusal: 'dossier_closed' };
  if ((answer.last_seq ?? 0) >= MAX_EVENTS) return { kind: 'refused', refusal: 'too_many_events' };
  const receivedOn = answer.received_on as LocalDate | null;
  if (receivedOn !== null && event.dueDate !== null && event.dueDate < receivedOn) return { kind: 'due_before_receipt', receivedOn };
  return null;
}

function isSameEventAtOnce(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

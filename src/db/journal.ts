import type { Instant, LocalDate } from '../domain/calendar.ts';
import type { Contact } from '../domain/contact.ts';
import { INFORMED_AFTER_CLOSE_DAYS, roomFor, wouldArrive, type DossierEvent } from '../domain/dossier.ts';
import type { CodeKey, ReceiptCode } from '../domain/receipt-code.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import { createBatcher } from '../lib/batch.ts';
import { readFoldedDossier } from './dossiers.ts';
import { instantFrom, isUnavailable, type Database } from './open.ts';
import { DELIVERY_LEASE } from './outbox.ts';
import type { dossiers, events } from './schema.ts';
import type { Nullable, SqlRow } from './sql-row.ts';

/** An event for the journal, which gives it `seq` and `recordedAt`. An `occurredAt` of null means now. */
export type NewEvent = {
  readonly eventId: string;
  readonly type: DossierEvent['type'];
  readonly body: Readonly<Record<string, string>>;
  readonly occurredAt: Instant | null;
  readonly actor: string;
  /**
   * The request as it was sent. The same content is a repetition, other content a conflict (requirements §4.2). Only its keyed hash is
   * stored.
   */
  readonly content: string;
  readonly contact: Contact | null;
  /** The date of a `reschedule`, which must not be before the day of receipt. */
  readonly dueDate: LocalDate | null;
  /** The sender saw the dossier after this event; null: it does not matter what came since. */
  readonly expectedSeq: number | null;
  /** The sender knows of the dossiers of these agencies alone; null: of all (requirements §8.1). */
  readonly agencies: Scope['agencies'];
};

export type Appended =
  | {
      readonly kind: 'recorded' | 'same';
      readonly receiptCode: ReceiptCode;
      readonly seq: number;
      readonly recordedAt: Instant;
      readonly occurredAt: Instant;
      /** Whether the event changes nothing, because a newer one has overtaken it (requirements §4.4). */
      readonly isOvertaken: boolean;
      /** Whether the one re-appointment that the law allows had been used (requirements §4.10). */
      readonly isReappointedBefore: boolean;
      /** Whether it is in the journal alone (requirements §4.9). */
      readonly isAfterClose: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'due_before_receipt'; readonly receivedOn: LocalDate }
  | { readonly kind: 'notice_unknown' };

/** Writes an event. While many come at once, events of several dossiers share a statement. */
export type EventWriter = (key: CodeKey, event: NewEvent) => Promise<Appended>;

/** At most so many statements at the same time, and events in one statement. */
const BATCHES = { concurrency: 4, maxItems: 16 } as const;

/** One statement numbers an event, hashes it with the previous one and orders its delivery. Then it is acknowledged (architecture §2.2). */
export function openEventWriter(database: Database): EventWriter {
  const append = createBatcher<Item, Answer>({
    run: (items) => appendBatch(database, items),
    keyOf: ({ key }) => key,
    retriesSingly: (error) => !isUnavailable(error),
    ...BATCHES,
  });
  return async (key, event) => {
    let room = roomFor(event.type);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const answer = await append({ key, event, room }).catch((error: unknown) => {
        if (attempt < ATTEMPTS && isUniqueViolation(error)) return null;
        throw error;
      });
      if (answer === null) continue;
      const decided = decide(answer, event, room);
      if (decided?.kind === 'recorded' && missedEvents(answer) && isJudgedByOthers(event)) {
        // A writer of another process came between; its event is not in what this statement saw, but in what a repetition sees.
        const repeated = decide(await append({ key, event, room }), event, room);
        return repeated?.kind === 'same' ? { ...repeated, kind: 'recorded' } : decided;
      }
      if (decided?.kind === 'refused' && decided.refusal === 'too_many_events') {
        const more = await roomOfArrival(database, key, event, answer);
        if (more > room && attempt < ATTEMPTS) {
          room = more;
          continue;
        }
      }
      if (decided) return decided;
    }
    throw new Error(`the journal did not settle on an event of dossier ${key} in ${ATTEMPTS} attempts`);
  };
}

const ATTEMPTS = 5;

const INFORMED_TIME = `${INFORMED_AFTER_CLOSE_DAYS} days`;

/** `room`: the event is taken while the dossier has fewer events than this. */
type Item = { readonly key: CodeKey; readonly event: NewEvent; readonly room: number };

type EventRow = SqlRow<typeof events>;

/** The dossier as it was before, the event that has the same id if there is one, and the event that was written, if it was. */
type Answer = Nullable<
  Pick<SqlRow<typeof dossiers>, 'receipt_code' | 'received_on'> & {
    readonly was_closed: boolean;
    readonly takes_informed: boolean;
    readonly notice_known: boolean;
    readonly last_seq: number;
    readonly prior_seq: EventRow['seq'];
    readonly prior_recorded_at: EventRow['recorded_at'];
    readonly prior_occurred_at: EventRow['occurred_at'];
    readonly same: boolean;
    readonly is_overtaken: boolean;
    readonly is_reappointed_before: boolean;
    readonly is_after_close: boolean;
  } & Pick<EventRow, 'seq' | 'recorded_at' | 'occurred_at'>
>;

/**
 * Writes events of different dossiers and answers in the order of the items. The dossiers are locked in the order of their keys, so that
 * two processes never wait for each other. `sent` hides the number of events from the planner, which would otherwise plan anew for each
 * number.
 */
async function appendBatch({ sql }: Database, items: readonly Item[]): Promise<Answer[]> {
  const texts = (read: (event: NewEvent) => string | null | undefined) => items.map(({ event }) => read(event) ?? null);
  const rows = await sql<Answer[]>`
    with sent as materialized (
      select ${items.map(({ key }) => key)}::text[] as keys,
        ${texts(({ eventId }) => eventId)}::text[] as ids, ${texts(({ type }) => type)}::text[] as types,
        ${texts(({ body }) => JSON.stringify(body))}::text[] as bodies, ${texts((event) => event.occurredAt)}::text[] as instants,
        ${texts(({ actor }) => actor)}::text[] as actors, ${texts(({ content }) => content)}::text[] as contents,
        ${texts(({ dueDate }) => dueDate)}::text[] as dates, ${texts(({ contact }) => contact?.phone)}::text[] as phones,
        ${texts(({ contact }) => contact?.problem)}::text[] as problems, ${items.map(({ room }) => room)}::int[] as rooms,
        ${items.map(({ event }) => event.expectedSeq)}::int[] as expected_seqs,
        ${texts(({ agencies }) => agencies && JSON.stringify(agencies))}::text[] as scopes
    ), input as materialized (
      select nth, code_key, event_id, type, body::jsonb as body, occurred_at::timestamptz as occurred_at, actor, content,
        due_date::date as due_date, phone, problem, room, expected_seq, agencies::jsonb as agencies,
        type <> 'informed' or code_key = (select n.code_key from notices n where n.key = body::jsonb ->> 'notice') as notice_known
      from sent, unnest(keys, ids, types, bodies, instants, actors, contents, dates, phones, problems, rooms, expected_seqs, scopes)
        with ordinality as one (code_key, event_id, type, body, occurred_at, actor, content, due_date, phone, problem, room, expected_seq,
          agencies, nth)
    ), locked as materialized (
      select d.code_key from dossiers d join input i using (code_key) where i.agencies is null or i.agencies ? d.agency
      order by d.code_key for update of d
    ), prior as materialized (
      select nth, seq, recorded_at, e.occurred_at, digest from input join events e using (code_key, event_id)
    ), head as (
      update dossiers d set
        seq = d.seq + 1,
        recorded_at = next_instant(d.recorded_at),
        closed_at = case when i.type = 'close' then next_instant(d.recorded_at) else d.closed_at end,
        hash = event_hash(d.hash, d.seq + 1, i.event_id, i.type, i.body, coalesce(i.occurred_at, next_instant(d.recorded_at)),
          next_instant(d.recorded_at), i.actor, keyed_digest(c.key, i.content))
      from input i join locked using (code_key) join contacts c using (code_key)
      where d.code_key = i.code_key and not exists (select from prior where prior.nth = i.nth)
        and (i.expected_seq is null or i.expected_seq = d.seq) and i.notice_known
        and case when d.closed_at is null then d.seq < i.room
          else i.type = 'informed' and d.closed_at > statement_timestamp() - ${INFORMED_TIME}::interval and c.key is not null end
        and (i.due_date is null or i.due_date >= d.received_on)
      returning i.nth, d.code_key, d.seq, d.recorded_at, coalesce(i.occurred_at, d.recorded_at) as occurred_at, d.hash,
        i.event_id, i.type, i.body, i.actor, i.phone, i.problem, keyed_digest(c.key, i.content) as digest,
        i.type = 'informed' and d.closed_at is not null as is_after_close
    ), entry as (
      insert into events (code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, digest, hash)
      select code_key, seq, event_id, type, body, occurred_at, recorded_at, actor, digest, hash from head
    ), queued as (
      insert into outbox (code_key, seq, due_at) select code_key, seq, recorded_at + ${DELIVERY_LEASE}::interval from head
        where not is_after_close
    ), contact as (
      update contacts c set phone = head.phone, problem = head.problem from head where c.code_key = head.code_key and head.type = 'contact'
    )
    select d.receipt_code, d.received_on::text, d.closed_at is not null as was_closed, d.seq as last_seq, i.notice_known,
      i.type = 'informed' and d.closed_at > statement_timestamp() - ${INFORMED_TIME}::interval and c.key is not null as takes_informed,
      prior.seq as prior_seq, prior.recorded_at as prior_recorded_at, prior.occurred_at as prior_occurred_at,
      prior.digest = keyed_digest(c.key, i.content) as same,
      head.seq, head.recorded_at, head.occurred_at, head.is_after_close,
      i.type = 'progress' and i.occurred_at <> coalesce(prior.recorded_at, head.recorded_at) and exists (
        select from events e where e.code_key = i.code_key and e.seq < coalesce(prior.seq, head.seq) and e.type = 'progress'
          and e.occurred_at <> e.recorded_at and e.occurred_at > i.occurred_at
      ) as is_overtaken,
      i.type = 'reschedule' and i.body ->> 'reason' = 'reappointment' and exists (
        select from events e where e.code_key = i.code_key and e.seq < coalesce(prior.seq, head.seq) and e.type = 'reschedule'
          and e.body ->> 'reason' = 'reappointment'
      ) as is_reappointed_before
    from input i
      left join dossiers d on d.code_key = i.code_key and (i.agencies is null or i.agencies ? d.agency)
      left join contacts c on c.code_key = i.code_key
      left join prior using (nth) left join head using (nth)
    order by i.nth`;
  if (rows.length !== items.length) throw new Error(`expected ${items.length} answers of the journal, came ${rows.length}`);
  return rows;
}

/** Null when another writer changed the dossier meanwhile; then the event is tried again. */
function decide(answer: Answer, event: NewEvent, room: number): Appended | null {
  const { receipt_code: receiptCode, received_on: receivedOn, last_seq: lastSeq } = answer;
  if (receiptCode === null || lastSeq === null) return { kind: 'refused', refusal: 'dossier_not_found' };
  const written = writtenOf(answer, receiptCode);
  if (written !== null) return written.kind === 'recorded' || answer.same ? written : { kind: 'refused', refusal: 'event_conflict' };
  if (event.expectedSeq !== null && event.expectedSeq !== lastSeq) return { kind: 'refused', refusal: 'changed_meanwhile' };
  if (answer.was_closed && !answer.takes_informed) return { kind: 'refused', refusal: 'dossier_closed' };
  if (!answer.notice_known) return { kind: 'notice_unknown' };
  if (!answer.was_closed && lastSeq >= room) return { kind: 'refused', refusal: 'too_many_events' };
  if (receivedOn !== null && event.dueDate !== null && event.dueDate < receivedOn) return { kind: 'due_before_receipt', receivedOn };
  return null;
}

/** The event that was written, or the one that had its id before. */
function writtenOf(answer: Answer, receiptCode: ReceiptCode): Extract<Appended, { readonly kind: 'recorded' | 'same' }> | null {
  const seq = answer.seq ?? answer.prior_seq;
  const recordedAt = answer.recorded_at ?? answer.prior_recorded_at;
  const occurredAt = answer.occurred_at ?? answer.prior_occurred_at;
  if (seq === null || recordedAt === null || occurredAt === null) return null;
  return {
    kind: answer.seq === null ? 'same' : 'recorded',
    receiptCode,
    seq,
    recordedAt: instantFrom(recordedAt),
    occurredAt: instantFrom(occurredAt),
    isOvertaken: answer.is_overtaken === true,
    isReappointedBefore: answer.is_reappointed_before === true,
    isAfterClose: answer.is_after_close === true,
  };
}

/** Whether an event was written after others that its statement did not see. */
function missedEvents({ seq, last_seq: lastSeq }: Answer): boolean {
  return seq !== (lastSeq ?? 0) + 1;
}

/** Whether the warnings of an event depend on the events before it. */
function isJudgedByOthers({ type, occurredAt, body }: NewEvent): boolean {
  return (type === 'progress' && occurredAt !== null) || (type === 'reschedule' && body['reason'] === 'reappointment');
}

/**
 * The room for an arrival at `Trả kết quả` (requirements §4.7): only the journal's fold knows whether this is one. It holds while nothing
 * else is recorded, because the next event may change the step. 0: it is no arrival, or there is no room for one either.
 */
async function roomOfArrival(database: Database, key: CodeKey, { type, body, occurredAt }: NewEvent, { last_seq: lastSeq }: Answer) {
  if (type !== 'progress' || lastSeq === null || lastSeq >= roomFor('arrival')) return 0;
  const dossier = await readFoldedDossier(database, key);
  return dossier && wouldArrive(dossier, body['step'], occurredAt) ? lastSeq + 1 : 0;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

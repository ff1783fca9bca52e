import { randomBytes } from 'node:crypto';
import type { LocalDate } from '../domain/calendar.ts';
import type { Contact } from '../domain/contact.ts';
import type { Registration } from '../domain/dossier.ts';
import { codeKey } from '../domain/receipt-code.ts';
import { instantFrom, type Database } from './open.ts';
import { DELIVERY_LEASE } from './outbox.ts';

/** `same`: the dossier was registered before by the same request. */
export type Registered = { readonly kind: 'registered'; readonly registration: Registration } | { readonly kind: 'same' | 'conflict' };

/**
 * Registers a dossier (requirements §3). One statement writes its head, its contact, its first event and the order to start its workflow.
 */
export async function writeRegistration(
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
        event_hash(''::bytea, 0, null, 'register', body, ${receivedAt}::timestamptz, at, ${request.actor},
          keyed_digest(key, ${request.content})), at
      from entry on conflict do nothing returning code_key, hash, recorded_at
    ), contact as (
      insert into contacts (code_key, phone, problem, key)
      select made.code_key, ${request.contact.phone}, ${request.contact.problem}, key from made, entry
    ), event as (
      insert into events (code_key, seq, type, body, occurred_at, recorded_at, actor, digest, hash)
      select made.code_key, 0, 'register', body, ${receivedAt}::timestamptz, at, ${request.actor}, keyed_digest(key, ${request.content}),
        made.hash from made, entry
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

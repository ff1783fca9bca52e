import { eventOf } from '../db/dossiers.ts';
import type { NewEvent } from '../db/journal.ts';
import { plusMs, type Instant, type LocalDate } from '../domain/calendar.ts';
import { CLOCK_TOLERANCE_MS, type Outcome, type RESCHEDULE_REASONS } from '../domain/dossier.ts';
import { resemblesFixedName, tidyName } from '../domain/fixed-names.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { FieldRefusal, Refusal } from '../domain/refusal.ts';
import { readContact } from '../domain/contact.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What the one-stop software says about a dossier (requirements §4). The sender chooses `eventId`; without `occurredAt` it happens now. */
export type EventRequest = { readonly eventId: string; readonly occurredAt?: Instant | undefined } & (
  | { readonly type: 'progress'; readonly step?: string | undefined; readonly state?: string | undefined }
  | { readonly type: 'reschedule'; readonly dueDate: LocalDate; readonly reason: (typeof RESCHEDULE_REASONS)[number] }
  | { readonly type: 'contact'; readonly phone: string | null }
  | { readonly type: 'close'; readonly outcome: Outcome }
);

/**
 * What the sender of an accepted event should know. `older_than_in_force`: it changes nothing (requirements §4.4). `resembles_fixed_name`:
 * its step or state is a fixed name only in an encoding of older software (requirements §4.3).
 */
export const EVENT_WARNINGS = ['older_than_in_force', 'resembles_fixed_name'] as const;
export type EventWarning = (typeof EVENT_WARNINGS)[number];

/** `same`: the journal had it already. Then the warnings are the same, too. */
export type RecordResult =
  | {
      readonly kind: 'recorded' | 'same';
      readonly seq: number;
      readonly recordedAt: Instant;
      readonly warnings: readonly EventWarning[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal };

type Deps = Pick<ServiceDeps, 'writeEvent' | 'deliver' | 'now'>;

/** Records an event of the dossier with this code, in any spelling. A recorded event reaches the workflow, whatever is down meanwhile. */
export async function recordEvent(
  { writeEvent, deliver, now }: Deps,
  code: string,
  request: EventRequest,
  actor: string,
): Promise<RecordResult> {
  if (request.occurredAt !== undefined && request.occurredAt > plusMs(now(), CLOCK_TOLERANCE_MS))
    return { kind: 'field_refused', refusal: { kind: 'occurred_in_the_future' } };
  const entry = entryFor(request, actor);
  const done = await writeEvent(codeKey(code), entry);
  if (done.kind === 'refused') return done;
  if (done.kind === 'due_before_receipt') return { kind: 'field_refused', refusal: done };
  const { kind, receiptCode, seq, recordedAt, occurredAt } = done;
  if (kind === 'recorded') deliver({ receiptCode, events: [eventOf({ seq, type: entry.type, body: entry.body, occurredAt, recordedAt })] });
  return { kind, seq, recordedAt, warnings: warningsOf(request, done.isOvertaken) };
}

function warningsOf(request: EventRequest, isOvertaken: boolean): EventWarning[] {
  const names = request.type === 'progress' ? [request.step, request.state] : [];
  const resembles = names.some((name) => name !== undefined && resemblesFixedName(name));
  const told = { older_than_in_force: isOvertaken, resembles_fixed_name: resembles };
  return EVENT_WARNINGS.filter((warning) => told[warning]);
}

/** A phone number goes to the contact row; the journal says only what became of it (requirements §9). */
function entryFor(request: EventRequest, actor: string): NewEvent {
  const { eventId, occurredAt = null, type, ...fields } = request;
  const contact = request.type === 'contact' ? readContact(request.phone) : null;
  const body = contact ? { phone: contact.problem ?? (contact.phone ? 'given' : 'none') } : textsOf(fields);
  const content = JSON.stringify([type, occurredAt, contact ?? Object.entries(body).toSorted(byName)]);
  return { eventId, type, body, occurredAt, actor, content, contact, dueDate: request.type === 'reschedule' ? request.dueDate : null };
}

/** The journal keeps what was sent, and only trims it (requirements §4.3). */
function textsOf(fields: Readonly<Record<string, string | null | undefined>>): NewEvent['body'] {
  const texts = Object.entries(fields).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(texts.map(([name, text]) => [name, tidyName(text)]));
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}

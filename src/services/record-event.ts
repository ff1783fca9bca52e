import { eventOf } from '../db/dossiers.ts';
import type { NewEvent } from '../db/journal.ts';
import { plusMs, type Instant, type LocalDate } from '../domain/calendar.ts';
import { CLOCK_TOLERANCE_MS, type INFORMED_BY, type Outcome, type RESCHEDULE_REASONS } from '../domain/dossier.ts';
import { resemblesFixedName, tidyName } from '../domain/fixed-names.ts';
import { maskNumbers } from '../domain/mask-numbers.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { FieldRefusal, Refusal } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import { readContact } from '../domain/contact.ts';
import type { ServiceDeps } from './service-deps.ts';

/**
 * What the one-stop software says about a dossier (requirements §4). The sender chooses `eventId`; without `occurredAt` it happens now. With
 * `expectedSeq` it is recorded only when that event is still the last one.
 */
export type EventRequest = {
  readonly eventId: string;
  readonly occurredAt?: Instant | undefined;
  readonly expectedSeq?: number | undefined;
} & (
  | {
      readonly type: 'progress';
      readonly step?: string | undefined;
      readonly state?: string | undefined;
      readonly note?: string | undefined;
    }
  | {
      readonly type: 'reschedule';
      readonly dueDate: LocalDate;
      readonly reason: (typeof RESCHEDULE_REASONS)[number];
      readonly note?: string | undefined;
    }
  | { readonly type: 'contact'; readonly phone: string | null }
  | { readonly type: 'informed'; readonly notice: string; readonly by: (typeof INFORMED_BY)[number] }
  | { readonly type: 'close'; readonly outcome: Outcome; readonly note?: string | undefined }
);

/**
 * What the sender of an accepted event should know. `older_than_in_force`: it changes nothing (requirements §4.4). `reappointed_before`: the
 * law allows only one re-appointment (requirements §4.10). `resembles_fixed_name`: its step or state is a fixed name only in an encoding of
 * older software (requirements §4.3).
 */
export const EVENT_WARNINGS = ['older_than_in_force', 'reappointed_before', 'resembles_fixed_name'] as const;
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
  scope: Scope,
  code: string,
  request: EventRequest,
  actor: string,
): Promise<RecordResult> {
  const refusal = refuseEvent(request, code, now());
  if (refusal) return { kind: 'field_refused', refusal };
  const entry = { ...entryFor(request, actor), agencies: scope.agencies };
  const done = await writeEvent(codeKey(code), entry);
  if (done.kind === 'refused') return done;
  if (done.kind === 'due_before_receipt' || done.kind === 'notice_unknown') return { kind: 'field_refused', refusal: done };
  const { kind, receiptCode, seq, recordedAt, occurredAt } = done;
  if (kind === 'recorded' && !done.isAfterClose)
    deliver({ receiptCode, events: [eventOf({ seq, type: entry.type, body: entry.body, occurredAt, recordedAt })] });
  return { kind, seq, recordedAt, warnings: warningsOf(request, done) };
}

/** The rules that need no look at the dossier (requirements §4.6, §4.8). */
export function refuseEvent(request: EventRequest, code: string, now: Instant): FieldRefusal | null {
  if (request.occurredAt !== undefined && request.occurredAt > plusMs(now, CLOCK_TOLERANCE_MS)) return { kind: 'occurred_in_the_future' };
  return hasNumberInNote(request, code) ? { kind: 'telephone_number' } : null;
}

/** A note stays in the journal for ever (requirements §4.8). The dossier's own code does not count as a number. */
function hasNumberInNote(request: EventRequest, code: string): boolean {
  const note = 'note' in request ? request.note : undefined;
  return note !== undefined && maskNumbers(note, { codes: [codeKey(code)], sender: null }) !== note;
}

type Judged = { readonly isOvertaken: boolean; readonly isReappointedBefore: boolean };

export function warningsOf(request: EventRequest, { isOvertaken, isReappointedBefore }: Judged): EventWarning[] {
  const names = request.type === 'progress' ? [request.step, request.state] : [];
  const resembles = names.some((name) => name !== undefined && resemblesFixedName(name));
  const told = { older_than_in_force: isOvertaken, reappointed_before: isReappointedBefore, resembles_fixed_name: resembles };
  return EVENT_WARNINGS.filter((warning) => told[warning]);
}

/** A phone number goes to the contact row; the journal says only what became of it (requirements §9). */
function entryFor(request: EventRequest, actor: string): Omit<NewEvent, 'agencies'> {
  const { eventId, occurredAt = null, expectedSeq = null, type, ...fields } = request;
  const contact = request.type === 'contact' ? readContact(request.phone) : null;
  const body = contact ? { phone: contact.problem ?? (contact.phone ? 'given' : 'none') } : textsOf(fields);
  const content = JSON.stringify([type, occurredAt, contact ?? Object.entries(body).toSorted(byName)]);
  const dueDate = request.type === 'reschedule' ? request.dueDate : null;
  return { eventId, type, body, occurredAt, actor, content, contact, dueDate, expectedSeq };
}

/** The journal keeps what was sent, and only trims it (requirements §4.3). */
function textsOf(fields: Readonly<Record<string, string | null | undefined>>): NewEvent['body'] {
  const texts = Object.entries(fields).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(texts.map(([name, text]) => [name, tidyName(text)]));
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}

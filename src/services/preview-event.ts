import { dateOf, type Instant } from '../domain/calendar.ts';
import { readContact, type Contact } from '../domain/contact.ts';
import { isOlderThanInForce, type DossierEvent } from '../domain/dossier.ts';
import { effectOfEvent, type EventEffect } from '../domain/event-effect.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import { findDossier, type DossierAsOf } from './find-dossier.ts';
import { likelySmsOf, type LikelySms, type LikelySmsDeps } from './likely-sms.ts';
import { refuseEvent, warningsOf, type EventRequest, type EventWarning } from './record-event.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What an event would send if it were recorded now (console §3). */
export type EventPreview = {
  readonly kind: 'previewed';
  /** The dossier without the event. */
  readonly known: DossierAsOf;
  readonly effect: EventEffect;
  /** The notices of the effect word for word; null where the settings do not know the agency, so that its notices wait. */
  readonly sms: readonly LikelySms[] | null;
  /** The number as it would be after the event. */
  readonly contact: Contact;
  /** What the sender of the recorded event would be told. */
  readonly warnings: readonly EventWarning[];
};

type Deps = LikelySmsDeps & Pick<ServiceDeps, 'reader' | 'now'>;

/** Null when there is no such dossier in this scope. What is refused by its fields alone is refused as it would be when it is recorded. */
export async function previewEvent(
  deps: Deps,
  scope: Scope,
  code: string,
  request: EventRequest,
): Promise<EventPreview | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal } | null> {
  const known = await findDossier(deps, scope, code);
  if (!known) return null;
  const { dossier, apologies, asOf: now } = known;
  const refusal = refuseEvent(request, code, now);
  if (refusal) return { kind: 'field_refused', refusal };
  const receivedOn = dateOf(dossier.receivedAt);
  if (request.type === 'reschedule' && request.dueDate < receivedOn)
    return { kind: 'field_refused', refusal: { kind: 'due_before_receipt', receivedOn } };

  const contact = request.type === 'contact' ? readContact(request.phone) : known.contact;
  const facts = { hadPhone: known.contact.phone !== null, hasPhone: contact.phone !== null, apologies };
  const event = eventAt(request, dossier.seq + 1, now);
  const effect = effectOfEvent(dossier, event, facts, now);
  const isReappointed = request.type === 'reschedule' && request.reason === 'reappointment' && dossier.reappointments > 0;
  return {
    kind: 'previewed',
    known,
    effect,
    sms: await likelySmsOf(deps, dossier, noticesOf(effect), now),
    contact,
    warnings: warningsOf(request, { isOvertaken: isOlderThanInForce(dossier, event), isReappointedBefore: isReappointed }),
  };
}

function eventAt(request: EventRequest, seq: number, now: Instant): DossierEvent {
  return { ...request, seq, recordedAt: now, occurredAt: request.occurredAt ?? now };
}

/** Each notice that the effect is about, whether it will leave or not. */
export function noticesOf({ now, apology, stopped }: EventEffect): LikelySms['notice'][] {
  const decided = now.call === 'none' ? [] : [now.notice];
  return [...decided, ...(apology ? [apology.notice] : []), ...(stopped ? [stopped.notice] : [])];
}

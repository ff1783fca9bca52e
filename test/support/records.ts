import { openDatabase, type Database } from '../../src/db/open.ts';
import { writeRegistration } from '../../src/db/registration.ts';
import { openEventWriter, type NewEvent } from '../../src/db/journal.ts';
import { dateOf, epochMs, instantAt, instantOf, plusDays, type Instant, type LocalDate } from '../../src/domain/calendar.ts';
import type { DossierEvent, Registration } from '../../src/domain/dossier.ts';
import type { Phone } from '../../src/domain/phone.ts';
import { codeKey } from '../../src/domain/receipt-code.ts';
import { freshDatabase } from './api.ts';
import { aRegistration, code } from './dossiers.ts';

export const PHONE = '84905123456' as Phone;

/** A new migrated database. Disposing of it closes its connections. */
export async function aDatabase(max = 5): Promise<Database & AsyncDisposable & { readonly url: string }> {
  const url = await freshDatabase();
  const database = openDatabase(url, { max, name: 'test' });
  return { ...database, url, [Symbol.asyncDispose]: database.close };
}

let next = 1;

/** A dossier in the journal with a new code, registered now in the way of the API. */
export async function aRecordedDossier(
  database: Database,
  { phone = PHONE, content = 'as sent', ...some }: Partial<Registration> & { phone?: Phone | null; content?: string } = {},
): Promise<Registration> {
  const registration = aRegistration({ receiptCode: code(`R-${next++}-${process.pid}`), receivedAt: instantAt(Date.now()), ...some });
  const request = { content, contact: { phone, problem: null }, actor: 'clerk', receivedOn: dateOf(registration.receivedAt) };
  const made = await writeRegistration(database, registration, request);
  if (made.kind !== 'registered') throw new Error(`expected a new dossier, ${registration.receiptCode} was registered before`);
  return made.registration;
}

/** An event of the one-stop software. Its `eventId` is new unless given. */
export function anEvent(some: Partial<NewEvent> = {}): NewEvent {
  const content = JSON.stringify([some.type ?? 'progress', some.body ?? {}]);
  return {
    eventId: `e${next++}`,
    type: 'progress',
    body: {},
    occurredAt: null,
    actor: 'clerk',
    content,
    contact: null,
    dueDate: null,
    expectedSeq: null,
    agencies: null,
    ...some,
  };
}

/** Records events in order and returns them as a workflow receives them. */
export async function record(database: Database, { receiptCode }: Registration, ...events: readonly NewEvent[]): Promise<DossierEvent[]> {
  const append = openEventWriter(database);
  const told: DossierEvent[] = [];
  for (const event of events) {
    const done = await append(codeKey(receiptCode), event);
    if (done.kind !== 'recorded') throw new Error(`event ${event.eventId} of ${receiptCode} was not recorded: ${JSON.stringify(done)}`);
    const { seq, recordedAt, occurredAt } = done;
    told.push({ seq, recordedAt, occurredAt, type: event.type, ...event.body } as DossierEvent);
  }
  return told;
}

export function progress(step: string | null, state?: string): NewEvent {
  return anEvent({ type: 'progress', body: { ...(step === null ? {} : { step }), ...(state === undefined ? {} : { state }) } });
}

/** A due date and a policy with the apology at this moment. */
export function eveAt(instant: Instant): { readonly dueDate: LocalDate; readonly policy: Registration['policy'] } {
  const eve = dateOf(instant);
  const apologySecond = (epochMs(instant) - epochMs(instantOf(eve, 0))) / 1000;
  return { dueDate: plusDays(eve, 1), policy: { apologySecond, apologySpreadMs: 0, supplementStopsClock: true } };
}

import { eventOf, splitJournal, type JournalEntry } from '../db/dossiers.ts';
import type { Undelivered } from '../db/outbox.ts';
import type { DossierEvent, Registration } from '../domain/dossier.ts';
import { codeKey, type ReceiptCode } from '../domain/receipt-code.ts';

/** What a workflow has not received: its start, or events, or both. */
export type Parcel = { readonly receiptCode: ReceiptCode; readonly registration?: Registration; readonly events: readonly DossierEvent[] };

/** Two parcels for the same dossier in one. */
export function mergeParcels(before: Parcel | undefined, { receiptCode, registration, events }: Parcel): Parcel {
  const first = registration ?? before?.registration;
  return { receiptCode, ...(first ? { registration: first } : {}), events: [...(before?.events ?? []), ...events] };
}

/** The entries of one dossier's journal that have these numbers; number 0 is the registration. */
export function parcelOf(journal: readonly JournalEntry[], seqs: ReadonlySet<number>): Parcel {
  const { registration } = splitJournal(journal);
  const events = journal.filter(({ seq }) => seq > 0 && seqs.has(seq)).map(eventOf);
  return { receiptCode: registration.receiptCode, ...(seqs.has(0) ? { registration } : {}), events };
}

/** The rows of the outbox that this parcel delivers. */
export function rowsOf({ receiptCode, registration, events }: Parcel): readonly Undelivered[] {
  const key = codeKey(receiptCode);
  return [...(registration ? [{ codeKey: key, seq: 0 }] : []), ...events.map(({ seq }) => ({ codeKey: key, seq }))];
}

import type { Contact } from '../domain/contact.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { InquirySource } from '../domain/inquiry-outcome.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A dossier and its citizen's number as one moment knew them; `source` is who answered. */
export type DossierAsOf = {
  readonly dossier: Dossier;
  readonly contact: Contact;
  readonly source: InquirySource;
  readonly asOf: Instant;
};

/** The dossier of a receipt code in any spelling, or null. A read after a write shows the write. */
export async function findDossier({ reader, now }: Pick<ServiceDeps, 'reader' | 'now'>, code: string): Promise<DossierAsOf | null> {
  const known = await reader.byKey(codeKey(code));
  return known && { dossier: known.dossier, contact: known.head.contact, source: known.source, asOf: now() };
}

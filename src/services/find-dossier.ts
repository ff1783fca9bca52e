import { readApologies } from '../db/dossier-keys.ts';
import type { RecordedApology } from '../domain/apology-forecast.ts';
import type { Contact } from '../domain/contact.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { InquirySource } from '../domain/inquiry-outcome.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A dossier, its citizen's number and its apologies in the ledger as one moment knew them; `source` is who answered. */
export type DossierAsOf = {
  readonly dossier: Dossier;
  readonly contact: Contact;
  readonly apologies: readonly RecordedApology[];
  readonly source: InquirySource;
  readonly asOf: Instant;
};

/** The dossier of a receipt code in any spelling; null when there is none in this scope. A read after a write shows the write. */
export async function findDossier(
  { database, reader, now }: Pick<ServiceDeps, 'database' | 'reader' | 'now'>,
  scope: Scope,
  code: string,
): Promise<DossierAsOf | null> {
  const key = codeKey(code);
  const [known, apologies] = await Promise.all([reader.byKey(scope, key), readApologies(database, [key])]);
  if (!known) return null;
  const { dossier, head, source } = known;
  return { dossier, contact: head.contact, apologies: apologies.get(key) ?? [], source, asOf: now() };
}

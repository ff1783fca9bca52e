import { readHeads } from '../db/dossiers.ts';
import { writeRegistration } from '../db/registration.ts';
import { dateOf, plusMs, type Instant, type LocalDate } from '../domain/calendar.ts';
import { CLOCK_TOLERANCE_MS, register, type Registration } from '../domain/dossier.ts';
import { FIRST_STEP, resemblesFixedName, tidyName } from '../domain/fixed-names.ts';
import { codeKey, type ReceiptCode } from '../domain/receipt-code.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import { chooseAgency, type Scope } from '../domain/scope.ts';
import { findDossier, type DossierAsOf } from './find-dossier.ts';
import { readContact } from '../domain/contact.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What the one-stop software says when it takes a dossier in (requirements §3). */
export type RegistrationRequest = {
  readonly receiptCode: ReceiptCode;
  /** When it is left out: that of the caller, or `default`. */
  readonly agency?: string | undefined;
  readonly procedure: Registration['procedure'];
  /** The number as it was written. */
  readonly phone?: string | null | undefined;
  /** Now when it is left out. */
  readonly receivedAt?: Instant | undefined;
  readonly dueDate?: LocalDate | null | undefined;
  readonly step?: string | undefined;
};

/** `same`: it was registered before with this content. */
export type RegisterResult =
  | {
      readonly kind: 'registered' | 'same';
      readonly dossier: DossierAsOf;
      /** The first step is a fixed name only in an encoding of older software (requirements §4.3). */
      readonly resemblesFixedName: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: 'dossier_conflict' }
  | { readonly kind: 'foreign_agency'; readonly own: readonly string[] }
  | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal };

type Deps = Pick<ServiceDeps, 'database' | 'deliver' | 'lists' | 'reader' | 'now' | 'policy' | 'agencies'>;

/** Takes a dossier in. It is durable when this resolves; the workflow is started in the background. */
export async function registerDossier(deps: Deps, scope: Scope, request: RegistrationRequest, actor: string): Promise<RegisterResult> {
  const chosen = chooseAgency(scope, request.agency);
  if (chosen.kind === 'foreign') return { kind: 'foreign_agency', own: chosen.own };
  if (chosen.kind === 'which') return { kind: 'field_refused', refusal: { kind: 'which_agency', known: chosen.known } };
  const { agency } = chosen;
  const now = deps.now();
  const { receiptCode, procedure, dueDate = null, receivedAt = now } = request;
  const step = tidyName(request.step ?? FIRST_STEP);
  const refusal = await refuseField(deps, { receiptCode, agency, receivedAt, dueDate }, now);
  if (refusal) return { kind: 'field_refused', refusal };

  const contact = readContact(request.phone ?? null);
  const content = JSON.stringify([
    codeKey(receiptCode),
    agency,
    procedure.code,
    procedure.name,
    procedure.sameDay,
    contact,
    request.receivedAt ?? null,
    dueDate,
    step,
  ]);
  const fields = { receiptCode, agency, procedure, receivedAt, dueDate, step, policy: deps.policy };
  const made = await writeRegistration(deps.database, fields, { content, contact, actor, receivedOn: dateOf(receivedAt) });
  if (made.kind === 'conflict') return { kind: 'refused', refusal: 'dossier_conflict' };
  const warning = { resemblesFixedName: resemblesFixedName(step) };
  if (made.kind === 'registered') {
    deps.deliver({ receiptCode, registration: made.registration, events: [] });
    deps.lists.note(made.registration);
    const dossier = register(made.registration);
    return { kind: 'registered', dossier: { dossier, contact, apologies: [], source: 'journal', asOf: now }, ...warning };
  }
  const dossier = await findDossier(deps, scope, receiptCode);
  if (!dossier) throw new Error(`dossier ${receiptCode} is registered and cannot be found`);
  return { kind: 'same', dossier, ...warning };
}

type Judged = {
  readonly receiptCode: ReceiptCode;
  readonly agency: string;
  readonly receivedAt: Instant;
  readonly dueDate: LocalDate | null;
};

/** The rules of requirements §3.4, and that the agency is known. */
async function refuseField({ database, agencies }: Deps, request: Judged, now: Instant): Promise<FieldRefusal | null> {
  const { receiptCode, agency, receivedAt, dueDate } = request;
  if (!agencies.includes(agency)) return { kind: 'unknown_agency', known: agencies };
  if (receivedAt > plusMs(now, CLOCK_TOLERANCE_MS)) return { kind: 'received_in_the_future' };
  const receivedOn = dateOf(receivedAt);
  if (dueDate === null || dueDate >= receivedOn) return null;
  // A repetition without `receivedAt` may come after the due date.
  const isRepetition = (await readHeads(database, [codeKey(receiptCode)])).length > 0;
  return isRepetition ? null : { kind: 'due_before_receipt', receivedOn };
}

import { readHeads } from '../db/dossiers.ts';
import { dateOf, plusMs, type Instant, type LocalDate } from '../domain/calendar.ts';
import { CLOCK_TOLERANCE_MS, type Registration } from '../domain/dossier.ts';
import { FIRST_STEP, tidyName } from '../domain/fixed-names.ts';
import { codeKey, type ReceiptCode } from '../domain/receipt-code.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import { chooseAgency, type Scope } from '../domain/scope.ts';
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

/** `fields`: what is registered, with what the request left out. */
export type JudgedRegistration =
  | { readonly kind: 'judged'; readonly fields: Omit<Registration, 'recordedAt'> }
  | { readonly kind: 'foreign_agency'; readonly own: readonly string[] }
  | { readonly kind: 'field_refused'; readonly refusal: FieldRefusal };

type Deps = Pick<ServiceDeps, 'database' | 'policy' | 'agencies'>;

/** The rules of requirements §3.4, and that the caller may register for the agency, which is known. */
export async function judgeRegistration(deps: Deps, scope: Scope, request: RegistrationRequest, now: Instant): Promise<JudgedRegistration> {
  const chosen = chooseAgency(scope, request.agency);
  if (chosen.kind === 'foreign') return { kind: 'foreign_agency', own: chosen.own };
  if (chosen.kind === 'which') return { kind: 'field_refused', refusal: { kind: 'which_agency', known: chosen.known } };
  const { agency } = chosen;
  const { receiptCode, procedure, dueDate = null, receivedAt = now } = request;
  const step = tidyName(request.step ?? FIRST_STEP);
  const fields = { receiptCode, agency, procedure, receivedAt, dueDate, step, policy: deps.policy };
  const refusal = await refuseField(deps, fields, now);
  return refusal ? { kind: 'field_refused', refusal } : { kind: 'judged', fields };
}

type Judged = Pick<Registration, 'receiptCode' | 'agency' | 'receivedAt' | 'dueDate'>;

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

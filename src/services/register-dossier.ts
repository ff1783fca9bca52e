import { writeRegistration } from '../db/registration.ts';
import { dateOf } from '../domain/calendar.ts';
import { register } from '../domain/dossier.ts';
import { resemblesFixedName } from '../domain/fixed-names.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { FieldRefusal } from '../domain/refusal.ts';
import type { Scope } from '../domain/scope.ts';
import { findDossier, type DossierAsOf } from './find-dossier.ts';
import { readContact } from '../domain/contact.ts';
import { judgeRegistration, type RegistrationRequest } from './judge-registration.ts';
import type { ServiceDeps } from './service-deps.ts';

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
  const now = deps.now();
  const judged = await judgeRegistration(deps, scope, request, now);
  if (judged.kind !== 'judged') return judged;
  const { fields } = judged;
  const { receiptCode, agency, procedure, dueDate, step } = fields;
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
  const made = await writeRegistration(deps.database, fields, { content, contact, actor, receivedOn: dateOf(fields.receivedAt) });
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

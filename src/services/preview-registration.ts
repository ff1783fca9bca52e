import { readContact, type Contact } from '../domain/contact.ts';
import type { Registration } from '../domain/dossier.ts';
import { effectOfRegistration, type EventEffect } from '../domain/event-effect.ts';
import { resemblesFixedName } from '../domain/fixed-names.ts';
import type { Scope } from '../domain/scope.ts';
import { judgeRegistration, type JudgedRegistration, type RegistrationRequest } from './judge-registration.ts';
import { likelySmsOf, type LikelySms, type LikelySmsDeps } from './likely-sms.ts';
import { noticesOf } from './preview-event.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What a registration would send if it were made now. `sms` as in `EventPreview`. */
export type RegistrationPreview = {
  readonly kind: 'previewed';
  readonly registration: Registration;
  readonly effect: EventEffect;
  readonly sms: readonly LikelySms[] | null;
  readonly contact: Contact;
  readonly resemblesFixedName: boolean;
};

type Deps = LikelySmsDeps & Pick<ServiceDeps, 'policy' | 'agencies' | 'now'>;

/** What is refused by its fields is refused as the registration would be; whether the code is taken is not looked at. */
export async function previewRegistration(
  deps: Deps,
  scope: Scope,
  request: RegistrationRequest,
): Promise<RegistrationPreview | Exclude<JudgedRegistration, { readonly kind: 'judged' }>> {
  const now = deps.now();
  const judged = await judgeRegistration(deps, scope, request, now);
  if (judged.kind !== 'judged') return judged;
  const registration = { ...judged.fields, recordedAt: now };
  const contact = readContact(request.phone ?? null);
  const effect = effectOfRegistration(registration, contact.phone !== null, now);
  const sms = await likelySmsOf(deps, registration, noticesOf(effect), now);
  return { kind: 'previewed', registration, effect, sms, contact, resemblesFixedName: resemblesFixedName(registration.step) };
}

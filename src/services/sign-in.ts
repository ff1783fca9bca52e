import { readProofs } from '../db/people.ts';
import { insertRecord } from '../db/records.ts';
import type { Instant } from '../domain/calendar.ts';
import { readPersonName } from '../domain/person-name.ts';
import { beginSession } from './begin-session.ts';
import { isPassword } from './password-hash.ts';
import type { ServiceDeps } from './service-deps.ts';
import { awaitCode, type FormDraft } from './sessions.ts';
import { countAttempt } from './sign-in-attempt.ts';

export type SignInRequest = {
  readonly name: string;
  readonly password: string;
  /** The caller's; null when it is not known. */
  readonly address: string | null;
  /** A form that was sent after the session before had ended. */
  readonly draft: FormDraft | null;
};

/** `token` belongs into the cookie. `wrong` says neither what was wrong nor whether there is such a person. */
export type SignInResult =
  | { readonly kind: 'signed_in' | 'code_needed'; readonly token: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'paused'; readonly until: Instant };

/** The name of no person: what cannot be a name is looked for all the same, so that it takes as long. */
const NOBODY = '';

/** Signs in by name and password (requirements §8.1). */
export async function signIn(
  deps: Pick<ServiceDeps, 'database' | 'now' | 'log'>,
  { name, password, address, draft }: SignInRequest,
): Promise<SignInResult> {
  const { database, log } = deps;
  const proofs = await readProofs(database, readPersonName(name) ?? NOBODY, address);
  const attempt = await countAttempt(deps, { name, address, isKnownHere: proofs?.isKnownHere ?? false });
  if (attempt.kind === 'paused') {
    log.warn({ address }, 'sign_in_paused');
    return attempt;
  }
  const isRight = await isPassword(proofs?.passwordHash ?? null, password);
  if (proofs === null || !isRight || proofs.isDisabled) {
    const reason = proofs === null ? 'unknown_name' : proofs.isDisabled ? 'disabled' : 'wrong_password';
    await insertRecord(database, { kind: 'sign_in_failed', actor: null, subject: proofs?.name ?? null, address, detail: { reason } });
    return { kind: 'wrong' };
  }
  if (proofs.totpSecret !== null) {
    await attempt.takenBack();
    return { kind: 'code_needed', token: await awaitCode(deps, proofs.name, draft) };
  }
  await attempt.succeeded();
  return { kind: 'signed_in', token: await beginSession(deps, proofs.name, { address, draft, by: 'password' }) };
}

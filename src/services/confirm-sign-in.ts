import { readProofs, useTotpStep } from '../db/people.ts';
import { insertRecord } from '../db/records.ts';
import { beginSession } from './begin-session.ts';
import { stepOfCode } from './second-factor.ts';
import type { ServiceDeps } from './service-deps.ts';
import { dropToken, findSignInBegun } from './sessions.ts';
import { countAttempt } from './sign-in-attempt.ts';
import type { SignInResult } from './sign-in.ts';

type Deps = Pick<ServiceDeps, 'database' | 'now' | 'log'>;

/** `ended`: the password was too long ago, and one begins anew. */
export type ConfirmResult =
  | { readonly kind: 'signed_in'; readonly token: string }
  | { readonly kind: 'wrong' | 'ended' }
  | Extract<SignInResult, { kind: 'paused' }>;

/** Gives the code of the second factor after name and password were right. Each code is good once. */
export async function confirmSignIn(
  deps: Deps,
  { token, code, address }: { readonly token: string; readonly code: string; readonly address: string | null },
): Promise<ConfirmResult> {
  const { database, log } = deps;
  const begun = await findSignInBegun(deps, token);
  const proofs = begun && (await readProofs(database, begun.person, address));
  if (begun === null || proofs === null || proofs.totpSecret === null) return { kind: 'ended' };
  const attempt = await countAttempt(deps, { name: proofs.name, address, isKnownHere: proofs.isKnownHere });
  if (attempt.kind === 'paused') {
    log.warn({ address }, 'sign_in_paused');
    return attempt;
  }
  const step = stepOfCode(proofs.totpSecret, code, deps.now());
  if (step === null || !(await useTotpStep(database, proofs.name, step))) {
    const detail = { reason: step === null ? 'wrong_code' : 'used_code' };
    await insertRecord(database, { kind: 'sign_in_failed', actor: null, subject: proofs.name, address, detail });
    return { kind: 'wrong' };
  }
  await attempt.succeeded();
  await dropToken(deps, token);
  return { kind: 'signed_in', token: await beginSession(deps, proofs.name, { address, draft: begun.draft, by: 'code' }) };
}

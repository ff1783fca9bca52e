import { readProofs } from '../db/people.ts';
import type { Instant } from '../domain/calendar.ts';
import { isPassword } from './password-hash.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { Session } from './sessions.ts';
import { countAttempt } from './sign-in-attempt.ts';

export type NotProved = { readonly kind: 'wrong_password' } | { readonly kind: 'paused'; readonly until: Instant };
type ProvedAgain = { readonly kind: 'proved' } | NotProved;

/** Asks a signed-in person for the password once more, because somebody else may sit at the machine. Failures count as those to sign in. */
export async function proveAgain(
  deps: Pick<ServiceDeps, 'database' | 'now'>,
  { name }: Session,
  password: string,
  address: string | null,
): Promise<ProvedAgain> {
  const proofs = await readProofs(deps.database, name, address);
  const attempt = await countAttempt(deps, { name, address, isKnownHere: proofs?.isKnownHere ?? false });
  if (attempt.kind === 'paused') return attempt;
  if (!(await isPassword(proofs?.passwordHash ?? null, password))) return { kind: 'wrong_password' };
  await attempt.succeeded();
  return { kind: 'proved' };
}

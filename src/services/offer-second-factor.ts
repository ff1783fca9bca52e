import { findPerson } from '../db/people.ts';
import { authenticatorAddress, makeSecret } from './second-factor.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { Session } from './sessions.ts';

/** `secret` and `address` are what an authenticator app takes; they mean nothing until they are turned on. */
export type SecondFactorOffer = { readonly isOn: boolean; readonly secret: string; readonly address: string };

/** @param kept a secret that was offered before, in base32 */
export async function offerSecondFactor(
  { database }: Pick<ServiceDeps, 'database'>,
  { name }: Session,
  kept: string | null,
): Promise<SecondFactorOffer> {
  const person = await findPerson(database, name);
  const secret = kept ?? makeSecret();
  return { isOn: person?.hasSecondFactor ?? false, secret, address: authenticatorAddress(name, secret) };
}

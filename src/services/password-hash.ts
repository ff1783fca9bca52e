import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the parameters that OWASP recommends (19 MiB, two passes, one lane). */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a password that was thrown away. Who has no password is compared with it, so that it takes as long as with one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$sM8PKNyAJzDBV8GHXpnbLA$X6KHQD6a9CmtBRDHGsKtZjLFdbfIFboCT/+a8L+Pjs4';

/** The same password typed on another keyboard may come in another normal form of Unicode. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), PARAMETERS);
}

/** @param passwordHash null for nobody, and for a person without a password */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? NOBODY, password.normalize('NFC'));
  return isRight && passwordHash !== null;
}

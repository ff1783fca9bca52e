import { Secret, TOTP } from 'otpauth';
import { epochMs, type Instant } from '../domain/calendar.ts';

const ISSUER = 'Một cửa SMS';
/** A code of the step before and after is taken, too, because the clocks of phones differ. */
const TOLERANCE_STEPS = 1;
const SECRET_BYTES = 20;

/** A new secret in base32, as authenticator apps take it. */
export function makeSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the QR code of an authenticator app says. */
export function authenticatorAddress(name: string, secret: string): string {
  return totpOf(secret, name).toString();
}

/** The step of 30 s to which the code belongs; null when it is wrong. */
export function stepOfCode(secret: string, code: string, now: Instant): number | null {
  const timestamp = epochMs(now);
  const totp = totpOf(secret);
  const delta = totp.validate({ token: code.replaceAll(/\s/g, ''), timestamp, window: TOLERANCE_STEPS });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

function totpOf(secret: string, label = 'one'): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret) });
}

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Session } from '../../services/sessions.ts';

const CIPHER = 'aes-256-gcm';
const [IV_BYTES, TAG_BYTES] = [12, 16];

/**
 * A telephone number that somebody searches for, as it may stand in an address (requirements §9): nobody can read it without our secret,
 * and it means nothing in another session.
 */
export function sealNumber(text: string, session: Session, [secret = '']: readonly string[]): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(session, secret), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Null for what none of the secrets has sealed in this session. */
export function openSealedNumber(sealed: string, session: Session, secrets: readonly string[]): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null;
  for (const secret of secrets) {
    try {
      const decipher = createDecipheriv(CIPHER, keyOf(session, secret), bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      // sealed by another secret, or by nobody
    }
  }
  return null;
}

function keyOf({ id }: Session, secret: string): Buffer {
  return createHmac('sha256', secret).update('number').update(id).digest();
}

import { createHash, createHmac } from 'node:crypto';
import type { DigestAlgorithm } from './parts.ts';

/** An HMAC with the key, or a plain digest, which has none. */
export function digest(algorithm: DigestAlgorithm, text: string, key: string, encoding: 'hex' | 'base64'): string {
  const hash = algorithm.replace('hmac-', '');
  const open = hash === algorithm ? createHash(hash) : createHmac(hash, key);
  return open.update(text).digest(encoding);
}

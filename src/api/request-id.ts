import { randomUUID } from 'node:crypto';
import { readPhone } from '../domain/phone.ts';

/** The caller's id of a request, when it can stand in a header and in the log (contract §2); else one of ours. */
export function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[\x21-\x7E]{1,128}$/.test(given) && !('phone' in readPhone(given)) ? given : randomUUID();
}

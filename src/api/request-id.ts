import { randomUUID } from 'node:crypto';

/** The caller's id of a request, when it is printable and not too long; else one of ours (contract §2). */
export function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[\x21-\x7E]{1,128}$/.test(given) ? given : randomUUID();
}

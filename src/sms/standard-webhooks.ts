import { createHmac, timingSafeEqual } from 'node:crypto';

/** Of contract §4, seconds. */
const TOLERANCE_S = 300;

/** The three headers of Standard Webhooks, as they came. */
export type SignedHeaders = {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
};

/**
 * Whether one of the secrets signed exactly this body under this id within five minutes of now (contract §4).
 * @param nowMs milliseconds since 1970
 */
export function isSigned(headers: SignedHeaders, body: string, secrets: readonly string[], nowMs: number): boolean {
  const { id, timestamp, signature } = headers;
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_S) return false;
  const expected = secrets.map((secret) => createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest());
  const given = signature.split(' ').flatMap((each) => (each.startsWith('v1,') ? [Buffer.from(each.slice(3), 'base64')] : []));
  return given.slice(0, 10).some((one) => expected.some((other) => one.length === other.length && timingSafeEqual(one, other)));
}

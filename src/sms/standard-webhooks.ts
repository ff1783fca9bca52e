import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a signature's time may be from ours (contract §4), seconds. */
const TOLERANCE_S = 300;

/** The three headers of Standard Webhooks, as they came; undefined when one is missing. */
export type SignedHeaders = {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
};

/**
 * Whether one of the secrets signed exactly these bytes under this id within five minutes of now (contract §4).
 * The bytes are judged because two bodies may decode to the same text, and the written signature because two texts may decode to the same
 * one.
 * @param nowMs milliseconds since 1970
 */
export function isSigned(headers: SignedHeaders, body: Uint8Array, secrets: readonly string[], nowMs: number): boolean {
  const { id, timestamp, signature } = headers;
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_S) return false;
  const keys = secrets.map(signingKey).filter((key) => key !== null);
  const expected = keys.map((key) => Buffer.from(`v1,${hmac(key, `${id}.${timestamp}.`, body)}`));
  const given = signature
    .split(' ')
    .slice(0, SIGNATURES_MAX)
    .map((each) => Buffer.from(each));
  return given.some((one) => expected.some((other) => one.length === other.length && timingSafeEqual(one, other)));
}

const SIGNATURES_MAX = 10;

/**
 * The key of the HMAC: the UTF-8 of the secret, or the bytes whose base64 stands after `whsec_` (contract §4).
 * Null when that is no base64.
 */
export function signingKey(secret: string): Buffer | null {
  if (!secret.startsWith(BASE64_PREFIX)) return Buffer.from(secret);
  const base64 = secret.slice(BASE64_PREFIX.length);
  const key = Buffer.from(base64, 'base64');
  return key.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '') ? key : null;
}

const BASE64_PREFIX = 'whsec_';

function hmac(key: Buffer, before: string, body: Uint8Array): string {
  return createHmac('sha256', key).update(before).update(body).digest('base64');
}

import { z } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { isSigned } from '../sms/standard-webhooks.ts';
import { epochMs, type Instant } from '../domain/calendar.ts';
import type { AppEnv } from './app-env.ts';
import { ProblemError } from './problem.ts';
import { utf8Body } from './read-body.ts';

/** Stands in the contract of a webhook's route: a request without a valid signature gets 401 and nothing is stored (contract §4). */
export function requireSignature(secrets: readonly string[], now: () => Instant) {
  const middleware = createMiddleware<AppEnv>(async (c, next) => {
    const headers = {
      id: c.req.header('webhook-id'),
      timestamp: c.req.header('webhook-timestamp'),
      signature: c.req.header('webhook-signature'),
    };
    const body = new Uint8Array(await c.req.arrayBuffer());
    if (!isSigned(headers, body, secrets, epochMs(now())))
      throw new ProblemError('unauthorized', { code: 'no_signature' }, { headers: { 'www-authenticate': CHALLENGE } });
    await next();
  });
  return { middleware: [middleware, utf8Body], security: [{ webhook: [] }] };
}

const CHALLENGE = 'StandardWebhooks realm="mot-cua-sms"';

/** The headers of Standard Webhooks. They are in the contract for those who call; the signature is what is checked. */
export const signatureHeaders = z.object({
  'webhook-id': z
    .string()
    .openapi({ minLength: 1, description: 'chosen by the gateway for this message', example: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W' }),
  'webhook-timestamp': z
    .string()
    .openapi({ pattern: '^[0-9]{1,12}$', description: 'seconds since 1970, at most 5 minutes from now', example: '1764147300' }),
  'webhook-signature': z.string().openapi({
    minLength: 1,
    description: '`v1,` and the base64 of the HMAC-SHA256 of `id.timestamp.body`; up to ten of them, separated by spaces',
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  }),
});

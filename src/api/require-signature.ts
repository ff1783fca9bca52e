import { createMiddleware } from 'hono/factory';
import { isSigned } from '../sms/standard-webhooks.ts';
import { epochMs, type Instant } from '../domain/calendar.ts';
import type { AppEnv } from './auth.ts';
import { ProblemError } from './problem.ts';

/** Stands in the contract of a webhook's route: a request without a valid signature gets 401 and nothing is stored (contract §4). */
export function requireSignature(secrets: readonly string[], now: () => Instant) {
  const middleware = createMiddleware<AppEnv>(async (c, next) => {
    const headers = {
      id: c.req.header('webhook-id'),
      timestamp: c.req.header('webhook-timestamp'),
      signature: c.req.header('webhook-signature'),
    };
    const body = new Uint8Array(await c.req.arrayBuffer());
    if (!isSigned(headers, body, secrets, epochMs(now()))) throw new ProblemError('unauthorized', 'expected a valid webhook signature');
    await next();
  });
  return { middleware, security: [{ webhook: [] }] };
}

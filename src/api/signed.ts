import { createMiddleware } from 'hono/factory';
import { isSigned } from '../sms/standard-webhooks.ts';
import { epochMs, type Instant } from '../domain/calendar.ts';
import type { AppEnv } from './auth.ts';
import { ProblemError } from './problem.ts';

const UTF8 = new TextDecoder();

/** The first line of a webhook's route: unsigned or wrongly signed is 401, and nothing is stored (contract §4). */
export function signed(secrets: readonly string[], now: () => Instant) {
  const middleware = createMiddleware<AppEnv>(async (c, next) => {
    const headers = {
      id: c.req.header('webhook-id'),
      timestamp: c.req.header('webhook-timestamp'),
      signature: c.req.header('webhook-signature'),
    };
    const body = await c.req.arrayBuffer();
    if (!isSigned(headers, new Uint8Array(body), secrets, epochMs(now())))
      throw new ProblemError('unauthorized', 'expected a valid webhook signature');
    Object.assign(c.req.bodyCache, { text: Promise.resolve(UTF8.decode(body)) }); // else its next reader gets it through a whole Response
    await next();
  });
  return { middleware, security: [{ webhook: [] }] };
}

import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Role } from '../domain/roles.ts';
import type { AppEnv, Caller } from './app-env.ts';
import { ProblemError } from './problem.ts';

export type ApiKey = { readonly name: string; readonly role: Role; readonly secret: string };

/** Lets only these roles call a route: nobody without a key, and no other role with one. */
export type Guard = (roles: readonly Role[]) => MiddlewareHandler<AppEnv>;

/** Keys are compared by their hashes, so that the time of a comparison says nothing about them. */
export function createGuard(keys: readonly ApiKey[]): Guard {
  const callers = new Map(keys.map(({ name, role, secret }): [string, Caller] => [hash(secret), { name, role }]));
  return (roles) => async (c, next) => {
    const [scheme, secret, ...rest] = (c.req.header('authorization') ?? '').split(' ');
    const caller = scheme?.toLowerCase() === 'bearer' && secret && rest.length === 0 ? callers.get(hash(secret)) : undefined;
    if (!caller) throw new ProblemError('unauthorized', { code: 'no_key' }, { headers: { 'www-authenticate': CHALLENGE } });
    c.set('caller', caller);
    if (!roles.includes(caller.role))
      throw new ProblemError('forbidden', { code: 'other_role', values: { roles: roles.join(' / '), role: caller.role } });
    await next();
  };
}

const CHALLENGE = 'Bearer realm="mot-cua-sms"';

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}

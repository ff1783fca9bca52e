import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Role } from '../domain/roles.ts';
import type { AppEnv, Caller } from './app-env.ts';
import { ProblemError } from './problem.ts';

/** `agencies`: those to which the key is bound; null: it is valid for all. */
export type ApiKey = Caller & { readonly secret: string };

/**
 * What a key that is bound to agencies may ask of a route (requirements §8.1). `own`: what belongs to its agencies, so the route tells its
 * service who asks. `none`: nothing, because it belongs to no agency.
 */
export type BoundKeys = 'own' | 'none';

/** Lets only these roles call a route: nobody without a key, and no other role with one. */
export type Guard = (roles: readonly Role[], boundKeys: BoundKeys) => MiddlewareHandler<AppEnv>;

/** Keys are compared by their hashes, so that the time of a comparison says nothing about them. */
export function createGuard(keys: readonly ApiKey[]): Guard {
  const callers = new Map(keys.map(({ secret, ...caller }): [string, Caller] => [hash(secret), caller]));
  return (roles, boundKeys) => async (c, next) => {
    const [scheme, secret, ...rest] = (c.req.header('authorization') ?? '').split(' ');
    const caller = scheme?.toLowerCase() === 'bearer' && secret && rest.length === 0 ? callers.get(hash(secret)) : undefined;
    if (!caller) throw new ProblemError('unauthorized', { code: 'no_key' }, { headers: { 'www-authenticate': CHALLENGE } });
    c.set('caller', caller);
    if (!roles.includes(caller.role))
      throw new ProblemError('forbidden', { code: 'other_role', values: { roles: roles.join(' / '), role: caller.role } });
    if (boundKeys === 'none' && caller.agencies !== null)
      throw new ProblemError('forbidden', { code: 'bound_key', values: { agencies: caller.agencies.join(', ') } });
    await next();
  };
}

const CHALLENGE = 'Bearer realm="mot-cua-sms"';

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}

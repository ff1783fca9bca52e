import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Role } from '../domain/roles.ts';
import type { ApiKey } from '../config/values.ts';
import { ProblemError } from './problem.ts';

export type Caller = { readonly name: string; readonly role: Role };
export type AppEnv = { Variables: { requestId: string; caller: Caller } };

/** Who may call a route: the first question of each. Deny by default: without a key nobody, with one only these roles. */
export type Guard = (roles: readonly Role[]) => MiddlewareHandler<AppEnv>;

/** Keys are compared by their hashes, so that the time it takes tells nothing about them. */
export function createGuard(keys: readonly ApiKey[]): Guard {
  const callers = new Map(keys.map(({ name, role, secret }): [string, Caller] => [hash(secret), { name, role }]));
  return (roles) => async (c, next) => {
    const [scheme, secret, ...rest] = (c.req.header('authorization') ?? '').split(' ');
    const caller = scheme?.toLowerCase() === 'bearer' && secret && rest.length === 0 ? callers.get(hash(secret)) : undefined;
    if (!caller) throw new ProblemError('unauthorized', 'expected the header Authorization: Bearer <secret> with a known key');
    c.set('caller', caller);
    if (!roles.includes(caller.role))
      throw new ProblemError('forbidden', `expected a key of role ${roles.join(' or ')}, this one is ${caller.role}`);
    await next();
  };
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}

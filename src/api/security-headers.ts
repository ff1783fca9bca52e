import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

type Sources = NonNullable<NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']>;

/** With any answer a browser may load nothing, except from the sources that a page needs. */
export function securityHeaders(sources: Sources = {}): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], ...sources },
    referrerPolicy: 'no-referrer',
  });
}

import type { MiddlewareHandler } from 'hono';
import type { Role } from '../../domain/roles.ts';
import type { AppEnv } from '../app-env.ts';
import type { BoundKeys } from '../auth.ts';
import { askToSignIn } from './ask-to-sign-in.ts';
import { FORM_TOKEN_FIELD, isFormTokenOf } from './form-token.ts';
import { forbiddenPage, staleFormPage } from './pages/refused.tsx';
import type { AppDeps } from '../route-deps.ts';
import { readSessionCookie } from './session-cookie.ts';

/**
 * Lets only people with these roles see a page, and takes a form only when it was made for their session. Who is not signed in is asked to,
 * and what was typed comes back afterwards. `bound` is what `BoundKeys` says, for people. What a page asks for `byItself` does not keep the
 * session alive: who left it open is idle.
 */
export type SignInGuard = (roles: readonly Role[], bound: BoundKeys, byItself?: 'byItself') => MiddlewareHandler<AppEnv>;

export function createSignInGuard(deps: AppDeps): SignInGuard {
  const { services, sessionSecrets } = deps;
  return (roles, bound, byItself) => async (c, next) => {
    c.header('cache-control', 'no-store');
    const token = await readSessionCookie(c, sessionSecrets);
    const session = token === null ? null : await services.findSession(token, { keepsAlive: byItself === undefined });
    if (session === null) return askToSignIn(c, deps);
    c.set('session', session);
    c.set('caller', { name: session.name, role: session.role, agencies: session.agencies });
    if (!roles.includes(session.role) || (bound === 'none' && session.agencies !== null)) return forbiddenPage(c, deps);
    if (c.req.method === 'POST') {
      const { [FORM_TOKEN_FIELD]: sent } = await c.req.parseBody();
      if (!isFormTokenOf(session, sessionSecrets, typeof sent === 'string' ? sent : undefined)) return staleFormPage(c, deps);
    }
    return next();
  };
}

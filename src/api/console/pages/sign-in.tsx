import type { Context } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import type { AppDeps } from '../../route-deps.ts';

/** Who is not signed in is sent to sign in, and comes back to this page. */
export function askToSignIn(c: Context<AppEnv>, _deps: AppDeps): Response {
  return c.redirect(`/dang-nhap?tiep=${encodeURIComponent(c.req.path)}`, 303);
}

import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { isEncrypted } from '../is-encrypted.ts';
import type { AppDeps } from '../route-deps.ts';
import { writeSessionCookie } from './session-cookie.ts';

/** The new token replaces the one of before, which is good for nothing any more: nobody signs in with a token that was known before. */
export async function keepToken(
  c: Context<AppEnv>,
  { services, sessionSecrets, isTrustedProxy }: AppDeps,
  token: string,
  kept: string | null,
): Promise<void> {
  if (kept !== null) await services.dropToken(kept);
  const [secret = ''] = sessionSecrets; // the console is off without one
  await writeSessionCookie(c, token, secret, isEncrypted(c, isTrustedProxy));
}

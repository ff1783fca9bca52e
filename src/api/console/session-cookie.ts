import type { Context } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import type { AppEnv } from '../app-env.ts';

const NAME = 'mot-cua-session';

/** Longer than any session lives; the session itself ends on the server. */
const MAX_AGE_S = 43_200;

/** The token of the cookie, if one of the secrets signed it. */
export async function readSessionCookie(c: Context<AppEnv>, secrets: readonly string[]): Promise<string | null> {
  for (const secret of secrets) {
    const token = await getSignedCookie(c, secret, NAME);
    if (token) return token;
  }
  return null;
}

/** `isEncrypted`: the browser came by HTTPS, and then the cookie never leaves without it. */
export async function writeSessionCookie(c: Context<AppEnv>, token: string, secret: string, isEncrypted: boolean): Promise<void> {
  await setSignedCookie(c, NAME, token, secret, { path: '/', httpOnly: true, sameSite: 'Lax', secure: isEncrypted, maxAge: MAX_AGE_S });
}

export function clearSessionCookie(c: Context<AppEnv>): void {
  deleteCookie(c, NAME, { path: '/' });
}

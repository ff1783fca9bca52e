import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';

/**
 * Whether a form without a session was sent from a page of ours, so that no other site signs anybody in (as somebody else). Browsers say it
 * in one of two headers; the second one only by HTTPS and on the machine itself. The host is compared without its scheme, which only the
 * proxy knows. What says neither is no browser, and has no cookie to lose.
 */
export function isOwnForm({ req }: Pick<Context<AppEnv>, 'req'>): boolean {
  const site = req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.header('origin');
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === (req.header('host') ?? new URL(req.url).host);
}

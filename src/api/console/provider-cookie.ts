import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import type { AppEnv } from '../app-env.ts';
import { SIGN_IN_PATH } from './sign-in-path.ts';

const NAME = 'mot-cua-provider';

/** Seconds within which one comes back from the provider. */
const MAX_AGE_S = 600;

/** Browsers keep no cookie of more than 4,096 bytes. */
const TEXT_MAX = 3500;

const KEPT = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  tiep: z.string(),
  /** The form that waits; left out where the cookie would be too long, and then it is typed again. */
  draft: z.string().optional(),
});

export type KeptAttempt = z.infer<typeof KEPT>;

type How = { readonly secret: string; readonly isEncrypted: boolean };

/** Keeps in the browser what belongs to one attempt to sign in through the provider. */
export async function writeProviderCookie(c: Context<AppEnv>, kept: KeptAttempt, { secret, isEncrypted }: How): Promise<void> {
  const { draft: _draft, ...short } = kept;
  const [whole, without] = [packed(kept), packed(short)];
  const value = whole.length > TEXT_MAX ? without : whole;
  const limits = { path: SIGN_IN_PATH, httpOnly: true, sameSite: 'Lax', secure: isEncrypted, maxAge: MAX_AGE_S } as const;
  await setSignedCookie(c, NAME, value, secret, limits);
}

/** It is good for one answer: who reads it takes it away. */
export async function takeProviderCookie(c: Context<AppEnv>, secrets: readonly string[]): Promise<KeptAttempt | null> {
  for (const secret of secrets) {
    const value = await getSignedCookie(c, secret, NAME);
    if (!value) continue;
    deleteCookie(c, NAME, { path: SIGN_IN_PATH });
    return KEPT.parse(JSON.parse(inflateRawSync(Buffer.from(value, 'base64url')).toString()));
  }
  return null;
}

function packed(kept: KeptAttempt): string {
  return deflateRawSync(JSON.stringify(kept)).toString('base64url');
}

import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import { DRAFT_FIELD, writeDraft } from './draft-field.ts';
import { readLocalPath } from './local-path.ts';
import { signInForm } from './parts/sign-in-forms.tsx';
import { typedIn } from './read-form.ts';
import { SIGN_IN_PATH } from './sign-in-path.ts';
import { SIGN_IN } from './texts/sign-in.ts';

/** Asks whoever is not signed in to sign in. A form that was sent waits in the page meanwhile, and comes back afterwards (console §1). */
export async function askToSignIn(c: Context<AppEnv>, deps: Pick<AppDeps, 'provider'>): Promise<Response> {
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.delete('q'); // may be a telephone number, which stands in no address that we write
  const address = readLocalPath(searchParams.size === 0 ? pathname : `${pathname}?${searchParams.toString()}`);
  if (address === null) return c.redirect(SIGN_IN_PATH, 303);
  if (c.req.method !== 'POST') return c.redirect(`${SIGN_IN_PATH}?tiep=${encodeURIComponent(address)}`, 303);
  const typed = { tiep: address, [DRAFT_FIELD]: writeDraft(pathname, await typedIn(c)) };
  return signInForm(c, deps, { typed, notice: SIGN_IN.ended, status: 401 });
}

import type { Context } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { callerAddress } from '../../caller-address.ts';
import type { IdentityProvider } from '../../identity-provider.ts';
import { isEncrypted } from '../../is-encrypted.ts';
import { DRAFT_FIELD, readDraft } from '../draft-field.ts';
import { isOwnForm } from '../is-own-form.ts';
import { keepToken } from '../keep-token.ts';
import { readLocalPath } from '../local-path.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { leavingPage, signInForm } from '../parts/sign-in-forms.tsx';
import { takeProviderCookie, writeProviderCookie } from '../provider-cookie.ts';
import { typedIn } from '../read-form.ts';
import { readSessionCookie } from '../session-cookie.ts';
import { PROVIDER_PATH } from '../sign-in-path.ts';
import { SIGN_IN } from '../texts/sign-in.ts';

const RETURN_PATH = `${PROVIDER_PATH}/tro-ve`;
const START = '/hom-nay';

/** Sign-in through the office's OpenID Connect provider (console §1, requirements §8.1). There is no such page where none is configured. */
export function providerSignInPage(pages: Pages, deps: PageDeps): void {
  const { provider } = deps;
  if (provider === null) return;

  pages.post(PROVIDER_PATH, async (c) => {
    const { tiep = '', [DRAFT_FIELD]: draft } = await typedIn(c);
    if (!isOwnForm(c)) return signInForm(c, deps, { typed: { tiep }, faults: { provider: SIGN_IN.foreignForm }, status: 403 });
    const begun = await provider.begin(new URL(RETURN_PATH, originOf(c, deps)));
    if (begun.kind === 'away')
      return providerIsAway(c, deps, begun.reason, { tiep, ...(draft === undefined ? {} : { [DRAFT_FIELD]: draft }) });
    const [secret = ''] = deps.sessionSecrets; // the console is off without one
    await writeProviderCookie(c, { ...begun.attempt, tiep, draft }, { secret, isEncrypted: isEncrypted(c, deps.isTrustedProxy) });
    return leavingPage(c, begun.address);
  });

  pages.get(RETURN_PATH, (c) => comeBack(c, deps, provider));
}

async function comeBack(c: Context<AppEnv>, deps: PageDeps, provider: IdentityProvider): Promise<Response> {
  c.header('cache-control', 'no-store');
  const kept = await takeProviderCookie(c, deps.sessionSecrets);
  if (kept === null) return signInForm(c, deps, { typed: {}, faults: { provider: SIGN_IN.provider.stale }, status: 422 });
  const { tiep, draft } = kept;
  const typed = { tiep, ...(draft === undefined ? {} : { [DRAFT_FIELD]: draft }) };
  const { search } = new URL(c.req.url);
  const identified = await provider.finish(new URL(`${RETURN_PATH}${search}`, originOf(c, deps)), kept);
  if (identified.kind === 'away') return providerIsAway(c, deps, identified.reason, typed);
  if (identified.kind !== 'identified')
    return signInForm(c, deps, { typed, faults: { provider: SIGN_IN.provider[identified.kind] }, status: 422 });
  const before = await readSessionCookie(c, deps.sessionSecrets);
  const address = callerAddress(c, deps.isTrustedProxy);
  const result = await deps.services.signInByProvider(provider.rights, { ...identified.identity, address, draft: readDraft(draft) });
  if (result.kind === 'refused')
    return signInForm(c, deps, { typed: { tiep }, faults: { provider: SIGN_IN.provider[result.reason] }, status: 403 });
  await keepToken(c, deps, result.token, before);
  return c.redirect(readLocalPath(tiep) ?? START, 303);
}

/** Whoever has a password can still sign in, and what was typed waits on. */
function providerIsAway(c: Context<AppEnv>, deps: PageDeps, reason: string, typed: Readonly<Record<string, string>>) {
  deps.log.warn({ reason }, 'identity_provider_away');
  return signInForm(c, deps, { typed, faults: { provider: SIGN_IN.provider.away }, status: 503 });
}

/** Our own address as the browser knows it. The provider leads nobody to an address that is not registered with it. */
function originOf(c: Context<AppEnv>, { isTrustedProxy }: PageDeps): string {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  const origin = `${isEncrypted(c, isTrustedProxy) ? 'https' : 'http'}://${host}`;
  return URL.canParse(origin) ? origin : new URL(c.req.url).origin;
}

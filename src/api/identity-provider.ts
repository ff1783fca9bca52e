import * as client from 'openid-client';
import { z } from '@hono/zod-openapi';
import type { ProviderRights } from '../domain/provider-rights.ts';

export type ProviderSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly rights: ProviderRights;
};

/** What the browser keeps between leaving for the provider and coming back. */
export type ProviderAttempt = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** `subject`: issuer and subject, which never change. `name`: what the person is called there, if it says so. */
export type Identity = { readonly subject: string; readonly name: string | null; readonly groups: readonly string[] };

/**
 * `stale`: the answer does not belong to this attempt, or was used before. `denied`: the person, or the provider, said no. `away`: the
 * provider does not answer as it should; `reason` is for the log and holds no secret.
 */
export type Identified =
  | { readonly kind: 'identified'; readonly identity: Identity }
  | { readonly kind: 'stale' | 'denied' }
  | { readonly kind: 'away'; readonly reason: string };

export type IdentityProvider = {
  readonly rights: ProviderRights;
  /** Where the browser goes, and with what it comes back. */
  readonly begin: (
    returnTo: URL,
  ) => Promise<
    | { readonly kind: 'begun'; readonly address: string; readonly attempt: ProviderAttempt }
    | { readonly kind: 'away'; readonly reason: string }
  >;
  /** `answer`: the address at which the browser came back, with its parameters. */
  readonly finish: (answer: URL, attempt: ProviderAttempt) => Promise<Identified>;
};

/** Seconds that the provider may take for an answer, and by which its clock may differ. */
const TIMEOUT_S = 5;
const CLOCK_TOLERANCE_S = 30;

const CLAIMS = z.object({
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  groups: z.union([z.array(z.string()), z.string().transform((one) => [one])]).optional(),
});

/** The office's OpenID Connect provider: authorization code with PKCE, state and nonce. It is first asked when somebody signs in. */
export function openIdentityProvider({ issuer, clientId, clientSecret, rights }: ProviderSettings): IdentityProvider {
  const find = async () => {
    const server = new URL(issuer);
    const execute = server.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    const metadata = { client_secret: clientSecret, [client.clockTolerance]: CLOCK_TOLERANCE_S };
    return client.discovery(server, clientId, metadata, authenticationOf(clientSecret), { timeout: TIMEOUT_S, execute });
  };
  let found: client.Configuration | null = null;
  const configuration = async () => (found ??= await find());

  return {
    rights,
    async begin(returnTo) {
      try {
        const config = await configuration();
        const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
        const address = client.buildAuthorizationUrl(config, {
          redirect_uri: returnTo.href,
          scope: scopeOf(config.serverMetadata()),
          state: attempt.state,
          nonce: attempt.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
          code_challenge_method: 'S256',
        });
        return { kind: 'begun', address: address.href, attempt };
      } catch (error) {
        return { kind: 'away', reason: reasonOf(error) };
      }
    },
    async finish(answer, { state, nonce, verifier }) {
      if (answer.searchParams.get('state') !== state) return { kind: 'stale' };
      try {
        const config = await configuration();
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
        return { kind: 'identified', identity: await identityOf(config, await client.authorizationCodeGrant(config, answer, checks)) };
      } catch (error) {
        return judge(error);
      }
    },
  };
}

/** Both are usual; where the provider names what it takes, the header is used only when it is among that. */
function authenticationOf(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported;
    return (methods === undefined || methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

/** Some providers refuse a scope that they do not know. */
function scopeOf({ scopes_supported: known }: client.ServerMetadata): string {
  return ['openid', 'profile', 'email', ...(known?.includes('groups') ? ['groups'] : [])].join(' ');
}

type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

/** What the id token does not say is asked for. */
async function identityOf(config: client.Configuration, tokens: Tokens): Promise<Identity> {
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('expected an id token, came none');
  const told = CLAIMS.parse(claims);
  const isWhole = told.groups !== undefined && (told.preferred_username ?? told.email) !== undefined;
  const canAsk = config.serverMetadata().userinfo_endpoint !== undefined;
  const asked = isWhole || !canAsk ? {} : CLAIMS.parse(await client.fetchUserInfo(config, tokens.access_token, claims.sub));
  const { preferred_username: username, email, email_verified: isVerified, groups = [] } = { ...asked, ...told };
  // An address that nobody has verified may be a colleague's.
  return { subject: `${claims.iss} ${claims.sub}`, name: username ?? (isVerified === false ? null : (email ?? null)), groups };
}

/** The codes of answers that are well formed and do not belong to this attempt. */
const STALE: readonly (string | undefined)[] = ['OAUTH_INVALID_RESPONSE', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'];

function judge(error: unknown): Identified {
  if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied') return { kind: 'denied' };
  if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') return { kind: 'stale' };
  if (error instanceof client.ClientError && STALE.includes(error.code)) return { kind: 'stale' };
  return { kind: 'away', reason: reasonOf(error) };
}

/** The name of the fault alone: what a provider writes into its answers may hold anything. */
function reasonOf(error: unknown): string {
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) return error.error;
  if (error instanceof client.ClientError) return error.code ?? error.message;
  return error instanceof Error ? error.name : 'unknown';
}

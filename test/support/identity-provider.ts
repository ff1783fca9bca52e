import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { load } from 'cheerio';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'mot-cua-sms', secret: 'client-secret-0123456789' };

export type Account = Readonly<Record<string, unknown>>;

/** A real OpenID Connect provider on this machine. `accounts`: the claims of each person, by the subject; they may be changed. */
export async function openIdentityServer(redirectUri: string, accounts: Map<string, Account>) {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'], groups: ['groups'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts.get(sub) }) }),
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 60, Interaction: 60, Session: 60 },
    cookies: { keys: ['a key of the test'] },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  return {
    issuer,
    /** Signs in there as a person does in a browser. @returns the address at which the browser comes back */
    signIn: (address: string, subject: string) => browse(address, subject, redirectUri),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const STEPS_MAX = 12;

async function browse(start: string, login: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next: { readonly url: string; readonly body?: URLSearchParams } = { url: start };
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(next.url, {
      headers: { cookie },
      redirect: 'manual',
      ...(next.body ? { method: 'POST', body: next.body } : {}),
    });
    for (const each of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const to = answer.headers.get('location');
    if (to?.startsWith(redirectUri)) return to;
    const html = await answer.text();
    next = to === null ? formIn(html, login, next.url) : { url: new URL(to, next.url).href };
  }
  throw new Error(`expected to come back within ${STEPS_MAX} steps`);
}

function formIn(html: string, login: string, url: string) {
  const $ = load(html);
  const action = $('form').attr('action');
  if (action === undefined) throw new Error(`expected a form of the provider, came ${html.slice(0, 500)}`);
  const prompt = $('input[name=prompt]').attr('value') ?? '';
  return {
    url: new URL(action, url).href,
    body: new URLSearchParams({ prompt, ...(prompt === 'login' ? { login, password: 'any' } : {}) }),
  };
}

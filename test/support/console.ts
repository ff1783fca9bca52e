import { load } from 'cheerio';
import type { Role } from '../../src/domain/roles.ts';
import { startSession } from '../../src/services/sessions.ts';
import { openApi, type Api } from './api.ts';

export const SESSION_SECRET = 'session-secret-0123456789-0123456789';

/** The real API with its console on. */
export function openConsole(settings: Readonly<Record<string, string>> = {}, ...rest: [string?, string?]): Promise<Api> {
  return openApi({ SESSION_SECRET, ...settings }, ...rest);
}

export type PageAnswer = { readonly status: number; readonly headers: Headers; readonly html: string; readonly $: ReturnType<typeof load> };

/** A browser of a person who is signed in: keeps the cookie, knows the token of its forms, and follows no redirect. */
export async function signIn(
  api: Api,
  role: Role,
  { agencies = null, name = `${role}-1` }: { agencies?: string[] | null; name?: string } = {},
) {
  await api.database.sql`insert into people (name, role, agencies) values (${name}, ${role}, ${agencies}::text[]) on conflict do nothing`;
  const token = await startSession(api.deps, name, null);
  const cookie = await signedCookie(token);
  const request = async (path: string, init: RequestInit = {}): Promise<PageAnswer> => {
    const answer = await api.app.request(path, { ...init, headers: { cookie, ...Object.fromEntries(new Headers(init.headers)) } });
    const html = await answer.text();
    return { status: answer.status, headers: answer.headers, html, $: load(html) };
  };
  const get = (path: string) => request(path);
  return {
    cookie,
    get,
    request,
    /** Sends a form as a browser does that has first opened the page with it: with all its hidden fields. */
    submit: async (path: string, fields: Readonly<Record<string, string>>, form = 'main form[method=post]') => {
      const { $ } = await get(path);
      const hidden = Object.fromEntries(
        $(`${form} input[type=hidden]`)
          .toArray()
          .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
      );
      const action = $(form).attr('action') ?? path;
      return request(action, { method: 'POST', body: new URLSearchParams({ ...hidden, ...fields }) });
    },
  };
}

export type Browser = Awaited<ReturnType<typeof signIn>>;

/** As Hono signs it. */
async function signedCookie(token: string): Promise<string> {
  const { serializeSigned } = await import('hono/utils/cookie');
  const [pair = ''] = (await serializeSigned('mot-cua-session', token, SESSION_SECRET)).split(';');
  return pair;
}

import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import { PlainPage } from './parts/plain-page.tsx';
import { COMMON } from './texts/common.ts';
import { REFUSED } from './texts/refused.ts';

/** Whether somebody who looks at pages has asked for this address, and no program. */
export function isAskedByBrowser(c: Context<AppEnv>, { sessionSecrets }: AppDeps): boolean {
  const accepts = c.req.header('accept') ?? '';
  return sessionSecrets.length > 0 && !c.req.path.startsWith('/v1/') && accepts.includes('text/html');
}

/** What a browser sees at an address that is none. It says nothing of who is signed in. */
export function noSuchPage(c: Context<AppEnv>): Response | Promise<Response> {
  const { title, text } = REFUSED.noSuchPage;
  c.set('problem', 'not_found');
  return c.html(
    <PlainPage title={title} text={text}>
      <a class="govuk-link" href="/hom-nay">
        {COMMON.toToday}
      </a>
    </PlainPage>,
    404,
  );
}

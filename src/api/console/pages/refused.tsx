import type { Context } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import type { AppDeps } from '../../route-deps.ts';
import { renderPage } from '../render-page.tsx';
import { REFUSED } from '../texts/refused.ts';

/** The role or the agencies of the person do not allow this page. */
export function forbiddenPage(c: Context<AppEnv>, deps: AppDeps): Promise<Response> {
  return renderPage(c, deps, { title: REFUSED.forbidden.title, content: <Said {...REFUSED.forbidden} />, status: 403 });
}

/** The form was not made for this session, for example because somebody signed in again in another tab. */
export function staleFormPage(c: Context<AppEnv>, deps: AppDeps): Promise<Response> {
  return renderPage(c, deps, { title: REFUSED.staleForm.title, content: <Said {...REFUSED.staleForm} />, status: 403 });
}

/** There is no such thing, or it belongs to an agency of which the person may not know; the two cannot be told apart. */
export function missingPage(c: Context<AppEnv>, deps: AppDeps): Promise<Response> {
  return renderPage(c, deps, { title: REFUSED.missing.title, content: <Said {...REFUSED.missing} />, status: 404 });
}

function Said({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{text}</p>
    </>
  );
}

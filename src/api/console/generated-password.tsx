import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import { renderPage } from './render-page.tsx';
import { PEOPLE } from './texts/people.ts';

/** Shows a password that was just made, which is kept nowhere: so it answers the form itself and redirects nowhere. */
export function generatedPasswordPage(c: Context<AppEnv>, deps: AppDeps, name: string, password: string): Promise<Response> {
  const title = PEOPLE.generated(name);
  const content = (
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body govuk-!-font-size-27">
        <code>{password}</code>
      </p>
      <p class="govuk-body">{PEOPLE.generatedText}</p>
      <p class="govuk-body">
        <a class="govuk-link" href="/tai-khoan">
          {PEOPLE.back}
        </a>
      </p>
    </>
  );
  return renderPage(c, deps, { title, content });
}

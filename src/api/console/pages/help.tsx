import { ROLES } from '../../../domain/roles.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { renderPage } from '../render-page.tsx';
import { HELP } from '../texts/help.ts';

/** Explains each list, status, alarm and word (console §5). */
export function helpPage(pages: Pages, deps: PageDeps): void {
  pages.get('/giup-do', deps.signedIn(ROLES, 'own'), (c) =>
    renderPage(c, deps, { title: HELP.title, content: <h1 class="govuk-heading-l">{HELP.title}</h1> }),
  );
}

import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { DossierList } from '../../domain/dossier-lists.ts';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import { agencyName } from './agency-name.ts';
import { formTokenOf } from './form-token.ts';
import { Frame } from './frame.tsx';
import { COMMON } from './texts/common.ts';

export type Page = {
  /** Begins with the page's answer; the name of the product is added. */
  readonly title: string;
  readonly content: Child;
  readonly status?: ContentfulStatusCode;
  /** What stands in the search field of the head. */
  readonly searched?: string | undefined;
  /** A page that shows what goes on is loaded again after so many seconds where scripts do not run. */
  readonly reloadsAfter?: number;
  /** How many dossiers each list of the person has, where the page has counted them already. */
  readonly counts?: Readonly<Record<DossierList, number>> | undefined;
};

/** Answers a signed-in person with a page in its frame. */
export async function renderPage(
  c: Context<AppEnv>,
  deps: AppDeps,
  { title, content, status = 200, searched, reloadsAfter, counts: counted }: Page,
): Promise<Response> {
  const session = c.get('session');
  const [counts, banner] = await Promise.all([
    counted ?? deps.services.countLists(session, undefined),
    // A page that refuses a form says that; what was done before is said by the next one. Nor does a look at what a form would send, which
    // the browser takes while the form itself is on its way.
    status === 200 && c.req.method === 'GET' ? deps.services.takeBanner(session) : null,
  ]);
  const facts = {
    session,
    formToken: formTokenFor(c, deps),
    officeName: officeNameOf(session.agencies, deps),
    counts,
    banner,
    path: c.req.path,
    searched,
    reloadsAfter,
  };
  return c.html(
    <Frame title={title} facts={facts}>
      {content}
    </Frame>,
    status,
  );
}

/** What the hidden field of a form of this page holds. */
export function formTokenFor(c: Context<AppEnv>, { sessionSecrets }: AppDeps): string {
  const [secret = ''] = sessionSecrets; // the console is off without one
  return formTokenOf(c.get('session'), secret);
}

function officeNameOf(agencies: readonly string[] | null, { findAgency }: AppDeps): string {
  const [only, ...others] = agencies ?? [];
  return only !== undefined && others.length === 0 ? agencyName(only, findAgency) : COMMON.allAgencies;
}

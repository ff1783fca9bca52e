import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { DossierList } from '../../domain/dossier-lists.ts';
import type { Session } from '../../services/sessions.ts';
import { ASSETS } from './assets.ts';
import { FORM_TOKEN_FIELD } from './form-token.ts';
import { COMMON, NAVIGATION } from './texts/common.ts';

/** What every page of a signed-in person shows beside its own content. */
export type FrameFacts = {
  readonly session: Session;
  readonly formToken: string;
  /** The name of the person's agency, or that it is all of them. */
  readonly officeName: string;
  readonly counts: Readonly<Record<DossierList, number>>;
  readonly banner: string | null;
  /** The path of this page, whose entry of the navigation is marked. */
  readonly path: string;
  /** What stands in the search field. */
  readonly searched?: string | undefined;
  /** After how many seconds a browser without scripts loads it again. */
  readonly reloadsAfter?: number | undefined;
};

type DocumentProps = {
  readonly title: string;
  readonly reloadsAfter?: number | undefined;
  /** Another address to which the browser goes at once. */
  readonly leadsTo?: string | undefined;
  readonly children?: Child;
};

/** `title` begins with the page's answer (console §1). */
export function Document({ title, reloadsAfter, leadsTo, children }: DocumentProps) {
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang="vi" class="govuk-template">
        <head>
          <meta charset="utf-8" />
          <title>{`${title} · ${COMMON.product}`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light" />
          {/* With no referrer at all, as the headers say, a browser would not tell us from where a form was sent. */}
          <meta name="referrer" content="same-origin" />
          <link rel="icon" href={ASSETS.icon} />
          <link rel="stylesheet" href={ASSETS.govukStyle} />
          <link rel="stylesheet" href={ASSETS.ownStyle} />
          <script type="module" src={ASSETS.ownScript}></script>
          {leadsTo !== undefined && <meta http-equiv="refresh" content={`0; url=${leadsTo}`} />}
          {reloadsAfter !== undefined && (
            <noscript>
              <meta http-equiv="refresh" content={String(reloadsAfter)} />
            </noscript>
          )}
        </head>
        <body class="govuk-template__body">
          <a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">
            {COMMON.skipLink}
          </a>
          {children}
        </body>
      </html>
    </>
  );
}

export function Frame({ title, facts, children }: { readonly title: string; readonly facts: FrameFacts; readonly children?: Child }) {
  return (
    <Document title={title} reloadsAfter={facts.reloadsAfter}>
      <Header facts={facts} />
      <div class="govuk-width-container">
        <main class="govuk-main-wrapper" id="main-content">
          {facts.banner !== null && <Banner text={facts.banner} />}
          {children}
        </main>
      </div>
    </Document>
  );
}

function Header({ facts: { session, formToken, officeName, counts, path, searched } }: { readonly facts: FrameFacts }) {
  const entries = NAVIGATION.filter(({ roles }) => roles.some((role) => role === session.role));
  return (
    <header class="console-header">
      <div class="govuk-width-container console-header__row">
        <a class="console-header__office" href="/hom-nay">
          {officeName}
        </a>
        <form class="console-search" action="/ho-so" method="get" role="search">
          <label class="govuk-visually-hidden" for="search">
            {COMMON.searchLabel}
          </label>
          <input
            class="govuk-input"
            id="search"
            name="q"
            type="search"
            value={searched ?? ''}
            placeholder={COMMON.searchHint}
            autocomplete="off"
            spellcheck={false}
          />
          <input type="hidden" name="closed" value="any" />
          <button class="console-search__button" type="submit">
            {COMMON.search}
          </button>
        </form>
        <nav class="console-account" aria-label={COMMON.account}>
          <span>{session.name}</span>
          <a href="/doi-mat-khau">{COMMON.changePassword}</a>
          <form action="/dang-xuat" method="post">
            <input type="hidden" name={FORM_TOKEN_FIELD} value={formToken} />
            <button class="console-link-button" type="submit">
              {COMMON.signOut}
            </button>
          </form>
        </nav>
      </div>
      <nav class="console-navigation" aria-label={COMMON.navigation}>
        <ul class="govuk-width-container console-navigation__list">
          {entries.map(({ path: target, text, count }) => (
            <li>
              <a href={target} aria-current={isAt(path, target) ? 'page' : undefined}>
                {text}
                {count !== null && counts[count] > 0 && <span class="console-count">{counts[count]}</span>}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

function isAt(path: string, target: string): boolean {
  return path === target || path.startsWith(`${target}/`);
}

function Banner({ text }: { readonly text: string }) {
  return (
    <div
      class="govuk-notification-banner govuk-notification-banner--success"
      role="alert"
      aria-labelledby="banner-title"
      data-module="govuk-notification-banner"
    >
      <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id="banner-title">
          {COMMON.banner}
        </h2>
      </div>
      <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">{text}</p>
      </div>
    </div>
  );
}

import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnv } from '../../app-env.ts';
import { DRAFT_FIELD } from '../draft-field.ts';
import { Document } from '../frame.tsx';
import type { AppDeps } from '../../route-deps.ts';
import { PROVIDER_PATH, SIGN_IN_PATH } from '../sign-in-path.ts';
import { COMMON } from '../texts/common.ts';
import { SIGN_IN } from '../texts/sign-in.ts';
import { ErrorSummary, TextField, titleWith, type FieldFaults, type Typed } from './fields.tsx';
import { SubmitButton } from './form.tsx';

/** `typed` holds the hidden fields, too. */
export type ShownForm = {
  readonly typed: Typed;
  readonly faults?: FieldFaults;
  readonly notice?: string | undefined;
  readonly status?: ContentfulStatusCode;
};

/** Name and password, or the office's provider where there is one. */
export function signInForm(
  c: Context<AppEnv>,
  { provider }: Pick<AppDeps, 'provider'>,
  { typed, faults = {}, notice, status = 200 }: ShownForm,
): Response | Promise<Response> {
  const { [DRAFT_FIELD]: draft, tiep = '' } = typed;
  return page(c, titleWith(faults, SIGN_IN.title), status, [
    <ErrorSummary faults={faults} />,
    notice && <Notice text={notice} />,
    <h1 class="govuk-heading-l">{SIGN_IN.title}</h1>,
    <form method="post" action={SIGN_IN_PATH} novalidate>
      <input type="hidden" name="tiep" value={tiep} />
      {draft !== undefined && <input type="hidden" name={DRAFT_FIELD} value={draft} />}
      <TextField name="name" label={SIGN_IN.name} typed={typed} faults={faults} autocomplete="username" width={20} hasFocus />
      <TextField
        name="password"
        label={SIGN_IN.password}
        typed={typed}
        faults={faults}
        type="password"
        isSecret
        autocomplete="current-password"
        width={20}
      />
      <SubmitButton text={SIGN_IN.submit} />
    </form>,
    <p class="govuk-hint">{SIGN_IN.forgotten}</p>,
    provider !== null && (
      <form method="post" action={PROVIDER_PATH} novalidate>
        <p class="govuk-body">{SIGN_IN.or}</p>
        <input type="hidden" name="tiep" value={tiep} />
        {draft !== undefined && <input type="hidden" name={DRAFT_FIELD} value={draft} />}
        <button class="govuk-button govuk-button--secondary" type="submit" id="provider" data-module="govuk-button">
          {SIGN_IN.byProvider}
        </button>
      </form>
    ),
  ]);
}

/** Leads to the provider. It is no redirect, because a browser follows none from a form to another site (`form-action 'self'`). */
export function leavingPage(c: Context<AppEnv>, address: string): Response | Promise<Response> {
  const content = [
    <h1 class="govuk-heading-l">{SIGN_IN.leaving}</h1>,
    <p class="govuk-body">
      <a class="govuk-link" href={address}>
        {SIGN_IN.goOn}
      </a>
    </p>,
  ];
  return page(c, SIGN_IN.leaving, 200, content, address);
}

/** The code of the second factor. */
export function codeForm(c: Context<AppEnv>, { typed, faults = {}, status = 200 }: ShownForm): Response | Promise<Response> {
  const { tiep = '' } = typed;
  return page(c, titleWith(faults, SIGN_IN.codeTitle), status, [
    <ErrorSummary faults={faults} />,
    <h1 class="govuk-heading-l">{SIGN_IN.codeTitle}</h1>,
    <form method="post" action={SIGN_IN_PATH} novalidate>
      <input type="hidden" name="tiep" value={tiep} />
      <TextField
        name="code"
        label={SIGN_IN.code}
        hint={SIGN_IN.codeHint}
        typed={typed}
        faults={faults}
        isSecret
        autocomplete="one-time-code"
        inputmode="numeric"
        width={10}
        hasFocus
      />
      <SubmitButton text={SIGN_IN.submit} />
    </form>,
    <p class="govuk-body">
      <a class="govuk-link" href={SIGN_IN_PATH}>
        {SIGN_IN.again}
      </a>
    </p>,
  ]);
}

function page(
  c: Context<AppEnv>,
  title: string,
  status: ContentfulStatusCode,
  content: Child,
  leadsTo?: string,
): Response | Promise<Response> {
  c.header('cache-control', 'no-store');
  return c.html(
    <Document title={title} leadsTo={leadsTo}>
      <header class="console-header">
        <div class="govuk-width-container console-header__row">
          <span class="console-header__office">{COMMON.product}</span>
        </div>
      </header>
      <div class="govuk-width-container">
        <main class="govuk-main-wrapper console-sign-in" id="main-content">
          {content}
        </main>
      </div>
    </Document>,
    status,
  );
}

function Notice({ text }: { readonly text: string }) {
  return (
    <div class="govuk-inset-text" role="status">
      {text}
    </div>
  );
}

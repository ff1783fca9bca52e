import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ROLES } from '../../../domain/roles.ts';
import type { AppEnv } from '../../app-env.ts';
import { callerAddress } from '../../caller-address.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { ErrorSummary, TextField, titleWith, type FieldFaults } from '../parts/fields.tsx';
import { Form, SubmitButton } from '../parts/form.tsx';
import { readForm } from '../read-form.ts';
import { formTokenFor, renderPage } from '../render-page.tsx';
import { OWN_ACCOUNT } from '../texts/own-account.ts';
import { SIGN_IN } from '../texts/sign-in.ts';
import { waitingWords } from '../waiting-words.ts';

const PATH = '/xac-thuc-hai-lop';
/** `secret`: as the page showed it; without one the second factor is turned off. */
const FIELDS = {
  password: z.string(),
  code: z.string().optional(),
  secret: z
    .string()
    .regex(/^[A-Z2-7]{32}$/)
    .optional(),
};
const LABELS = { password: OWN_ACCOUNT.oldPassword, code: OWN_ACCOUNT.code, secret: OWN_ACCOUNT.secret };

/** Turns one's own second factor on and off (requirements §8.1). */
export function secondFactorPage(pages: Pages, deps: PageDeps): void {
  pages.get(PATH, deps.signedIn(ROLES, 'own'), (c) => show(c, deps, {}, null));

  pages.post(PATH, deps.signedIn(ROLES, 'own'), async (c) => {
    const read = await readForm(c, FIELDS, LABELS);
    const kept = read.typed['secret'] ?? null;
    if (read.kind === 'refused') return show(c, deps, read.faults, read.faults['secret'] === undefined ? kept : null);
    const { password, secret, code } = read.values;
    if (secret !== undefined && code === undefined) return show(c, deps, { code: OWN_ACCOUNT.wrongCode }, secret);
    const session = c.get('session');
    const address = callerAddress(c, deps.isTrustedProxy);
    const { services } = deps;
    const result = await (secret === undefined || code === undefined
      ? services.turnOffSecondFactor(session, { password, address })
      : services.turnOnSecondFactor(session, { password, secret, code, address }));
    switch (result.kind) {
      case 'wrong_password':
        return show(c, deps, { password: OWN_ACCOUNT.wrongPassword }, kept);
      case 'wrong_code':
        return show(c, deps, { code: OWN_ACCOUNT.wrongCode }, kept);
      case 'paused':
        return show(c, deps, { password: SIGN_IN.paused(waitingWords(result.until, deps.now())) }, kept);
      case 'set':
        await services.setBanner(session, secret === undefined ? OWN_ACCOUNT.turnedOff : OWN_ACCOUNT.turnedOn);
        return c.redirect(PATH, 303);
    }
  });
}

/** `kept`: the secret that the page before showed and the person may have put into the app already. */
async function show(c: Context<AppEnv>, deps: PageDeps, faults: FieldFaults, kept: string | null): Promise<Response> {
  const { secret, address, isOn } = await deps.services.offerSecondFactor(c.get('session'), kept);
  const title = isOn ? OWN_ACCOUNT.isOn : OWN_ACCOUNT.isOff;
  const content = (
    <>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{isOn ? OWN_ACCOUNT.secondFactorText : OWN_ACCOUNT.onSteps}</p>
      {!isOn && (
        <dl class="govuk-summary-list">
          <Shown label={OWN_ACCOUNT.secret} text={secret.replaceAll(/(.{4})(?=.)/g, '$1 ')} />
          <Shown label={OWN_ACCOUNT.address} text={address} />
        </dl>
      )}
      <Form formToken={formTokenFor(c, deps)} action={PATH} hidden={isOn ? {} : { secret }}>
        {!isOn && (
          <TextField
            name="code"
            label={OWN_ACCOUNT.code}
            hint={OWN_ACCOUNT.codeHint}
            typed={{}}
            faults={faults}
            isSecret
            autocomplete="one-time-code"
            inputmode="numeric"
            width={10}
          />
        )}
        <TextField
          name="password"
          label={OWN_ACCOUNT.oldPassword}
          typed={{}}
          faults={faults}
          type="password"
          isSecret
          autocomplete="current-password"
          width={20}
        />
        <SubmitButton text={isOn ? OWN_ACCOUNT.turnOff : OWN_ACCOUNT.turnOn} isWarning={isOn} />
      </Form>
      <p class="govuk-body">
        <a class="govuk-link" href="/doi-mat-khau">
          {OWN_ACCOUNT.back}
        </a>
      </p>
    </>
  );
  return renderPage(c, deps, { title: titleWith(faults, title), content, status: Object.keys(faults).length > 0 ? 422 : 200 });
}

function Shown({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{label}</dt>
      <dd class="govuk-summary-list__value console-breaks">
        <code>{text}</code>
      </dd>
    </div>
  );
}

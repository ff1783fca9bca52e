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
import { PERSON_REFUSED } from '../texts/people.ts';
import { SIGN_IN } from '../texts/sign-in.ts';
import { waitingWords } from '../waiting-words.ts';

const PATH = '/doi-mat-khau';
const FIELDS = { oldPassword: z.string(), newPassword: z.string(), repeatedPassword: z.string() };
const LABELS = { oldPassword: OWN_ACCOUNT.oldPassword, newPassword: OWN_ACCOUNT.newPassword, repeatedPassword: OWN_ACCOUNT.repeated };

/** One's own password, the other devices, and the way to the second factor (requirements §8.1). */
export function changePasswordPage(pages: Pages, deps: PageDeps): void {
  pages.get(PATH, deps.signedIn(ROLES, 'own'), (c) => show(c, deps, {}));

  pages.post(PATH, deps.signedIn(ROLES, 'own'), async (c) => {
    const read = await readForm(c, FIELDS, LABELS);
    if (read.kind === 'refused') return show(c, deps, read.faults);
    const { oldPassword, newPassword, repeatedPassword } = read.values;
    if (newPassword !== repeatedPassword) return show(c, deps, { repeatedPassword: OWN_ACCOUNT.notRepeated });
    const session = c.get('session');
    const address = callerAddress(c, deps.isTrustedProxy);
    const result = await deps.services.changeOwnPassword(session, { oldPassword, newPassword, address });
    switch (result.kind) {
      case 'wrong_password':
        return show(c, deps, { oldPassword: OWN_ACCOUNT.wrongPassword });
      case 'paused':
        return show(c, deps, { oldPassword: SIGN_IN.paused(waitingWords(result.until, deps.now())) });
      case 'refused':
        return show(c, deps, { newPassword: PERSON_REFUSED[result.fault] });
      case 'changed':
        await deps.services.setBanner(session, OWN_ACCOUNT.changed);
        return c.redirect(PATH, 303);
    }
  });
}

async function show(c: Context<AppEnv>, deps: PageDeps, faults: FieldFaults): Promise<Response> {
  const session = c.get('session');
  const own = await deps.services.findPerson(session, session.name);
  const formToken = formTokenFor(c, deps);
  const content = (
    <>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{OWN_ACCOUNT.title}</h1>
      {own?.hasPassword ? (
        <Passwords name={session.name} formToken={formToken} faults={faults} />
      ) : (
        <p class="govuk-body">{OWN_ACCOUNT.fromProvider}</p>
      )}
      <h2 class="govuk-heading-m">{OWN_ACCOUNT.otherDevices}</h2>
      <p class="govuk-body">{OWN_ACCOUNT.otherDevicesText}</p>
      <Form formToken={formToken} action="/dang-xuat" hidden={{ everywhere: 'true' }}>
        <SubmitButton text={OWN_ACCOUNT.signOutEverywhere} isWarning />
      </Form>
    </>
  );
  const isRefused = Object.keys(faults).length > 0;
  return renderPage(c, deps, { title: titleWith(faults, OWN_ACCOUNT.title), content, status: isRefused ? 422 : 200 });
}

type PasswordsProps = { readonly name: string; readonly formToken: string; readonly faults: FieldFaults };

function Passwords({ name, formToken, faults }: PasswordsProps) {
  const shared = { typed: {}, faults, type: 'password', isSecret: true, width: 20 } as const;
  return (
    <>
      <Form formToken={formToken} action={PATH}>
        <input type="hidden" name="username" autocomplete="username" value={name} />
        <TextField name="oldPassword" label={OWN_ACCOUNT.oldPassword} autocomplete="current-password" {...shared} />
        <TextField
          name="newPassword"
          label={OWN_ACCOUNT.newPassword}
          hint={OWN_ACCOUNT.newPasswordHint}
          autocomplete="new-password"
          {...shared}
        />
        <TextField name="repeatedPassword" label={OWN_ACCOUNT.repeated} autocomplete="new-password" {...shared} />
        <SubmitButton text={OWN_ACCOUNT.submit} />
      </Form>
      <h2 class="govuk-heading-m">{OWN_ACCOUNT.secondFactor}</h2>
      <p class="govuk-body">{OWN_ACCOUNT.secondFactorText}</p>
      <p class="govuk-body">
        <a class="govuk-link" href="/xac-thuc-hai-lop">
          {OWN_ACCOUNT.secondFactorLink}
        </a>
      </p>
    </>
  );
}

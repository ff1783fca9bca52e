import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ROLES } from '../../../domain/roles.ts';
import { generatePassword } from '../../../services/generate-password.ts';
import type { AppEnv } from '../../app-env.ts';
import { agencyFields, readAgencyFields } from '../agency-fields.ts';
import { generatedPasswordPage } from '../generated-password.tsx';
import { managerOf } from '../manager-of.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { AgencyChoice } from '../parts/agency-choice.tsx';
import { ErrorSummary, TextField, titleWith, type FieldFaults, type Typed } from '../parts/fields.tsx';
import { Form, SubmitButton } from '../parts/form.tsx';
import { RoleChoice } from '../parts/role-choice.tsx';
import { personFault } from '../person-fault.ts';
import { readForm } from '../read-form.ts';
import { formTokenFor, renderPage } from '../render-page.tsx';
import { PEOPLE } from '../texts/people.ts';

const PATH = '/tai-khoan/moi';
const FIELDS = { name: z.string(), role: z.enum(ROLES), password: z.string().optional() };
const LABELS = { name: PEOPLE.name, role: PEOPLE.role, password: PEOPLE.password };

/** Makes an account; an operator who is bound to agencies, only for those (requirements §8.1). */
export function newPersonPage(pages: Pages, deps: PageDeps): void {
  const guard = deps.signedIn(['operator'], 'own');
  pages.get(PATH, guard, async (c) => show(c, deps, (await deps.services.takeDraft(c.get('session'), PATH)) ?? {}, {}));

  pages.post(PATH, guard, async (c) => {
    const read = await readForm(c, FIELDS, LABELS);
    if (read.kind === 'refused') return show(c, deps, read.typed, read.faults);
    const { name, role, password } = read.values;
    const made = password ?? generatePassword();
    const person = { name, role, agencies: readAgencyFields(read.typed), password: made };
    const result = await deps.services.addPerson(managerOf(c, deps), person);
    if (result.kind === 'refused') return show(c, deps, read.typed, personFault(result.refusal));
    if (password === undefined) return generatedPasswordPage(c, deps, result.name, made);
    await deps.services.setBanner(c.get('session'), PEOPLE.added(result.name));
    return c.redirect('/tai-khoan', 303);
  });
}

function show(c: Context<AppEnv>, deps: PageDeps, typed: Typed, faults: FieldFaults): Promise<Response> {
  const session = c.get('session');
  const options = agencyFields(session, deps.agencies, [], deps.findAgency);
  const content = (
    <>
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{PEOPLE.newTitle}</h1>
      <Form formToken={formTokenFor(c, deps)} action={PATH}>
        <TextField name="name" label={PEOPLE.name} hint={PEOPLE.nameHint} typed={typed} faults={faults} width={20} />
        <RoleChoice typed={typed} faults={faults} />
        <AgencyChoice options={options} isBound={session.agencies !== null} typed={typed} faults={faults} />
        <TextField
          name="password"
          label={PEOPLE.password}
          hint={PEOPLE.passwordHint}
          typed={typed}
          faults={faults}
          type="password"
          isSecret
          autocomplete="new-password"
          width={20}
        />
        <SubmitButton text={PEOPLE.save} />
      </Form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return renderPage(c, deps, { title: titleWith(faults, PEOPLE.newTitle), content, status });
}

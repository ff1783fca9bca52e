import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ROLES } from '../../../domain/roles.ts';
import type { PersonOrder } from '../../../services/change-person.ts';
import { generatePassword } from '../../../services/generate-password.ts';
import type { AppEnv } from '../../app-env.ts';
import { readAgencyFields, typedAgencies } from '../agency-fields.ts';
import { generatedPasswordPage } from '../generated-password.tsx';
import { managerOf } from '../manager-of.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import type { FieldFaults, Typed } from '../parts/fields.tsx';
import { titleWith } from '../parts/fields.tsx';
import { PersonForms } from '../parts/person-forms.tsx';
import { personAddress } from '../person-address.ts';
import { personFault } from '../person-fault.ts';
import { readForm } from '../read-form.ts';
import { formTokenFor, renderPage } from '../render-page.tsx';
import { PEOPLE } from '../texts/people.ts';
import { missingPage } from './refused.tsx';

const PATH = '/tai-khoan/nguoi/:name';
const FIELDS = {
  order: z.enum(['rights', 'password', 'second_factor_off', 'disable', 'enable']),
  role: z.enum(ROLES).optional(),
  password: z.string().optional(),
};
const LABELS = { role: PEOPLE.role, password: PEOPLE.password };

/** One account, and what an operator may change of it (requirements §8.1). */
export function personPage(pages: Pages, deps: PageDeps): void {
  const guard = deps.signedIn(['operator'], 'own');
  pages.get(PATH, guard, async (c) => {
    const draft = await deps.services.takeDraft(c.get('session'), personAddress(c.req.param('name')));
    return show(c, deps, c.req.param('name'), draft, {});
  });

  pages.post(PATH, guard, async (c) => {
    const name = c.req.param('name');
    const read = await readForm(c, FIELDS, LABELS);
    if (read.kind === 'refused') return show(c, deps, name, read.typed, read.faults);
    const { order: kind, role, password } = read.values;
    const made = password ?? generatePassword();
    const order = orderOf(kind, { role, agencies: readAgencyFields(read.typed), password: made });
    const result = await deps.services.changePerson(managerOf(c, deps), name, order);
    if (result.kind === 'refused') return show(c, deps, name, read.typed, personFault(result.refusal));
    if (kind === 'password' && password === undefined) return generatedPasswordPage(c, deps, result.name, made);
    await deps.services.setBanner(c.get('session'), DONE[kind](result.name));
    return c.redirect(personAddress(result.name), 303);
  });
}

type Given = Pick<Extract<PersonOrder, { kind: 'rights' }>, 'role' | 'agencies'> & { readonly password: string };

function orderOf(kind: PersonOrder['kind'], { role, agencies, password }: Given): PersonOrder {
  if (kind === 'rights') return { kind, role, agencies };
  return kind === 'password' ? { kind, password } : { kind };
}

const DONE: Readonly<Record<PersonOrder['kind'], (name: string) => string>> = {
  rights: PEOPLE.rightsSaved,
  password: PEOPLE.passwordSet,
  second_factor_off: PEOPLE.secondFactorOff,
  disable: PEOPLE.wasDisabled,
  enable: PEOPLE.wasEnabled,
};

/** `typed`: what comes back after a refusal; null for what holds now. */
async function show(c: Context<AppEnv>, deps: PageDeps, name: string, typed: Typed | null, faults: FieldFaults): Promise<Response> {
  const session = c.get('session');
  const person = await deps.services.findPerson(session, name);
  if (person === null) return missingPage(c, deps);
  const given = typed?.['order'] === 'rights' ? typed : { role: person.role, ...typedAgencies(person.agencies) };
  const content = (
    <PersonForms person={person} typed={given} faults={faults} session={session} formToken={formTokenFor(c, deps)} deps={deps} />
  );
  return renderPage(c, deps, { title: titleWith(faults, person.name), content, status: Object.keys(faults).length > 0 ? 422 : 200 });
}

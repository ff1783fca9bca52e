import type { Child } from 'hono/jsx';
import type { Person } from '../../../services/list-people.ts';
import type { Session } from '../../../services/sessions.ts';
import type { AppDeps } from '../../route-deps.ts';
import { agencyFields } from '../agency-fields.ts';
import { personAddress } from '../person-address.ts';
import { PEOPLE } from '../texts/people.ts';
import { AgencyChoice } from './agency-choice.tsx';
import { ErrorSummary, TextField, type FieldFaults, type Typed } from './fields.tsx';
import { Form, SubmitButton } from './form.tsx';
import { RoleChoice } from './role-choice.tsx';
import { Tag } from './tag.tsx';

type Props = {
  readonly person: Person;
  readonly typed: Typed;
  readonly faults: FieldFaults;
  readonly session: Session;
  readonly formToken: string;
  readonly deps: Pick<AppDeps, 'agencies' | 'findAgency'>;
};

/** What an operator may change of an account; nothing of the own one. */
export function PersonForms(props: Props) {
  const { person, faults, session } = props;
  return (
    <>
      <ErrorSummary faults={faults} />
      <p class="govuk-body">
        <a class="govuk-link" href="/tai-khoan">
          {PEOPLE.back}
        </a>
      </p>
      <h1 class="govuk-heading-l">
        {person.name} {person.disabledAt !== null && <Tag text={PEOPLE.disabled} colour="grey" />}
      </h1>
      {person.name === session.name ? <p class="govuk-body">{PEOPLE.own}</p> : <Orders {...props} />}
    </>
  );
}

function Orders({ person, typed, faults, session, formToken, deps }: Props) {
  const shared = { person, formToken };
  const options = agencyFields(session, deps.agencies, person.agencies ?? [], deps.findAgency);
  return (
    <>
      <Order {...shared} order="rights" title={PEOPLE.rightsTitle} button={PEOPLE.saveRights}>
        <RoleChoice typed={typed} faults={faults} />
        <AgencyChoice options={options} isBound={session.agencies !== null} typed={typed} faults={faults} />
      </Order>
      <Order {...shared} order="password" title={PEOPLE.passwordTitle} text={PEOPLE.passwordText} button={PEOPLE.setPassword}>
        <TextField
          name="password"
          label={PEOPLE.password}
          hint={PEOPLE.passwordHint}
          typed={{}}
          faults={faults}
          type="password"
          isSecret
          autocomplete="new-password"
          width={20}
        />
      </Order>
      {person.hasSecondFactor && (
        <Order
          {...shared}
          order="second_factor_off"
          title={PEOPLE.secondFactorTitle}
          text={PEOPLE.secondFactorText}
          button={PEOPLE.turnOffSecondFactor}
        />
      )}
      {person.disabledAt === null ? (
        <Order {...shared} order="disable" title={PEOPLE.disableTitle} text={PEOPLE.disableText} button={PEOPLE.disable} isWarning />
      ) : (
        <Order {...shared} order="enable" title={PEOPLE.enable} text={PEOPLE.enableText} button={PEOPLE.enable} />
      )}
    </>
  );
}

type OrderProps = {
  readonly person: Person;
  readonly formToken: string;
  readonly order: string;
  readonly title: string;
  readonly text?: string;
  readonly button: string;
  readonly isWarning?: boolean;
  readonly children?: Child;
};

function Order({ person, formToken, order, title, text, button, isWarning = false, children }: OrderProps) {
  return (
    <>
      <h2 class="govuk-heading-m">{title}</h2>
      {text !== undefined && <p class="govuk-body">{text}</p>}
      <Form formToken={formToken} action={personAddress(person.name)} hidden={{ order }}>
        {children}
        <SubmitButton text={button} isWarning={isWarning} />
      </Form>
    </>
  );
}

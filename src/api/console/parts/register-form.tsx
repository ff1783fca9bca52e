import { FIRST_STEP } from '../../../domain/fixed-names.ts';
import { printProcedure } from '../../../domain/read-procedure.ts';
import type { ReceiptCode } from '../../../domain/receipt-code.ts';
import { dossierAddress } from '../dossier-address.ts';
import { SEEN_FIELD } from '../effect-sign.ts';
import type { KnownProcedure } from '../register-form.ts';
import { REGISTER } from '../texts/register.ts';
import { PreviewButton, Problem } from './event-form.tsx';
import { Checkbox, ErrorSummary, Select, TextField, type FieldFaults, type Option, type Typed } from './fields.tsx';
import { Form, SubmitButton } from './form.tsx';
import { PhoneField } from './phone-field.tsx';
import { SmsPreview, type SmsPreviewFacts } from './sms-preview.tsx';

/** What the form as a whole is refused for, or what has to be looked at first. `dossier`: the one that has the code already. */
export type RegisterProblem = { readonly text: string; readonly details?: readonly string[]; readonly dossier?: ReceiptCode };

type Props = {
  readonly typed: Typed;
  readonly faults: FieldFaults;
  readonly problem: RegisterProblem | undefined;
  readonly preview: SmsPreviewFacts | null;
  readonly seen: string;
  readonly procedures: readonly KnownProcedure[];
  readonly agencies: readonly Option[];
  readonly formToken: string;
};

export function RegisterForm({ typed, faults, problem, preview, seen, procedures, agencies, formToken }: Props) {
  return (
    <>
      <a class="govuk-back-link" href="/ho-so">
        {REGISTER.back}
      </a>
      <ErrorSummary faults={faults} />
      {problem && <Problem text={problem.text} changes={problem.details ?? []} />}
      {problem?.dossier && (
        <p class="govuk-body">
          <a class="govuk-link" href={dossierAddress(problem.dossier)}>
            {REGISTER.seeDossier(problem.dossier)}
          </a>
        </p>
      )}
      <h1 class="govuk-heading-l">{REGISTER.heading}</h1>
      <Form formToken={formToken} isPreviewed>
        {/* A scanner ends each code with Enter. The first button of a form is what Enter presses, and this one does nothing. */}
        <button type="submit" disabled hidden></button>
        <input type="hidden" id={SEEN_FIELD} name={SEEN_FIELD} value={seen} data-previewed />
        <Fields {...{ typed, faults, procedures, agencies }} hasFocus={Object.keys(faults).length === 0 && problem === undefined} />
        <SmsPreview facts={preview} whySilent={REGISTER.silent}>
          <p class="govuk-body">{REGISTER.untyped}</p>
        </SmsPreview>
        <div class="govuk-button-group">
          <SubmitButton text={REGISTER.submit} />
          <PreviewButton />
        </div>
      </Form>
    </>
  );
}

type FieldsProps = Pick<Props, 'typed' | 'faults' | 'procedures' | 'agencies'> & { readonly hasFocus: boolean };

function Fields({ procedures, agencies, hasFocus, ...shared }: FieldsProps) {
  const { labels } = REGISTER;
  const choices = [{ value: '', text: REGISTER.agencyNone }, ...agencies];
  return (
    <>
      <TextField name="receiptCode" label={labels.receiptCode} hint={REGISTER.codeHint} width={20} hasFocus={hasFocus} {...shared} />
      {agencies.length > 1 && <Select name="agency" label={labels.agency} options={choices} {...shared} />}
      <TextField
        name="procedure"
        label={labels.procedure}
        hint={REGISTER.procedureHint}
        suggestions={procedures.map(printProcedure)}
        {...shared}
      />
      <Checkbox name="sameDay" label={labels.sameDay} hint={REGISTER.sameDayHint} {...shared} />
      <PhoneField label={labels.phone} hint={REGISTER.phoneHint} {...shared} />
      <TextField name="receivedAt" label={labels.receivedAt} type="datetime-local" width={20} {...shared} />
      <TextField name="dueDate" label={labels.dueDate} hint={REGISTER.dueDateHint} type="date" width={10} {...shared} />
      <TextField name="step" label={labels.step} hint={REGISTER.stepHint} width={20} suggestions={[FIRST_STEP]} {...shared} />
    </>
  );
}

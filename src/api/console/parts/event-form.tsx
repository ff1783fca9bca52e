import type { Child } from 'hono/jsx';
import { printDate } from '../../../domain/calendar.ts';
import type { DossierAsOf } from '../../../services/find-dossier.ts';
import { dossierAddress } from '../dossier-address.ts';
import { SEEN_FIELD } from '../effect-sign.ts';
import type { FormMarks } from '../form-marks.ts';
import { EVENT_FORMS } from '../texts/event-forms.ts';
import { SMS_PREVIEW } from '../texts/sms-preview.ts';
import { ErrorSummary, type FieldFaults } from './fields.tsx';
import { Form, SubmitButton } from './form.tsx';

type FrameProps = {
  readonly known: DossierAsOf;
  /** The list from which the dossier was opened. */
  readonly tu: string | undefined;
  readonly heading: string;
  readonly faults?: FieldFaults;
  /** A rule that said no, or what the person has to look at first. */
  readonly problem?: string | undefined;
  /** What others recorded since the form was made, oldest first. */
  readonly changes?: readonly string[];
  readonly children?: Child;
};

/** What every form of a dossier has around it: the way back, what went wrong, and which dossier it is. */
export function EventFormFrame({ known: { dossier }, tu, heading, faults = {}, problem, changes = [], children }: FrameProps) {
  const { receiptCode, procedure, step, state, dueDate } = dossier;
  return (
    <>
      <a class="govuk-back-link" href={dossierAddress(receiptCode, tu)}>
        {EVENT_FORMS.back(receiptCode)}
      </a>
      <ErrorSummary faults={faults} />
      {problem !== undefined && <Problem text={problem} changes={changes} />}
      <h1 class="govuk-heading-l">{heading}</h1>
      <dl class="console-form-facts">
        <Fact name={receiptCode} value={procedure.name} />
        <Fact name={EVENT_FORMS.step} value={state === null ? step : `${step} (${state})`} />
        <Fact name={EVENT_FORMS.dueDate} value={dueDate === null ? EVENT_FORMS.noDueDate : printDate(dueDate)} />
      </dl>
      {children}
    </>
  );
}

type BodyProps = {
  readonly marks: FormMarks;
  readonly formToken: string;
  readonly submit: string;
  readonly isWarning?: boolean;
  /** Whether what it sends depends on what is typed. */
  readonly isPreviewed: boolean;
  readonly preview: Child;
  readonly children?: Child;
};

export function EventFormBody({ marks, formToken, submit, isWarning, isPreviewed, preview, children }: BodyProps) {
  const { eventId, expectedSeq, seen } = marks;
  return (
    <Form formToken={formToken} hidden={{ eventId, expectedSeq: String(expectedSeq) }} isPreviewed={isPreviewed}>
      <input type="hidden" id={SEEN_FIELD} name={SEEN_FIELD} value={seen} data-previewed />
      {children}
      {preview}
      <div class="govuk-button-group">
        <SubmitButton text={submit} isWarning={isWarning} />
        {isPreviewed && <PreviewButton />}
      </div>
    </Form>
  );
}

export function PreviewButton() {
  return (
    <button class="govuk-button govuk-button--secondary" type="submit" name="preview" value="true" data-module="govuk-button">
      {SMS_PREVIEW.preview}
    </button>
  );
}

/** What the form as a whole was refused for. It belongs to no field. */
export function Problem({ text, changes = [] }: { readonly text: string; readonly changes?: readonly string[] }) {
  return (
    <div class="console-problem" role="alert">
      <p class="govuk-body govuk-!-font-weight-bold">{text}</p>
      {changes.length > 0 && (
        <ul class="govuk-list govuk-list--bullet">
          {changes.map((change) => (
            <li>{change}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

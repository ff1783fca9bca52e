import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { DossierAsOf } from '../../services/find-dossier.ts';
import type { EventPreview } from '../../services/preview-event.ts';
import type { EventRequest } from '../../services/record-event.ts';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import { listBehind } from './came-from-list.ts';
import { NOTHING } from './effect-sign.ts';
import type { EventForm, FormSubject } from './event-form.ts';
import { eventPreviewFacts, eventSign } from './event-preview.ts';
import { eventMarks, type FormMarks } from './form-marks.ts';
import { EventFormBody, EventFormFrame } from './parts/event-form.tsx';
import { titleWith, type FieldFaults, type Typed } from './parts/fields.tsx';
import { SmsPreview } from './parts/sms-preview.tsx';
import { readFields, type FormRead } from './read-form.ts';
import { formTokenFor, renderPage } from './render-page.tsx';
import { EVENT_FORMS, REFUSED_EVENT } from './texts/event-forms.ts';
import { SMS_PREVIEW } from './texts/sms-preview.ts';
import { OUTCOME_NAMES } from '../../domain/outcome-names.ts';

export type ShownForm = {
  readonly known: DossierAsOf;
  readonly typed: Typed;
  /** Whether nobody has typed anything yet. */
  readonly isNew?: boolean;
  readonly marks: FormMarks;
  readonly faults?: FieldFaults;
  /** What the form as a whole was refused for. */
  readonly problem?: string;
  /** What others recorded since the form was made. */
  readonly changes?: readonly string[];
  /** Whether the person is asked to look first at what will be sent. */
  readonly asks?: true;
  readonly status: ContentfulStatusCode;
};

/** A form of a dossier with what is typed, what is wrong with it, and what it would send. */
export async function showEventForm<Shape extends z.ZodRawShape>(
  c: Context<AppEnv>,
  deps: AppDeps,
  form: EventForm<Shape>,
  shown: ShownForm,
): Promise<Response> {
  const { known, typed, isNew = false, marks, faults = {}, problem, changes = [], asks, status } = shown;
  const { heading, submit, silent, untyped } = form.texts;
  const about = { known, session: c.get('session'), services: deps.services };
  const whyNot = await whyNothingToRecord(form, about);
  if (whyNot !== null) return showNothingToRecord(c, deps, heading, whyNot, shown);

  const request = isNew ? requestUntyped(form, marks) : requestTyped(form, typed, marks);
  const preview = request && (await previewOf(c, deps, known, request));
  const fields = await form.fields({ ...about, typed, faults });
  const content = (
    <EventFormFrame
      known={known}
      tu={listBehind(c, deps)?.tu}
      heading={heading}
      faults={faults}
      changes={changes}
      problem={asks ? askText(submit) : problem}
    >
      <EventFormBody
        marks={{ ...marks, seen: request && preview ? eventSign(preview, request) : NOTHING }}
        formToken={formTokenFor(c, deps)}
        submit={submit}
        isWarning={form.isWarning === true}
        isPreviewed={form.untyped === null}
        preview={
          <SmsPreview facts={request && preview && eventPreviewFacts(preview, request)} whySilent={silent}>
            <p class="govuk-body">{untyped ?? SMS_PREVIEW.unknown}</p>
          </SmsPreview>
        }
      >
        {fields}
      </EventFormBody>
    </EventFormFrame>
  );
  return renderPage(c, deps, { title: titleOf(heading, shown), content, status });
}

/** Why the form cannot be used now: the dossier is closed, or there is nothing to say. Null when it can. */
export async function whyNothingToRecord<Shape extends z.ZodRawShape>(form: EventForm<Shape>, about: FormSubject): Promise<string | null> {
  const { closed } = about.known.dossier;
  if (closed && !form.isForClosed) return EVENT_FORMS.closed(OUTCOME_NAMES[closed.outcome]);
  return (await form.whyNot?.(about)) ?? null;
}

/** Refuses what is wrong with fields that are right one by one. */
export function checkForm<Shape extends z.ZodRawShape>(
  form: EventForm<Shape>,
  read: FormRead<z.infer<z.ZodObject<Shape>>>,
): FormRead<z.infer<z.ZodObject<Shape>>> {
  const faults = read.kind === 'read' ? (form.check?.(read.values) ?? {}) : {};
  return Object.keys(faults).length > 0 ? { kind: 'refused', faults, typed: read.typed } : read;
}

/** The request of what is typed; of a form that is not filled in, the one whose effect any other has. */
function requestTyped<Shape extends z.ZodRawShape>(form: EventForm<Shape>, typed: Typed, marks: FormMarks): EventRequest | null {
  const read = checkForm(form, readFields(typed, form.shape, form.texts.labels));
  return read.kind === 'read' ? form.requestOf(read.values, eventMarks(marks)) : requestUntyped(form, marks);
}

function requestUntyped<Shape extends z.ZodRawShape>(form: EventForm<Shape>, marks: FormMarks): EventRequest | null {
  return form.untyped && form.requestOf(form.untyped, eventMarks(marks));
}

async function previewOf(
  c: Context<AppEnv>,
  { services }: AppDeps,
  { dossier }: DossierAsOf,
  request: EventRequest,
): Promise<EventPreview | null> {
  const preview = await services.previewEvent(c.get('session'), dossier.receiptCode, request);
  return preview?.kind === 'previewed' ? preview : null;
}

function showNothingToRecord(
  c: Context<AppEnv>,
  deps: AppDeps,
  heading: string,
  whyNot: string,
  { known, changes = [], problem, status }: ShownForm,
): Promise<Response> {
  const content = (
    <EventFormFrame
      known={known}
      tu={listBehind(c, deps)?.tu}
      heading={heading}
      changes={changes}
      problem={changes.length > 0 ? problem : undefined}
    >
      <p class="govuk-inset-text">{whyNot}</p>
    </EventFormFrame>
  );
  return renderPage(c, deps, { title: EVENT_FORMS.refusedTitle(known.dossier.receiptCode), content, status });
}

function askText(submit: string): string {
  return `${SMS_PREVIEW.askFirst}${SMS_PREVIEW.thenPress(submit)}`;
}

function titleOf(heading: string, { known, faults = {}, problem, asks }: ShownForm): string {
  const { receiptCode } = known.dossier;
  if (problem === REFUSED_EVENT.changed_meanwhile) return EVENT_FORMS.changedTitle(receiptCode);
  if (problem !== undefined) return EVENT_FORMS.refusedTitle(receiptCode);
  return titleWith(faults, asks ? EVENT_FORMS.previewTitle(heading, receiptCode) : EVENT_FORMS.title(heading, receiptCode));
}

import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { FieldRefusal, Refusal } from '../../domain/refusal.ts';
import type { DossierAsOf } from '../../services/find-dossier.ts';
import type { RecordResult } from '../../services/record-event.ts';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import { listBehind } from './came-from-list.ts';
import { changeWords } from './change-words.ts';
import { dossierAddress } from './dossier-address.ts';
import { hasSeen, NOTHING, sentSentence } from './effect-sign.ts';
import type { EventForm } from './event-form.ts';
import { checkForm, showEventForm, whyNothingToRecord } from './event-form-view.tsx';
import { eventSign } from './event-preview.ts';
import { eventMarks, newMarks, readMarks, type FormMarks } from './form-marks.ts';
import type { PageDeps, Pages } from './page-deps.ts';
import { missingPage } from './pages/refused.tsx';
import type { FieldFaults, Typed } from './parts/fields.tsx';
import { readCode } from './read-code.ts';
import { readForm } from './read-form.ts';
import { REFUSED_EVENT, REFUSED_FIELD } from './texts/event-forms.ts';

/** Registers a form of a dossier: it is shown, sent, and shown again with what was typed when it is refused. */
export function eventFormPage<Shape extends z.ZodRawShape>(pages: Pages, deps: PageDeps, form: EventForm<Shape>): void {
  const address = `/ho-so/:code/${form.path}`;

  pages.get(address, deps.signedIn(['clerk'], 'own'), async (c) => {
    const known = await findKnown(c, deps);
    if (!known) return missingPage(c, deps);
    const draft = await deps.services.takeDraft(c.get('session'), c.req.path);
    const { notice } = c.req.query();
    const typed = draft ?? (notice === undefined ? {} : { notice });
    const { seq } = known.dossier;
    const marks = draft ? readMarks(draft, seq) : newMarks(seq);
    return showEventForm(c, deps, form, { known, typed, isNew: draft === null, marks, status: 200 });
  });

  pages.post(address, deps.signedIn(['clerk'], 'own'), (c) => takeForm(c, deps, form));
}

async function takeForm<Shape extends z.ZodRawShape>(c: Context<AppEnv>, deps: AppDeps, form: EventForm<Shape>): Promise<Response> {
  const { services } = deps;
  const session = c.get('session');
  const known = await findKnown(c, deps);
  if (!known) return missingPage(c, deps);
  const { receiptCode, seq } = known.dossier;
  const read = checkForm(form, await readForm(c, form.shape, form.texts.labels));
  const { typed } = read;
  const marks = readMarks(typed, seq);
  const refuse = (faults: FieldFaults) => showEventForm(c, deps, form, { known, typed, marks, faults, status: 422 });
  if (read.kind === 'refused') return refuse(read.faults);
  const request = form.requestOf(read.values, eventMarks(marks));

  // An older number means that the form was sent before, or that somebody else was faster; the journal knows which.
  const isPreview = typed['preview'] !== undefined;
  if (isPreview || marks.expectedSeq === seq) {
    const isLast = async () => isPreview || (await findKnown(c, deps))?.dossier.seq === seq;
    if ((await whyNothingToRecord(form, { known, session, services })) !== null && (await isLast()))
      return showEventForm(c, deps, form, { known, typed, marks, status: 409 });
    const preview = await services.previewEvent(session, receiptCode, request);
    if (!preview) return missingPage(c, deps);
    if (preview.kind === 'field_refused') return refuse(faultOf(preview.refusal));
    // Of a double click the other half may have been recorded meanwhile; then the journal knows that this is the same.
    if (isPreview || (!hasSeen(marks.seen, eventSign(preview, request)) && (await isLast())))
      return showEventForm(c, deps, form, { known, typed, marks, asks: true, status: 200 });
  }
  const done = await services.recordEvent(session, receiptCode, request, session.name);
  if (done.kind === 'field_refused') return refuse(faultOf(done.refusal));
  if (done.kind === 'refused') return showRefused(c, deps, form, { refusal: done.refusal, typed, marks });
  // What was sent before may be the form of before its preview, which had shown nothing yet.
  const knowsSent = done.kind === 'recorded' || !hasSeen(marks.seen, NOTHING);
  const sent = knowsSent ? [sentSentence(marks.seen, known.contact.phone)] : [];
  return leave(c, deps, { done, known, sentence: [form.done(read.values), ...sent].join(' ') });
}

type Recorded = Extract<RecordResult, { readonly kind: 'recorded' | 'same' }>;
type Left = { readonly done: Recorded; readonly known: DossierAsOf; readonly sentence: string };

async function leave(c: Context<AppEnv>, deps: AppDeps, { done, known, sentence }: Left): Promise<Response> {
  if (done.kind === 'recorded') deps.metrics.eventRecorded(done.seq);
  await deps.services.setBanner(c.get('session'), sentence);
  return c.redirect(dossierAddress(known.dossier.receiptCode, listBehind(c, deps)?.tu), 303);
}

type Refused = { readonly refusal: Refusal; readonly typed: Typed; readonly marks: FormMarks };

/** The dossier is read again: what refused the event may have changed it since. */
async function showRefused<Shape extends z.ZodRawShape>(
  c: Context<AppEnv>,
  deps: AppDeps,
  form: EventForm<Shape>,
  { refusal, typed, marks }: Refused,
): Promise<Response> {
  const life = await deps.services.readDossierLife(c.get('session'), readCode(c) ?? '');
  if (!life || !isOfEvent(refusal)) return missingPage(c, deps);
  const { seq } = life.found.dossier;
  const isChanged = refusal === 'changed_meanwhile';
  return showEventForm(c, deps, form, {
    known: life.found,
    typed,
    marks: refusal === 'event_conflict' ? newMarks(seq) : { ...marks, expectedSeq: seq },
    problem: REFUSED_EVENT[refusal],
    changes: isChanged ? life.events.filter((event) => event.seq > marks.expectedSeq).map(changeWords) : [],
    status: 409,
  });
}

async function findKnown(c: Context<AppEnv>, { services }: AppDeps): Promise<DossierAsOf | null> {
  const code = readCode(c);
  return code === null ? null : services.findDossier(c.get('session'), code);
}

function isOfEvent(refusal: Refusal): refusal is keyof typeof REFUSED_EVENT {
  return Object.hasOwn(REFUSED_EVENT, refusal);
}

function faultOf(refusal: FieldRefusal): FieldFaults {
  if (refusal.kind === 'telephone_number') return { note: REFUSED_FIELD.telephone_number };
  if (refusal.kind === 'notice_unknown') return { notice: REFUSED_FIELD.notice_unknown };
  if (refusal.kind === 'due_before_receipt') return { dueDate: REFUSED_FIELD.due_before_receipt(refusal.receivedOn) };
  throw new Error(`expected a refusal of a field of this form, came ${refusal.kind}`);
}

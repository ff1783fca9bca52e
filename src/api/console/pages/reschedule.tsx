import { z } from '@hono/zod-openapi';
import { RESCHEDULE_REASONS } from '../../../domain/dossier.ts';
import { localDate } from '../../fields.ts';
import type { EventForm, EventFormFacts } from '../event-form.ts';
import { eventFormPage } from '../event-form-page.ts';
import { noteField } from '../note-field.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { Radios, TextArea, TextField } from '../parts/fields.tsx';
import { EVENT_FORMS, RESCHEDULE } from '../texts/event-forms.ts';
import { REASON_WORDS } from '../texts/words.ts';

const SHAPE = { dueDate: localDate, reason: z.enum(RESCHEDULE_REASONS), note: noteField };

/** Gives a dossier another due date, with the reason that decides whether it is judged by it (requirements §6.3). */
export function reschedulePage(pages: Pages, deps: PageDeps): void {
  eventFormPage(pages, deps, FORM);
}

const FORM: EventForm<typeof SHAPE> = {
  path: 'hen-lai',
  texts: RESCHEDULE,
  shape: SHAPE,
  untyped: null,
  requestOf: ({ dueDate, reason, note }, marks) => ({ ...marks, type: 'reschedule', dueDate, reason, note }),
  fields,
  done: ({ dueDate }) => RESCHEDULE.done(dueDate),
};

const REASONS = RESCHEDULE_REASONS.map((reason) => ({
  value: reason,
  text: REASON_WORDS[reason].text,
  hint: REASON_WORDS[reason].meaning,
}));

function fields(shared: EventFormFacts) {
  const { typed, faults } = shared;
  return (
    <>
      <TextField name="dueDate" label={RESCHEDULE.labels.dueDate} type="date" width={10} typed={typed} faults={faults} />
      <Radios name="reason" label={RESCHEDULE.labels.reason} options={REASONS} typed={typed} faults={faults} />
      <TextArea name="note" label={RESCHEDULE.labels.note} hint={EVENT_FORMS.noteHint} typed={typed} faults={faults} />
    </>
  );
}

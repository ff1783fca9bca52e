import { z } from '@hono/zod-openapi';
import { OUTCOMES } from '../../../domain/dossier.ts';
import type { EventForm, EventFormFacts } from '../event-form.ts';
import { eventFormPage } from '../event-form-page.ts';
import { noteField } from '../note-field.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { Radios, TextArea } from '../parts/fields.tsx';
import { CLOSE, EVENT_FORMS } from '../texts/event-forms.ts';
import { OUTCOME_NAMES } from '../../../domain/outcome-names.ts';

const SHAPE = { outcome: z.enum(OUTCOMES), note: noteField };

/** Ends a dossier (requirements §4). */
export function closePage(pages: Pages, deps: PageDeps): void {
  eventFormPage(pages, deps, FORM);
}

const FORM: EventForm<typeof SHAPE> = {
  path: 'ket-thuc',
  texts: CLOSE,
  shape: SHAPE,
  untyped: { outcome: 'handed_over', note: undefined },
  requestOf: ({ outcome, note }, marks) => ({ ...marks, type: 'close', outcome, note }),
  fields,
  done: ({ outcome }) => CLOSE.done(OUTCOME_NAMES[outcome]),
  isWarning: true,
};

const ENDS = OUTCOMES.map((outcome) => ({ value: outcome, text: OUTCOME_NAMES[outcome] }));

function fields({ typed, faults }: EventFormFacts) {
  return (
    <>
      <p class="govuk-body">{CLOSE.intro}</p>
      <Radios name="outcome" label={CLOSE.labels.outcome} options={ENDS} typed={typed} faults={faults} />
      <TextArea name="note" label={CLOSE.labels.note} hint={EVENT_FORMS.noteHint} typed={typed} faults={faults} />
    </>
  );
}

import { AWAITING_SUPPLEMENT, ONE_STOP_STEP } from '../../../domain/fixed-names.ts';
import type { EventForm, EventFormFacts } from '../event-form.ts';
import { eventFormPage } from '../event-form-page.ts';
import { printMinute } from '../moments.ts';
import { noteField } from '../note-field.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { TextArea } from '../parts/fields.tsx';
import { EVENT_FORMS, REQUEST_PAPERS } from '../texts/event-forms.ts';

const SHAPE = { note: noteField };

/** Begins a supplement round: the state and the step of requirements §5.2 in one event. */
export function requestPapersPage(pages: Pages, deps: PageDeps): void {
  eventFormPage(pages, deps, FORM);
}

const FORM: EventForm<typeof SHAPE> = {
  path: 'bo-sung',
  texts: REQUEST_PAPERS,
  shape: SHAPE,
  untyped: { note: undefined },
  requestOf: ({ note }, marks) => ({ ...marks, type: 'progress', step: ONE_STOP_STEP, state: AWAITING_SUPPLEMENT, note }),
  whyNot: ({ known: { dossier } }) =>
    dossier.supplement.openSince === null ? null : REQUEST_PAPERS.waiting(printMinute(dossier.supplement.openSince)),
  fields,
  done: () => REQUEST_PAPERS.done,
};

function fields({ typed, faults, known }: EventFormFacts) {
  const { supplementStopsClock } = known.dossier.policy;
  return (
    <>
      <p class="govuk-body">{supplementStopsClock ? REQUEST_PAPERS.intro : REQUEST_PAPERS.introRunning}</p>
      <TextArea name="note" label={REQUEST_PAPERS.labels.note} hint={EVENT_FORMS.noteHint} typed={typed} faults={faults} />
    </>
  );
}

import { AWAITING_SUPPLEMENT, ONE_STOP_STEP, readName, RESULT_STEP } from '../../../domain/fixed-names.ts';
import { name, step } from '../../fields.ts';
import type { EventForm, EventFormFacts } from '../event-form.ts';
import { eventFormPage } from '../event-form-page.ts';
import { noteField } from '../note-field.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { TextArea, TextField, type FieldFaults } from '../parts/fields.tsx';
import { EVENT_FORMS, MOVE } from '../texts/event-forms.ts';

const SHAPE = { step: step.optional(), state: name(100, 'what it waits for').optional(), note: noteField };

/** Moves a dossier to another step or state (requirements §4). */
export function movePage(pages: Pages, deps: PageDeps): void {
  eventFormPage(pages, deps, FORM);
}

const FORM: EventForm<typeof SHAPE> = {
  path: 'chuyen-buoc',
  texts: MOVE,
  shape: SHAPE,
  untyped: null,
  check: ({ step, state }) => (step === undefined && state === undefined ? NEITHER : NO_FAULTS),
  requestOf: ({ step, state, note }, marks) => ({ ...marks, type: 'progress', step, state, note }),
  fields,
  done: ({ step, state }) => MOVE.done(step && readName(step), state && readName(state)),
};

const NEITHER: FieldFaults = { step: MOVE.stepOrState };
const NO_FAULTS: FieldFaults = {};

async function fields({ typed, faults, session, services }: EventFormFacts) {
  const { steps, states } = await services.suggestSteps(session);
  const shared = { typed, faults };
  return (
    <>
      <TextField
        name="step"
        label={MOVE.labels.step}
        hint={MOVE.stepHint}
        suggestions={withFixed(steps, RESULT_STEP, ONE_STOP_STEP)}
        width={30}
        {...shared}
      />
      <TextField
        name="state"
        label={MOVE.labels.state}
        hint={MOVE.stateHint}
        suggestions={withFixed(states, AWAITING_SUPPLEMENT)}
        width={30}
        {...shared}
      />
      <TextArea name="note" label={MOVE.labels.note} hint={EVENT_FORMS.noteHint} {...shared} />
    </>
  );
}

/** Names that send messages are suggested although nobody has used them yet. */
function withFixed(used: readonly string[], ...fixed: readonly string[]): readonly string[] {
  return [...used, ...fixed.filter((name) => !used.includes(name))];
}

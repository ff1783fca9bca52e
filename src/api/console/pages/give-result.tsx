import { RESULT_STEP } from '../../../domain/fixed-names.ts';
import type { EventForm } from '../event-form.ts';
import { eventFormPage } from '../event-form-page.ts';
import { printMinute } from '../moments.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { GIVE_RESULT } from '../texts/event-forms.ts';

/** Moves a dossier to `Trả kết quả` (requirements §5.1). */
export function giveResultPage(pages: Pages, deps: PageDeps): void {
  eventFormPage(pages, deps, FORM);
}

const SHAPE = {};

const FORM: EventForm<typeof SHAPE> = {
  path: 'tra-ket-qua',
  texts: { ...GIVE_RESULT, labels: {} },
  shape: SHAPE,
  untyped: {},
  requestOf: (_, marks) => ({ ...marks, type: 'progress', step: RESULT_STEP }),
  whyNot: ({ known: { dossier } }) => (dossier.result.at === null ? null : GIVE_RESULT.ready(printMinute(dossier.result.at))),
  fields: () => <p class="govuk-body">{GIVE_RESULT.intro}</p>,
  done: () => GIVE_RESULT.done,
};

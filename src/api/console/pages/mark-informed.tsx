import { z } from '@hono/zod-openapi';
import { INFORMED_BY } from '../../../domain/dossier.ts';
import { readNoticeKey } from '../../../domain/notice-key.ts';
import { untoldNotices } from '../../../domain/unreached.ts';
import type { ListedNotice } from '../../../services/listed-notice.ts';
import { text } from '../../fields.ts';
import type { EventForm, EventFormFacts, FormSubject } from '../event-form.ts';
import { eventFormPage } from '../event-form-page.ts';
import { noticeName } from '../notice-name.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { Radios, Select, type Option } from '../parts/fields.tsx';
import { EVENT_FORMS, MARK_INFORMED } from '../texts/event-forms.ts';
import { INFORMED_BY_WORDS, STATUS_WORDS } from '../texts/words.ts';
import { OUTCOME_NAMES } from '../../../domain/outcome-names.ts';

const SHAPE = { notice: text(100, 'the key of a notice'), by: z.enum(INFORMED_BY) };

/** Records that a person was told of a notice by other means (requirements §4.9, §8.5). */
export function markInformedPage(pages: Pages, deps: PageDeps): void {
  eventFormPage(pages, deps, FORM);
}

const FORM: EventForm<typeof SHAPE> = {
  path: 'da-bao',
  texts: MARK_INFORMED,
  shape: SHAPE,
  untyped: { notice: '', by: 'phone' },
  requestOf: ({ notice, by }, marks) => ({ ...marks, type: 'informed', notice, by }),
  isForClosed: true,
  whyNot,
  fields,
  done: () => MARK_INFORMED.done,
};

const WAYS = INFORMED_BY.map((by) => ({ value: by, text: INFORMED_BY_WORDS[by] }));

async function whyNot({ known, session, services }: FormSubject): Promise<string | null> {
  const { closed, receiptCode } = known.dossier;
  const life = await services.readDossierLife(session, receiptCode);
  if (life?.actions.includes('informed')) return null;
  return closed === null ? MARK_INFORMED.none : EVENT_FORMS.closed(OUTCOME_NAMES[closed.outcome]);
}

async function fields({ typed, faults, ...about }: EventFormFacts) {
  const options = (await notReached(about)).map(optionOf);
  return (
    <>
      <p class="govuk-body">{MARK_INFORMED.intro}</p>
      <Select name="notice" label={MARK_INFORMED.labels.notice} options={options} typed={typed} faults={faults} />
      <Radios name="by" label={MARK_INFORMED.labels.by} options={WAYS} typed={typed} faults={faults} />
    </>
  );
}

/** Those by which nobody was told, and of which nobody has told them since. */
async function notReached({ known, session, services }: FormSubject): Promise<readonly ListedNotice[]> {
  const { notices = [], events = [] } = (await services.readTimeline(session, known.dossier.receiptCode)) ?? {};
  return untoldNotices(notices, events);
}

function optionOf({ key, status }: ListedNotice): Option {
  const read = readNoticeKey(key);
  return { value: key, text: MARK_INFORMED.option(read === null ? key : noticeName(read.notice), STATUS_WORDS[status].text) };
}

import { readContact } from '../../../domain/contact.ts';
import { maskPhone } from '../../../domain/phone.ts';
import { anyText } from '../../fields.ts';
import type { EventForm, EventFormFacts } from '../event-form.ts';
import { eventFormPage } from '../event-form-page.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { PhoneField } from '../parts/phone-field.tsx';
import { CHANGE_PHONE } from '../texts/event-forms.ts';
import { PHONE_PROBLEM_WORDS } from '../texts/words.ts';

const SHAPE = { phone: anyText(0, 200).optional() };

/** Corrects the citizen's number, or takes it away (requirements §4). */
export function changePhonePage(pages: Pages, deps: PageDeps): void {
  eventFormPage(pages, deps, FORM);
}

const FORM: EventForm<typeof SHAPE> = {
  path: 'so-dien-thoai',
  texts: CHANGE_PHONE,
  shape: SHAPE,
  untyped: null,
  requestOf: ({ phone }, marks) => ({ ...marks, type: 'contact', phone: phone ?? null }),
  fields,
  done,
};

function done({ phone: typed }: { readonly phone?: string | undefined }): string {
  const { phone, problem } = readContact(typed ?? null);
  if (phone !== null) return CHANGE_PHONE.done(maskPhone(phone));
  return problem === null ? CHANGE_PHONE.doneNone : CHANGE_PHONE.doneUnusable;
}

function fields({ known, typed, faults }: EventFormFacts) {
  const { phone, problem } = known.contact;
  const now = problem === null ? CHANGE_PHONE.nowNone : CHANGE_PHONE.nowUnusable(PHONE_PROBLEM_WORDS[problem]);
  return (
    <>
      <p class="govuk-body">{phone === null ? now : CHANGE_PHONE.now(maskPhone(phone))}</p>
      <PhoneField label={CHANGE_PHONE.labels.phone} hint={CHANGE_PHONE.hint} typed={typed} faults={faults} />
    </>
  );
}

import type { Contact } from '../../../domain/contact.ts';
import { printDate } from '../../../domain/calendar.ts';
import { maskPhone } from '../../../domain/phone.ts';
import type { DossierLife } from '../../../services/read-dossier-life.ts';
import { printMinute } from '../moments.ts';
import { DOSSIER } from '../texts/dossier.ts';
import { PHONE_PROBLEM_WORDS } from '../texts/words.ts';
import { OUTCOME_NAMES } from '../../../domain/outcome-names.ts';
import { Fact } from './fact.tsx';

type Props = Pick<DossierLife, 'found' | 'standing'> & { readonly agencyName: string };

/** Where the dossier is and since when, its dates, its agency and its number. */
export function DossierFacts({ found: { dossier, contact }, standing, agencyName }: Props) {
  const { procedure, dueDate, originalDueDate, step, state, receivedAt, closed } = dossier;
  return (
    <dl class="govuk-summary-list govuk-summary-list--no-border console-facts" aria-label={DOSSIER.facts}>
      <Fact name={DOSSIER.due}>
        {dueDate === null ? DOSSIER.noDue : <strong>{printDate(dueDate)}</strong>}
        {originalDueDate !== null && originalDueDate !== dueDate && ` ${DOSSIER.firstDue(printDate(originalDueDate))}`}
      </Fact>
      {closed && <Fact name={DOSSIER.closed}>{DOSSIER.at(OUTCOME_NAMES[closed.outcome], printMinute(closed.at))}</Fact>}
      <Fact name={closed ? DOSSIER.lastStep : DOSSIER.step}>
        <strong>{step}</strong> {DOSSIER.since(printMinute(standing.step))}
      </Fact>
      {state !== null && (
        <Fact name={DOSSIER.state}>
          <strong>{state}</strong> {standing.state && DOSSIER.since(printMinute(standing.state))}
        </Fact>
      )}
      <Fact name={DOSSIER.phone}>{phoneText(contact)}</Fact>
      <Fact name={DOSSIER.procedure}>
        {procedure.name} ({procedure.code}){procedure.sameDay && `, ${DOSSIER.sameDay}`}
      </Fact>
      <Fact name={DOSSIER.agency}>{agencyName}</Fact>
      <Fact name={DOSSIER.received}>{printMinute(receivedAt)}</Fact>
    </dl>
  );
}

function phoneText({ phone, problem }: Contact): string {
  if (phone !== null) return maskPhone(phone);
  return problem === null ? DOSSIER.noPhone : DOSSIER.badPhone(PHONE_PROBLEM_WORDS[problem]);
}

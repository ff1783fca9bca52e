import type { DossierForecast, Evening, NotSent } from '../../../domain/evening.ts';
import type { Dossier } from '../../../domain/dossier.ts';
import { groupByStep } from '../../../domain/group-by-step.ts';
import { saverText, type ApologySaver } from '../../../domain/saved-apology.ts';
import { dossierAddress } from '../dossier-address.ts';
import { SAVED_BY_WORDS, TODAY } from '../texts/today.ts';
import { StatusReason } from './status-reason.tsx';
import { Table, type Column } from './table.tsx';

/** What the lists of an evening depend on besides it. */
export type EveningReader = {
  /** Whether the person may save a dossier, so that each way to do it is a link to its form. */
  readonly maySave: boolean;
  /** The name of a dossier's agency; null where the person sees only one. */
  readonly agencyOf: ((agency: string) => string) | null;
};

type OfEvening<Phase extends Evening['phase']> = { readonly evening: Extract<Evening, { phase: Phase }>; readonly reader: EveningReader };

/** More of a group are in the list to which it leads. */
const SHOWN = { each: 20, all: 200 };
const SHOWN_AFTER = 50;

export function EveningLists({ evening, reader }: { readonly evening: Evening; readonly reader: EveningReader }) {
  return evening.phase === 'before' ? (
    <EveningBefore evening={evening} reader={reader} />
  ) : (
    <EveningAfter evening={evening} reader={reader} />
  );
}

function EveningBefore({ evening: { willBeSent, withoutPhone }, reader }: OfEvening<'before'>) {
  return (
    <>
      {groupByStep(willBeSent, SHOWN).map(({ step, count, procedures }) => (
        <section>
          <h2 class="govuk-heading-m">{TODAY.step(step, count)}</h2>
          {procedures.map(({ code, name, count: ofProcedure, shown }) => (
            <>
              <h3 class="govuk-heading-s">{TODAY.procedure(name, ofProcedure)}</h3>
              <ul class="govuk-list console-evening">
                {shown.map((item) => (
                  <SavableDossier item={item} reader={reader} />
                ))}
              </ul>
              {shown.length < ofProcedure && (
                <p class="govuk-body">
                  <a class="govuk-link" href={listAddress(step, code)}>
                    {TODAY.more(ofProcedure)}
                    <span class="govuk-visually-hidden">{TODAY.ofGroup(step, name)}</span>
                  </a>
                </p>
              )}
            </>
          ))}
        </section>
      ))}
      {withoutPhone.length > 0 && (
        <section>
          <h2 class="govuk-heading-m">{TODAY.withoutPhone(withoutPhone.length)}</h2>
          <ul class="govuk-list console-evening">
            {withoutPhone.slice(0, SHOWN.each).map(({ dossier }) => (
              <li>
                <DossierLink dossier={dossier} reader={reader} />
                {reader.maySave && (
                  <span class="console-evening__savers">
                    <FormLink dossier={dossier} form="so-dien-thoai" text={TODAY.givePhone} />
                  </span>
                )}
              </li>
            ))}
          </ul>
          <Others count={withoutPhone.length - SHOWN.each} />
        </section>
      )}
    </>
  );
}

/** The dossiers of a group that are not shown are in this list, which has the same filters. */
function listAddress(step: string, procedure: string): string {
  return `/ho-so?${new URLSearchParams({ list: 'tonight', step, procedure }).toString()}`;
}

/** The form that each way to save a dossier leads to (console §3). */
const FORM_OF: Readonly<Record<ApologySaver, string>> = {
  move_to_result: 'tra-ket-qua',
  reschedule: 'hen-lai',
  record_supplement: 'bo-sung',
};

function SavableDossier({ item: { dossier, savers }, reader }: { readonly item: DossierForecast; readonly reader: EveningReader }) {
  const ways = savers.map((saver) =>
    reader.maySave ? <FormLink dossier={dossier} form={FORM_OF[saver]} text={saverText(saver, dossier)} /> : saverText(saver, dossier),
  );
  return (
    <li>
      <DossierLink dossier={dossier} reader={reader} />
      <span class="console-evening__savers">
        {ways.length === 0
          ? TODAY.noSaver
          : ways.map((way, index) => (
              <>
                {index > 0 && ' · '}
                {way}
              </>
            ))}
      </span>
    </li>
  );
}

function FormLink({ dossier, form, text }: { readonly dossier: Dossier; readonly form: string; readonly text: string }) {
  return (
    <a class="govuk-link govuk-link--no-visited-state" href={`${dossierAddress(dossier.receiptCode)}/${form}`}>
      {text}
      <span class="govuk-visually-hidden">{TODAY.ofDossier(dossier.receiptCode)}</span>
    </a>
  );
}

function DossierLink({ dossier: { receiptCode, agency }, reader }: { readonly dossier: Dossier; readonly reader: EveningReader }) {
  return (
    <>
      <a class="govuk-link govuk-link--no-visited-state console-code" href={dossierAddress(receiptCode)}>
        {receiptCode}
      </a>
      {reader.agencyOf !== null && <span class="console-quiet"> {reader.agencyOf(agency)}</span>}
    </>
  );
}

function EveningAfter({ evening: { notSent, saved }, reader }: OfEvening<'after'>) {
  const whereabouts: readonly Column<{ readonly dossier: Dossier }>[] = [
    { head: TODAY.code, cell: ({ dossier }) => <DossierLink dossier={dossier} reader={reader} /> },
    { head: TODAY.procedureHead, label: TODAY.procedureHead, cell: ({ dossier }) => dossier.procedure.name },
    { head: TODAY.stepHead, label: TODAY.stepHead, cell: ({ dossier }) => dossier.step },
  ];
  return (
    <>
      {notSent.length > 0 && (
        <>
          <Table
            caption={TODAY.notSent}
            isCards
            columns={[...whereabouts, { head: TODAY.why, label: TODAY.why, cell: whyNotSent }]}
            rows={notSent.slice(0, SHOWN_AFTER)}
          />
          <Others count={notSent.length - SHOWN_AFTER} />
        </>
      )}
      {saved.length > 0 && (
        <>
          <Table
            caption={TODAY.saved}
            isCards
            columns={[...whereabouts, { head: TODAY.savedBy, label: TODAY.savedBy, cell: ({ savedBy }) => SAVED_BY_WORDS[savedBy] }]}
            rows={saved.slice(0, SHOWN_AFTER)}
          />
          <Others count={saved.length - SHOWN_AFTER} />
        </>
      )}
    </>
  );
}

/** Nothing is decided yet where only a number is missing. */
function whyNotSent({ status, reason }: NotSent) {
  return <StatusReason status={status ?? 'skipped'} reason={reason} />;
}

function Others({ count }: { readonly count: number }) {
  return count > 0 ? <p class="govuk-body">{TODAY.others(count)}</p> : null;
}

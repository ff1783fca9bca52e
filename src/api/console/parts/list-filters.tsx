import { DOSSIER_SORTS } from '../../../domain/dossier-lists.ts';
import type { Dossier } from '../../../domain/dossier.ts';
import { CLOSED_WORDS, LIST, LIST_LABELS, SORT_WORDS } from '../texts/list.ts';
import { Select, TextField, type FieldFaults, type Option, type Typed } from './fields.tsx';
import { SubmitButton } from './form.tsx';

type Props = {
  readonly typed: Typed;
  readonly faults: FieldFaults;
  readonly agencies: readonly Option[];
  /** Those on this page of the list, whose names are suggested. */
  readonly dossiers: readonly Dossier[];
};

/** The filters of the lists. The form is a GET, so that a filtered list has an address. */
export function ListFilters({ typed, faults, agencies, dossiers }: Props) {
  const field = (name: keyof typeof LIST_LABELS) => ({ name, label: LIST_LABELS[name], typed, faults });
  const hasNumber = (typed['so'] ?? '') !== '';
  return (
    <details class="govuk-details console-filters" open={Object.keys(faults).length > 0}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{LIST.filters}</span>
      </summary>
      <form class="console-filters__form" method="get" action="/ho-so" novalidate>
        <input type="hidden" name="list" value={typed['list'] ?? ''} />
        {hasNumber && <input type="hidden" name="so" value={typed['so']} />}
        <TextField {...field('q')} hint={hasNumber ? LIST.numberHint : LIST.wordsHint} />
        {agencies.length > 1 && <Select {...field('agency')} options={[{ value: '', text: LIST.any }, ...agencies]} />}
        <TextField {...field('procedure')} suggestions={distinct(dossiers.map(({ procedure }) => procedure.code))} />
        <TextField {...field('step')} suggestions={distinct(dossiers.map(({ step }) => step))} />
        <TextField {...field('state')} suggestions={distinct(dossiers.flatMap(({ state }) => state ?? []))} />
        <TextField {...field('dueFrom')} type="date" />
        <TextField {...field('dueTo')} type="date" />
        <Select {...field('closed')} options={Object.entries(CLOSED_WORDS).map(([value, text]) => ({ value, text }))} />
        <Select {...field('sort')} options={DOSSIER_SORTS.map((value) => ({ value, text: SORT_WORDS[value] }))} />
        <div class="console-filters__button">
          <SubmitButton text={LIST.filterButton} />
        </div>
      </form>
    </details>
  );
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted((left, right) => left.localeCompare(right, 'vi'));
}

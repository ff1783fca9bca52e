import type { FindAgency } from '../../domain/agency.ts';
import { printDate } from '../../domain/calendar.ts';
import { agencyName } from './agency-name.ts';
import { listAddress } from './list-address.ts';
import type { ListQuery } from './list-query.ts';
import type { Chip } from './parts/chips.tsx';
import { searchedWords } from './searched-words.ts';
import { CLOSED_WORDS, LIST, LIST_LABELS } from './texts/list.ts';

/** What the list is filtered by, in the order of the form. */
export function listChips(query: ListQuery, findAgency: FindAgency): readonly Chip[] {
  const { q, agency, procedure, step, state, dueFrom, dueTo, closed } = query;
  const chips: readonly (readonly [text: string | undefined, without: Partial<ListQuery>])[] = [
    [q && LIST.found(searchedWords(q)), { q: undefined, so: undefined }],
    [agency && `${LIST_LABELS.agency}: ${agencyName(agency, findAgency)}`, { agency: undefined }],
    [procedure && `${LIST_LABELS.procedure}: ${procedure}`, { procedure: undefined }],
    [step && `${LIST_LABELS.step}: ${step}`, { step: undefined }],
    [state && `${LIST_LABELS.state}: ${state}`, { state: undefined }],
    [dueFrom && `${LIST_LABELS.dueFrom} ${printDate(dueFrom)}`, { dueFrom: undefined }],
    [dueTo && `${LIST_LABELS.dueTo} ${printDate(dueTo)}`, { dueTo: undefined }],
    [closed === 'false' ? undefined : CLOSED_WORDS[closed], { closed: 'false' }],
  ];
  return chips.flatMap(([text, without]) => (text ? [{ text, hrefWithout: listAddress({ ...query, ...without }) }] : []));
}

import type { DossierListPage } from '../../services/list-dossiers.ts';
import type { ListQuery } from './list-query.ts';
import { printNumber } from './print-number.ts';
import { searchedWords } from './searched-words.ts';
import { LIST } from './texts/list.ts';
import { LIST_WORDS } from './texts/words.ts';

/** What a list is called, and what is said of how much is in it. */
export type ListWords = { readonly name: string; readonly total: string; readonly meaning: string | null; readonly empty: string };

export function listWords(query: ListQuery, { total, totalIsMore }: Pick<DossierListPage, 'total' | 'totalIsMore'>): ListWords {
  const { q, list } = query;
  return {
    name: q === undefined ? nameOf(list) : LIST.found(searchedWords(q)),
    total: (totalIsMore ? LIST.moreThan : LIST.total)(printNumber(total)),
    meaning: q === undefined && !isFiltered(query) ? LIST_WORDS[list].meaning : null,
    empty: emptyText(query),
  };
}

/** Whether it is the search of the head, which asks for nothing else. */
export function isSearchAlone({ list, closed, ...query }: ListQuery): boolean {
  return query.q !== undefined && list === 'all' && closed === 'any' && !isFiltered({ ...query, list, closed: 'false' });
}

function nameOf(list: ListQuery['list']): string {
  return list === 'all' ? LIST.allDossiers : LIST_WORDS[list].text;
}

function emptyText(query: ListQuery): string {
  if (query.q !== undefined) return `${LIST.notFound(searchedWords(query.q))} ${LIST.notFoundHelp}`;
  return isFiltered(query) ? LIST.filtersEmpty : LIST_WORDS[query.list].empty;
}

function isFiltered({ closed, agency, procedure, step, state, dueFrom, dueTo }: ListQuery): boolean {
  return closed !== 'false' || [agency, procedure, step, state, dueFrom, dueTo].some((each) => each !== undefined);
}

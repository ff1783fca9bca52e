import { dateOf, plusDays, type Instant } from '../../../src/domain/calendar.ts';
import { AWAITING_SUPPLEMENT, RESULT_STEP } from '../../../src/domain/fixed-names.ts';
import { DOSSIER_SORTS, type DossierList } from '../../../src/domain/dossier-lists.ts';
import type { DossierListRequest } from '../../../src/services/list-dossiers.ts';
import { codeOf, phoneOf } from './make-dossier.ts';
import { AGENCIES, APPRAISED, ASSIGNED, PROCEDURES, SUBMITTED, WORKING } from './office.ts';
import type { Random } from './random.ts';

export const PAGE = 50;

export type PageRequest = DossierListRequest;
type Filter = Partial<Omit<DossierListRequest, 'list' | 'sort' | 'limit' | 'after'>>;

/** One of each filter of the contract, with values that are drawn. */
function filtersOf(random: Random, now: Instant): readonly Filter[] {
  const day = plusDays(dateOf(now), random.below(30) - 10);
  return [
    { agency: random.pick(AGENCIES) },
    { procedure: random.pick(PROCEDURES).code },
    { step: random.pick([ASSIGNED, APPRAISED, SUBMITTED, RESULT_STEP]) },
    { state: random.pick([WORKING, AWAITING_SUPPLEMENT]) },
    { due: day },
    { dueFrom: day, dueTo: plusDays(day, 1 + random.below(10)) },
    { late: random.chance(0.5) },
    { problem: 'any' },
    { closed: random.chance(0.5) ? null : true },
  ];
}

/** A list with no filter, with each one, and with each pair, in every order. */
export function pageRequests(list: DossierList, random: Random, now: Instant): PageRequest[] {
  return DOSSIER_SORTS.flatMap((sort) => {
    const filters = filtersOf(random, now);
    const pairs = filters.flatMap((one, index) => filters.slice(index + 1).map((other) => ({ ...one, ...other })));
    return [{}, ...filters, ...pairs].map((filter): PageRequest => ({ closed: false, ...filter, list, sort, limit: PAGE, after: null }));
  });
}

/** Small pages of every list and order, unfiltered and of one agency, which an office of any size can fill. */
export function smallPageRequests(list: DossierList): PageRequest[] {
  return DOSSIER_SORTS.flatMap((sort) =>
    [{}, { agency: AGENCIES[0] }].map((filter): PageRequest => ({ closed: false, ...filter, list, sort, limit: 10, after: null })),
  );
}

export const SEARCHES = ['code', 'part', 'common part', 'number'] as const;

/** Searches in all dossiers, open and closed. A common part is one that thousands of codes have. */
export function searchRequests(kind: (typeof SEARCHES)[number], count: number, random: Random, now: Instant, times: number): PageRequest[] {
  return Array.from({ length: times }, (): PageRequest => {
    const code = codeOf(random.below(count), count, now);
    const words = {
      code: random.pick([code, code.toLowerCase(), code.replaceAll(/[.-]/g, ''), code.replaceAll(/[.-]/g, ' ')]),
      part: code.slice(-7),
      'common part': random.pick(['H15', code.slice(0, 6), code.slice(7, 11)]),
      number: random.pick([phoneOf(random.below(Math.ceil(count * 0.6))), `+84${phoneOf(random.below(Math.ceil(count * 0.6))).slice(1)}`]),
    };
    return { list: 'all', closed: null, q: words[kind], sort: random.pick(DOSSIER_SORTS), limit: PAGE, after: null };
  });
}

import type { DossierFilter } from '../db/dossier-lists.ts';
import { searchCondition } from '../db/search-codes.ts';
import { dateOf, type Instant } from '../domain/calendar.ts';
import { PROBLEM_STATUSES } from '../domain/notice-status.ts';
import type { Scope } from '../domain/scope.ts';
import { readSearchWords } from '../domain/search-words.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Which dossiers a list has. */
export type DossierSelection = Omit<DossierFilter, 'agencies' | 'problems' | 'found' | 'today'> & {
  /** Only dossiers with a notice that needs a person, in any such status or in this one. */
  readonly problem?: 'any' | (typeof PROBLEM_STATUSES)[number] | undefined;
  /** A code in any spelling, a part of one, or a telephone number. */
  readonly q?: string | undefined;
};

/** What selects these dossiers in the database, of those of which the caller may know. */
export async function dossierFilter(
  { database }: Pick<ServiceDeps, 'database'>,
  { agencies }: Scope,
  { problem, q, ...selected }: DossierSelection,
  now: Instant,
): Promise<DossierFilter> {
  return {
    ...selected,
    agencies,
    today: dateOf(now),
    problems: problem === 'any' ? PROBLEM_STATUSES : problem && [problem],
    found: q === undefined ? undefined : await searchCondition(database, readSearchWords(q)),
  };
}

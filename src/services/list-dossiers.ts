import { readApologies } from '../db/dossier-keys.ts';
import { countDossiers, readPlaces, type DossierFilter, type DossierPlace } from '../db/dossier-lists.ts';
import { foldEntries, readEntries, readHeads } from '../db/dossiers.ts';
import { searchCondition } from '../db/search-codes.ts';
import { dateOf, type Instant } from '../domain/calendar.ts';
import type { DossierSort } from '../domain/dossier-lists.ts';
import { PROBLEM_STATUSES } from '../domain/notice-status.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import { readSearchWords } from '../domain/search-words.ts';
import type { DossierAsOf } from './find-dossier.ts';
import type { ServiceDeps } from './service-deps.ts';

export type DossierListRequest = Omit<DossierFilter, 'agencies' | 'problems' | 'found' | 'today'> & {
  /** Only dossiers with a notice that needs a person, in any such status or in this one. */
  readonly problem?: 'any' | (typeof PROBLEM_STATUSES)[number] | undefined;
  /** A code in any spelling, a part of one, or a telephone number. */
  readonly q?: string | undefined;
  readonly sort: DossierSort;
  readonly limit: number;
  /** `next` of the page before; null for the first. */
  readonly after: DossierPlace | null;
};

export type DossierListPage = {
  readonly items: readonly DossierAsOf[];
  /** Null on the last page. */
  readonly next: DossierPlace | null;
  /** Of all pages; at most `TOTAL_MAX`, and `totalIsMore` says that there are more. */
  readonly total: number;
  readonly totalIsMore: boolean;
};

const TOTAL_MAX = 10_000;

type Deps = Pick<ServiceDeps, 'database' | 'lists' | 'now'>;

/** Lists dossiers, each as its journal tells it. A list shows every acknowledged write; what it costs does not grow with the dossiers. */
export async function listDossiers(deps: Deps, { agencies }: Scope, request: DossierListRequest): Promise<DossierListPage> {
  const { database } = deps;
  const { problem, q, sort, limit, after, ...selected } = request;
  await deps.lists.catchUp();
  const now = deps.now();
  const filter: DossierFilter = {
    ...selected,
    agencies,
    today: dateOf(now),
    problems: problem === 'any' ? PROBLEM_STATUSES : problem && [problem],
    found: q === undefined ? undefined : await searchCondition(database, readSearchWords(q)),
  };
  const [places, count] = await Promise.all([
    readPlaces(database, filter, sort, limit + 1, after),
    countDossiers(database, filter, TOTAL_MAX + 1),
  ]);
  const shown = places.slice(0, limit);
  const items = await foldAll(
    deps,
    shown.map(({ key }) => key),
    now,
  );
  const next = places.length > limit ? (shown.at(-1) ?? null) : null;
  return { items, next, total: Math.min(count, TOTAL_MAX), totalIsMore: count > TOTAL_MAX };
}

async function foldAll({ database }: Deps, keys: readonly CodeKey[], asOf: Instant): Promise<DossierAsOf[]> {
  if (keys.length === 0) return [];
  const [heads, journals, apologies] = await Promise.all([
    readHeads(database, keys),
    readEntries(database, keys),
    readApologies(database, keys),
  ]);
  const headByKey = new Map(heads.map((head) => [head.codeKey, head]));
  return keys.flatMap((key): DossierAsOf[] => {
    const [head, entries] = [headByKey.get(key), journals.get(key)];
    if (!head || !entries) return [];
    return [{ dossier: foldEntries(entries), contact: head.contact, apologies: apologies.get(key) ?? [], source: 'journal', asOf }];
  });
}

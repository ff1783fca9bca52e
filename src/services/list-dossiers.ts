import { readApologies } from '../db/dossier-keys.ts';
import { countDossiers, readPlaces, type DossierPlace } from '../db/dossier-lists.ts';
import { foldEntries, readEntries, readHeads } from '../db/dossiers.ts';
import type { Instant } from '../domain/calendar.ts';
import type { DossierSort } from '../domain/dossier-lists.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import { dossierFilter, type DossierSelection } from './dossier-filter.ts';
import type { DossierAsOf } from './find-dossier.ts';
import type { ServiceDeps } from './service-deps.ts';

export type DossierListRequest = DossierSelection & {
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
export async function listDossiers(deps: Deps, scope: Scope, request: DossierListRequest): Promise<DossierListPage> {
  const { database } = deps;
  const { sort, limit, after, ...selection } = request;
  await deps.lists.catchUp();
  const now = deps.now();
  const filter = await dossierFilter(deps, scope, selection, now);
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

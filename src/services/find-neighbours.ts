import { findPlace, readPlaces } from '../db/dossier-lists.ts';
import { readHeads } from '../db/dossiers.ts';
import { REVERSED_SORTS } from '../domain/dossier-lists.ts';
import { codeKey, type ReceiptCode } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import { dossierFilter } from './dossier-filter.ts';
import type { DossierListRequest } from './list-dossiers.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Null: there is none on that side. */
export type Neighbours = { readonly previous: ReceiptCode | null; readonly next: ReceiptCode | null };

/**
 * The dossiers before and behind this one in a list (requirements §8.2). It need not be in the list any more, because somebody may just
 * have moved it: then they are those between which it would stand.
 */
export async function findNeighbours(
  deps: Pick<ServiceDeps, 'database' | 'lists' | 'now'>,
  scope: Scope,
  { sort, ...selection }: Omit<DossierListRequest, 'limit' | 'after'>,
  code: string,
): Promise<Neighbours> {
  const { database } = deps;
  await deps.lists.catchUp();
  const place = await findPlace(database, scope.agencies, sort, codeKey(code));
  if (place === null) return { previous: null, next: null };
  const filter = await dossierFilter(deps, scope, selection, deps.now());
  const [[previous], [next]] = await Promise.all([
    readPlaces(database, filter, REVERSED_SORTS[sort], 1, place),
    readPlaces(database, filter, sort, 1, place),
  ]);
  const heads = await readHeads(
    database,
    [previous, next].flatMap((each) => each?.key ?? []),
  );
  const codeOf = (key: string | undefined) => heads.find((head) => head.codeKey === key)?.receiptCode ?? null;
  return { previous: codeOf(previous?.key), next: codeOf(next?.key) };
}

import { listKeysWithNotices, readApologies } from '../db/dossier-keys.ts';
import { foldEntries, readEntries, readHeads } from '../db/dossiers.ts';
import { dateOf, type Instant } from '../domain/calendar.ts';
import type { Dossier } from '../domain/dossier.ts';
import { isSameName } from '../domain/fixed-names.ts';
import { PROBLEM_STATUSES } from '../domain/notice-status.ts';
import { isLate } from '../domain/on-time.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { isWithin, type Scope } from '../domain/scope.ts';
import { listOpenDossiers, type DossierFilter, type OpenDossiers } from '../temporal/list-open-dossiers.ts';
import type { DossierAsOf } from './find-dossier.ts';
import type { ServiceDeps } from './service-deps.ts';

type Problem = 'any' | (typeof PROBLEM_STATUSES)[number];

export type DossierListRequest = DossierFilter & {
  readonly late?: boolean | undefined;
  /** Only dossiers with a notice that needs a person, in any such status or in this one. */
  readonly problem?: Problem | undefined;
  readonly limit: number;
  /** `nextToken` of the page before; null for the first. */
  readonly token: string | null;
};

/** `nextToken` is null on the last page. Temporal may be unavailable, or not understand a token or a filter. */
export type DossierListResult =
  | { readonly kind: 'listed'; readonly items: readonly DossierAsOf[]; readonly nextToken: string | null }
  | { readonly kind: 'not_understood' | 'unavailable' };

type Deps = Pick<ServiceDeps, 'database' | 'temporal' | 'now'>;

/** Pages that are read to fill one page of ours, because some filters work here alone. */
const MAX_PAGES_READ = 20;

/**
 * Lists open dossiers, each as its journal tells it, with three statements a page and no query to a workflow. Temporal's visibility finds
 * them, and may be a moment behind a write. The ledger finds those with a problem, because receipts and resends still change it.
 */
export async function listDossiers(deps: Deps, scope: Scope, request: DossierListRequest): Promise<DossierListResult> {
  const { problem, limit, token } = request;
  const now = deps.now();
  const items: DossierAsOf[] = [];
  let next = token;
  for (let page = 0; page < MAX_PAGES_READ; page++) {
    const size = limit - items.length;
    const found = problem === undefined ? await listOpen(deps, request, size, next) : await listTroubled(deps, problem, size, next);
    if (found.kind !== 'listed') return found;
    const dossiers = await foldAll(deps, found.keys, now);
    items.push(...dossiers.filter(({ dossier }) => isWithin(scope, dossier.agency) && isWanted(dossier, request, now)));
    next = found.nextToken;
    if (next === null || items.length >= limit) break;
  }
  return { kind: 'listed', items, nextToken: next };
}

/** A token says of which list it is, because one of the other list would begin anywhere. */
const OPEN = 'open:';
const TROUBLED = 'troubled:';

async function listOpen({ temporal }: Deps, filter: DossierFilter, size: number, token: string | null): Promise<OpenDossiers> {
  if (token !== null && !token.startsWith(OPEN)) return { kind: 'not_understood' };
  const page = await listOpenDossiers(temporal, filter, size, token && token.slice(OPEN.length));
  return page.kind === 'listed' && page.nextToken !== null ? { ...page, nextToken: OPEN + page.nextToken } : page;
}

async function listTroubled({ database }: Deps, problem: Problem, size: number, token: string | null): Promise<OpenDossiers> {
  const after = token === null ? '' : token.slice(TROUBLED.length);
  if (token !== null && (!token.startsWith(TROUBLED) || !/^[0-9A-Z]+$/.test(after))) return { kind: 'not_understood' };
  const keys = await listKeysWithNotices(database, problem === 'any' ? PROBLEM_STATUSES : [problem], after, size);
  return { kind: 'listed', keys, nextToken: keys.length < size ? null : TROUBLED + keys.at(-1) };
}

/**
 * Every filter is applied to what the journal says. `late` changes with the day, Temporal finds a name only in the spelling that it keeps,
 * and the ledger finds nothing but the problem.
 */
function isWanted(dossier: Dossier, { late, agency, step, state, due }: DossierListRequest, now: Instant): boolean {
  if (late !== undefined && isLate(dossier, dateOf(now)) !== late) return false;
  if (agency !== undefined && agency !== dossier.agency) return false;
  if (due !== undefined && due !== dossier.dueDate) return false;
  if (step !== undefined && !isSameName(step, dossier.step)) return false;
  return state === undefined || (dossier.state !== null && isSameName(state, dossier.state));
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

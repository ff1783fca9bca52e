import { listKeysWithNotices } from '../db/dossier-keys.ts';
import { foldEntries, readEntries, readHeads } from '../db/dossiers.ts';
import { dateOf, type Instant } from '../domain/calendar.ts';
import type { Dossier } from '../domain/dossier.ts';
import { readName } from '../domain/fixed-names.ts';
import { PROBLEM_STATUSES, type NoticeStatus } from '../domain/notice-status.ts';
import { isLate } from '../domain/on-time.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import { listOpenDossiers, type DossierFilter } from '../temporal/list-open-dossiers.ts';
import type { DossierAsOf } from './find-dossier.ts';
import type { ServiceDeps } from './service-deps.ts';

export type DossierListRequest = DossierFilter & {
  readonly late?: boolean | undefined;
  /** Only dossiers with a notice that needs a person, in any such status or in this one. */
  readonly problem?: 'any' | (typeof PROBLEM_STATUSES)[number] | undefined;
  readonly limit: number;
  /** `nextToken` of the page before; null for the first. */
  readonly token: string | null;
};

/** `nextToken` is null on the last page. Temporal may be unavailable, or not understand a token or a filter. */
export type DossierListResult =
  | { readonly kind: 'listed'; readonly items: readonly DossierAsOf[]; readonly nextToken: string | null }
  | { readonly kind: 'not_understood' | 'unavailable' };

type Deps = Pick<ServiceDeps, 'database' | 'temporal' | 'now'>;
type KeyPage = { readonly kind: 'listed'; readonly keys: readonly CodeKey[]; readonly nextToken: string | null };

/** Pages that are read to fill one page of ours. `late` is no search attribute, because it changes with the day, so it filters here. */
const MAX_PAGES_READ = 20;

/**
 * Lists open dossiers, each as its journal tells it, with two statements a page and no query to a workflow. Temporal's visibility finds
 * them, and may be a moment behind a write. The ledger finds those with a problem, because receipts and resends still change it.
 */
export async function listDossiers(deps: Deps, request: DossierListRequest): Promise<DossierListResult> {
  const { problem, limit, token } = request;
  const now = deps.now();
  const items: DossierAsOf[] = [];
  let next = token;
  for (let page = 0; page < MAX_PAGES_READ; page++) {
    const size = limit - items.length;
    const found =
      problem === undefined
        ? await listOpenDossiers(deps.temporal, request, size, next)
        : await listTroubled(deps, problem === 'any' ? PROBLEM_STATUSES : [problem], size, next);
    if (found.kind !== 'listed') return found;
    const dossiers = await foldAll(deps, found.keys, now);
    items.push(...dossiers.filter(({ dossier }) => isWanted(dossier, request, now)));
    next = found.nextToken;
    if (next === null || items.length >= limit) break;
  }
  return { kind: 'listed', items, nextToken: next };
}

async function listTroubled({ database }: Deps, statuses: readonly NoticeStatus[], size: number, token: string | null): Promise<KeyPage> {
  const keys = await listKeysWithNotices(database, statuses, token ?? '', size);
  return { kind: 'listed', keys, nextToken: keys.length < size ? null : (keys.at(-1) ?? null) };
}

/** Temporal has already filtered by everything but `late`; the ledger has filtered by the problem alone. */
function isWanted(dossier: Dossier, request: DossierListRequest, now: Instant): boolean {
  const { late, problem, agency, step, state, due } = request;
  if (late !== undefined && isLate(dossier, dateOf(now)) !== late) return false;
  if (problem === undefined) return true;
  const wanted = [
    [agency, dossier.agency],
    [step && readName(step), dossier.step],
    [state && readName(state), dossier.state],
    [due, dossier.dueDate],
  ];
  return wanted.every(([asked, is]) => asked === undefined || asked === is);
}

async function foldAll({ database }: Deps, keys: readonly CodeKey[], asOf: Instant): Promise<DossierAsOf[]> {
  if (keys.length === 0) return [];
  const [heads, journals] = await Promise.all([readHeads(database, keys), readEntries(database, keys)]);
  const headByKey = new Map(heads.map((head) => [head.codeKey, head]));
  return keys.flatMap((key): DossierAsOf[] => {
    const [head, entries] = [headByKey.get(key), journals.get(key)];
    return head && entries ? [{ dossier: foldEntries(entries), contact: head.contact, source: 'journal', asOf }] : [];
  });
}

import { dateOf, plusDays } from '../../../src/domain/calendar.ts';
import { DOSSIER_LISTS, type DossierList } from '../../../src/domain/dossier-lists.ts';
import { countLists } from '../../../src/services/count-lists.ts';
import { countStatistics } from '../../../src/services/count-statistics.ts';
import { listDossiers, type DossierListPage } from '../../../src/services/list-dossiers.ts';
import type { ServiceDeps } from '../../../src/services/service-deps.ts';
import { messageOf } from '../../../infra/stack/eventually.ts';
import { quantile } from '../statistics.ts';
import { AGENCIES } from './office.ts';
import { randomFrom } from './random.ts';
import { pageRequests, searchRequests, SEARCHES, smallPageRequests, type PageRequest } from './requests.ts';

export type Office = Pick<ServiceDeps, 'database' | 'lists' | 'now'> & { readonly dossiers: number };

/** Milliseconds. `rows`: dossiers on all pages that were asked for; `failed`: what became of those that got no answer. */
export type Timed = { readonly what: string; readonly pages: number; readonly rows: number; readonly failed: readonly string[] } & Readonly<
  Record<'p50' | 'p99' | 'max', number>
>;

const ALL = { agencies: null };
const SEARCHES_EACH = 200;
/** How often a page is asked for of either database, by turns. */
const TURNS = 5;

/** L1: the first two pages of each list with no, one and two filters, in every order. The values of the filters differ in each round. */
export async function timePages(office: Office, round: number): Promise<readonly Timed[]> {
  return inOrder(DOSSIER_LISTS, async (list) => {
    const random = randomFrom(1000 + round);
    return timeRequests(office, list, pageRequests(list, random, office.now()));
  });
}

/** L1: searches in all dossiers. */
export async function timeSearches(office: Office, round: number): Promise<readonly Timed[]> {
  return inOrder(SEARCHES, async (kind) =>
    timeRequests(office, `search by ${kind}`, searchRequests(kind, office.dossiers, randomFrom(2000 + round), office.now(), SEARCHES_EACH)),
  );
}

async function timeRequests(office: Office, what: string, requests: readonly PageRequest[]): Promise<Timed> {
  const watch = stopwatch(what);
  const rows: number[] = [];
  for (const request of requests) {
    for (let after = request.after, page = 1; page <= 2; page++) {
      const { items, next } = (await watch.time(() => listDossiers(office, ALL, { ...request, after }))) ?? NOTHING;
      rows.push(items.length);
      if (next === null) break;
      after = next;
    }
  }
  return { ...watch.read(), rows: rows.reduce((sum, count) => sum + count, 0) };
}

const NOTHING = { items: [], next: null } as const;

/** L2 */
export async function timeCounts(office: Office, times: number): Promise<Timed> {
  const watch = stopwatch('counts of all lists');
  for (let nth = 0; nth < times; nth++) {
    const agency = nth % 2 === 0 ? undefined : AGENCIES[nth % AGENCIES.length];
    await watch.time(() => countLists(office, ALL, agency));
  }
  return watch.read();
}

/** L2: the year that ends today. */
export async function timeStatistics(office: Office, times: number): Promise<Timed> {
  const to = dateOf(office.now());
  const watch = stopwatch('statistics of a year');
  for (let nth = 0; nth < times; nth++) {
    await watch.time(() => countStatistics(office, ALL, { from: plusDays(to, -364), to, by: 'procedure' }));
  }
  return watch.read();
}

/** Times calls. One that fails counts with the time that it took, and is told in the end: filling a database takes too long to give up. */
export function stopwatch(what: string) {
  const [times, failed]: [number[], string[]] = [[], []];
  return {
    async time<T>(work: () => Promise<T>): Promise<T | null> {
      const started = performance.now();
      try {
        return await work();
      } catch (error) {
        failed.push(messageOf(error));
        return null;
      } finally {
        times.push(performance.now() - started);
      }
    },
    read: (): Timed => ({ ...spread(what, times), rows: 0, failed }),
  };
}

export type Growth = { readonly list: DossierList; readonly pages: number; readonly ratio: number };

/** L3: the same pages of both, by turns, the median of each. Only pages that both can fill are compared. */
export async function compareOffices(big: Office, small: Office): Promise<readonly Growth[]> {
  const growths = await inOrder(DOSSIER_LISTS, async (list): Promise<Growth> => {
    const ratios = await inOrder(smallPageRequests(list), (request) => comparePage(big, small, request).catch(() => Number.NaN));
    const full = ratios.filter((ratio) => ratio !== null);
    return { list, pages: full.length, ratio: quantile(full, 0.5) };
  });
  return growths.filter(({ pages }) => pages > 0);
}

async function comparePage(big: Office, small: Office, request: PageRequest): Promise<number | null> {
  const [ofBig, ofSmall]: [number[], number[]] = [[], []];
  for (let turn = 0; turn <= TURNS; turn++) {
    const [bigMs, bigPage] = await timed(() => listDossiers(big, ALL, request));
    const [smallMs, smallPage] = await timed(() => listDossiers(small, ALL, request));
    if (!isFull(bigPage, request) || !isFull(smallPage, request)) return null;
    if (turn === 0) continue; // the statements are prepared
    ofBig.push(bigMs);
    ofSmall.push(smallMs);
  }
  return quantile(ofBig, 0.5) / quantile(ofSmall, 0.5);
}

function isFull(page: DossierListPage, { limit }: PageRequest): boolean {
  return page.items.length === limit;
}

export function spread(what: string, times: readonly number[]): Omit<Timed, 'rows' | 'failed'> {
  return { what, pages: times.length, p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: Math.max(...times) };
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [ms: number, done: T]> {
  const started = performance.now();
  const done = await work();
  return [performance.now() - started, done];
}

async function inOrder<T, Result>(all: readonly T[], work: (one: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const one of all) results.push(await work(one));
  return results;
}

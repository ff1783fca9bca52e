import { and, asc, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { plusDays, type LocalDate } from '../domain/calendar.ts';
import { DOSSIER_LISTS, DUE_SOON_DAYS, type DossierList, type DossierSort } from '../domain/dossier-lists.ts';
import { nameKey } from '../domain/fixed-names.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Database } from './open.ts';
import { contacts, dossierStates, notices } from './schema.ts';
import { hasProblem, isUnreached, unreachedKeys } from './unreached.ts';

const s = dossierStates;

/** What selects dossiers. `agencies`: those of which the caller may know; null: all (requirements §8.1). */
export type DossierFilter = {
  readonly list: DossierList;
  readonly agencies: readonly string[] | null;
  readonly agency?: string | undefined;
  readonly procedure?: string | undefined;
  readonly step?: string | undefined;
  readonly state?: string | undefined;
  readonly due?: LocalDate | undefined;
  readonly dueFrom?: LocalDate | undefined;
  readonly dueTo?: LocalDate | undefined;
  readonly late?: boolean | undefined;
  /** Only dossiers with a notice in one of these states. */
  readonly problems?: readonly NoticeStatus[] | undefined;
  /** Null: open and closed ones. */
  readonly closed: boolean | null;
  /** What is searched for. */
  readonly found?: SQL | undefined;
  readonly today: LocalDate;
};

/** Where a page begins: behind the dossier with this key, whose `value` is what the list is sorted by. */
export type DossierPlace = { readonly value: string; readonly key: CodeKey };

/** As the indexes have it: dossiers without a date come last. */
const due = sql<string>`coalesce(${s.dueDate}, 'infinity')`;

/** The next dossiers of a list, by its indexes and without one that is skipped or repeated while others change. */
export async function readPlaces(
  database: Database,
  filter: DossierFilter,
  sort: DossierSort,
  limit: number,
  after: DossierPlace | null,
): Promise<DossierPlace[]> {
  const pages = await Promise.all(partsOf(filter).map((closed) => readPart(database, { ...filter, closed }, sort, limit, after)));
  const compare = sort.startsWith('-') ? (left: DossierPlace, right: DossierPlace) => byPlace(right, left) : byPlace;
  return pages.flat().toSorted(compare).slice(0, limit);
}

/** The place of one dossier in lists that are sorted like this; null when the lists do not know it, or the caller may not. */
export async function findPlace(
  { orm }: Database,
  agencies: readonly string[] | null,
  sort: DossierSort,
  key: CodeKey,
): Promise<DossierPlace | null> {
  const [place] = await orm
    .select(placeColumns(sort))
    .from(s)
    .where(and(eq(s.codeKey, key), agencies === null ? undefined : inArray(s.agency, agencies)));
  return place ?? null;
}

/** Open and closed dossiers stand apart in the indexes. All lists but one are of open dossiers alone. */
function partsOf({ list, closed }: DossierFilter): readonly boolean[] {
  const parts = list === 'all' ? [false, true] : [false];
  return parts.filter((part) => closed === null || part === closed);
}

/** Days compare as text, and `infinity` comes behind them. */
function byPlace(left: DossierPlace, right: DossierPlace): number {
  const [one, other] = left.value === right.value ? [left.key, right.key] : [left.value, right.value];
  return one < other ? -1 : 1;
}

async function readPart({ orm }: Database, filter: DossierFilter, sort: DossierSort, limit: number, after: DossierPlace | null) {
  const order = orderOf(sort);
  const [direction, behind] = sort.startsWith('-') ? [desc, sql.raw('<')] : [asc, sql.raw('>')];
  const isBehind = (place: DossierPlace) =>
    order ? sql`(${order}, ${s.codeKey}) ${behind} (${place.value}::date, ${place.key})` : sql`${s.codeKey} ${behind} ${place.key}`;
  return orm
    .select(placeColumns(sort))
    .from(s)
    .where(and(...conditions(filter), after ? isBehind(after) : undefined))
    .orderBy(...(order ? [direction(order)] : []), direction(s.codeKey))
    .limit(limit);
}

function placeColumns(sort: DossierSort) {
  const order = orderOf(sort);
  return { value: order ? sql<string>`${order}::text` : sql<string>`''`, key: s.codeKey };
}

/** Undefined for the code itself. */
function orderOf(sort: DossierSort): SQL | undefined {
  return ORDERS[sort.replace('-', '')];
}

const ORDERS: Readonly<Record<string, SQL | undefined>> = { due, received: sql`${s.receivedOn}` };

/** How many dossiers a list has; at most `max`, so that the number costs no more than that. */
export async function countDossiers(database: Database, filter: DossierFilter, max: number): Promise<number> {
  const counts = await Promise.all(partsOf(filter).map((closed) => countPart(database, { ...filter, closed }, max)));
  return Math.min(
    counts.reduce((sum, count) => sum + count, 0),
    max,
  );
}

async function countPart({ orm }: Database, filter: DossierFilter, max: number): Promise<number> {
  const found = orm
    .select({ one: sql`1`.as('one') })
    .from(s)
    .where(and(...conditionsOfAll(filter)))
    .limit(max)
    .as('found');
  const [row] = await orm.select({ count: sql<number>`count(*)::int` }).from(found);
  return row?.count ?? 0;
}

/** How many open dossiers each list has. */
export async function countLists(
  { orm }: Database,
  filter: Pick<DossierFilter, 'agencies' | 'agency' | 'today'>,
): Promise<Readonly<Record<DossierList, number>>> {
  const countOf = (list: DossierList) =>
    sql<number>`(select count(*)::int from ${s} where ${and(...conditionsOfAll({ ...filter, list, closed: false }))})`.as(list);
  const counts = Object.fromEntries(DOSSIER_LISTS.map((list) => [list, countOf(list)]));
  const [row] = await orm.select(counts).from(sql`(select) one`);
  return row as Record<DossierList, number>; // one column a list
}

/** The conditions of a statement that reads a list to its end. Those of a page look at one dossier after the other. */
function conditionsOfAll(filter: DossierFilter): (SQL | undefined)[] {
  if (filter.list !== 'unreached') return conditions(filter);
  return [sql`${s.codeKey} = any(${unreachedKeys})`, ...conditions({ ...filter, list: 'all' })];
}

function conditions(filter: DossierFilter): (SQL | undefined)[] {
  const { agencies, agency, procedure, step, state, dueFrom, dueTo, late, problems, closed, found, today } = filter;
  return [
    LISTS[filter.list](today),
    closed === null ? undefined : isClosed(closed),
    agencies === null ? undefined : inArray(s.agency, agencies),
    agency === undefined ? undefined : eq(s.agency, agency),
    procedure === undefined ? undefined : eq(s.procedureCode, procedure),
    step === undefined ? undefined : eq(s.stepKey, nameKey(step)),
    state === undefined ? undefined : eq(s.stateKey, nameKey(state)),
    filter.due === undefined ? undefined : sql`${due} = ${filter.due}::date`,
    dueFrom === undefined ? undefined : sql`${due} >= ${dueFrom}::date and ${due} < 'infinity'`,
    dueTo === undefined ? undefined : sql`${due} <= ${dueTo}::date`,
    late === undefined ? undefined : isLate(late, today),
    problems && hasProblem(problems, closed === false),
    found,
  ];
}

/** Not as a parameter: PostgreSQL takes an index of open dossiers only where the statement itself says that they are. */
function isClosed(closed: boolean): SQL {
  return closed ? sql`${s.closed}` : sql`not ${s.closed}`;
}

/** Requirements §6, as of today. */
function isLate(late: boolean, today: LocalDate): SQL {
  return sql`coalesce(${s.late}, ${s.judgedDate} < ${today}::date) = ${late}`;
}

/** What makes an open dossier one of each list. The clock runs only while it is open and has neither a result nor to wait for papers. */
const LISTS: Readonly<Record<DossierList, (today: LocalDate) => SQL | undefined>> = {
  tonight: (today) => sql`${s.apologyAt} is not null and ${due} = ${plusDays(today, 1)}::date
    and exists (select from ${contacts} c where c.code_key = ${s.codeKey} and c.phone is not null)`,
  due_soon: (today) => sql`${s.clock} = 'running' and ${due} between ${today}::date and ${plusDays(today, DUE_SOON_DAYS)}::date`,
  overdue: (today) => sql`${s.clock} = 'running' and ${due} < ${today}::date`,
  waiting: () => sql`${s.waitingSince} is not null`,
  ready: () => sql`${s.resultOn} is not null and not ${s.closed}`,
  unreached: () => sql`${s.codeKey} in (select ${notices.codeKey} from ${notices} where ${isUnreached})`,
  all: () => undefined,
};

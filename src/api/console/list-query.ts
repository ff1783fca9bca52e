import { z } from '@hono/zod-openapi';
import { printDate } from '../../domain/calendar.ts';
import { DOSSIER_LISTS, DOSSIER_SORTS } from '../../domain/dossier-lists.ts';
import type { DossierListRequest } from '../../services/list-dossiers.ts';
import type { Session } from '../../services/sessions.ts';
import { localDate, searchedCode, searchText } from '../fields.ts';
import { openSealedNumber } from './number-seal.ts';
import type { Typed } from './parts/fields.tsx';
import { readFields, type FormRead } from './read-form.ts';
import { LIST, LIST_LABELS } from './texts/list.ts';

const FIELDS = {
  list: z.enum(DOSSIER_LISTS).default('all'),
  q: searchedCode.optional(),
  agency: searchText(100).optional(),
  procedure: searchText(100).optional(),
  step: searchText(200).optional(),
  state: searchText(200).optional(),
  dueFrom: localDate.optional(),
  dueTo: localDate.optional(),
  closed: z.enum(['false', 'true', 'any']).default('false'),
  sort: z.enum(DOSSIER_SORTS).default('due'),
};

/** What a list of the console is asked for, by the names of its fields (console §2). */
export type ListQuery = z.infer<z.ZodObject<typeof FIELDS>> & {
  /** `q` as it stands in addresses, when it is a telephone number. */
  readonly so?: string | undefined;
};

/** Reads the parameters of a list's address. What it does not know does not matter; a sealed number counts unless other words are typed. */
export function readListQuery(given: Typed, session: Session, secrets: readonly string[]): FormRead<ListQuery> {
  const so = (given['q'] ?? '').trim() === '' && given['so'] ? given['so'] : undefined;
  const opened = so === undefined ? undefined : openSealedNumber(so, session, secrets);
  if (opened === null) return { kind: 'refused', faults: { q: LIST.badNumber }, typed: given };
  const read = readFields(opened === undefined ? given : { ...given, q: opened }, FIELDS, LIST_LABELS);
  if (read.kind === 'refused') return { ...read, typed: given };
  const { dueFrom, dueTo } = read.values;
  if (dueFrom !== undefined && dueTo !== undefined && dueTo < dueFrom)
    return { kind: 'refused', faults: { dueTo: LIST.period(printDate(dueFrom)) }, typed: given };
  return { kind: 'read', values: { ...read.values, so }, typed: given };
}

/** As the services take it. */
export function listRequest(query: ListQuery): ListRequest {
  const { list, q, agency, procedure, step, state, dueFrom, dueTo, closed, sort } = query;
  return { list, q, agency, procedure, step, state, dueFrom, dueTo, closed: closed === 'any' ? null : closed === 'true', sort };
}

export type ListRequest = Omit<DossierListRequest, 'limit' | 'after'>;

/** What makes another list of this one in an address: everything that is not as usual, and no telephone number. */
export function listParameters({ q, so, ...query }: ListQuery): URLSearchParams {
  const given = Object.entries({ ...query, ...(so === undefined ? { q } : { so }) });
  const kept = given.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== USUAL.get(pair[0]));
  return new URLSearchParams(kept);
}

const USUAL: ReadonlyMap<string, string> = new Map([
  ['list', 'all'],
  ['closed', 'false'],
  ['sort', 'due'],
]);

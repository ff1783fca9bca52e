import { listParameters, type ListQuery } from './list-query.ts';

/** The address of a list, and of a page of it. */
export function listAddress(query: ListQuery, cursor?: string): string {
  const parameters = listParameters(query);
  if (cursor !== undefined) parameters.set('cursor', cursor);
  const text = parameters.toString();
  return text === '' ? '/ho-so' : `/ho-so?${text}`;
}

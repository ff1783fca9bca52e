import { readEveningMark } from '../db/evening-mark.ts';
import { dateOf, plusDays } from '../domain/calendar.ts';
import type { Scope } from '../domain/scope.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Another text as soon as an event or a message changes what `readEvening` says, and with each minute, because time changes it too. */
export async function readEveningVersion(
  { database, lists, now }: Pick<ServiceDeps, 'database' | 'lists' | 'now'>,
  { agencies }: Scope,
): Promise<string> {
  await lists.catchUp();
  const asOf = now();
  const mark = await readEveningMark(database, agencies, plusDays(dateOf(asOf), 1));
  return `${asOf.slice(0, 16)} ${mark}`;
}

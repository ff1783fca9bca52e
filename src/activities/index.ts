import type { Activities } from '../workflows/contract.ts';
import { archiveActivities } from './archive.ts';
import { noticeActivities, type NoticeDeps } from './notices.ts';

/** Everything a workflow may ask of the world. */
export function createActivities(deps: NoticeDeps): Activities {
  return { ...noticeActivities(deps), ...archiveActivities(deps.database) };
}

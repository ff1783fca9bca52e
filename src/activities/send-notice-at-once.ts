import type { NoticeOrder, ResultAtOnce } from '../workflows/contract.ts';
import type { ActivityDeps } from './deps.ts';
import { findRoute } from './find-route.ts';
import { sendInSlot, takeSlotOn } from './send-notice.ts';

/** How many of these a worker runs at a time, so that a gateway that is slow to answer holds up few workflow tasks. */
const CONCURRENCY = 32;

/**
 * The activity that sends a notice within the workflow's own task when a slot is near. It does not use a gateway that does not deduplicate:
 * Temporal does not know what a killed worker has begun, only the ledger does.
 */
export function createSendNoticeAtOnce(deps: ActivityDeps) {
  let running = 0;
  return async (order: NoticeOrder): Promise<ResultAtOnce | null> => {
    const agency = deps.findAgency(order.agency);
    if (agency === null || running >= CONCURRENCY) return null;
    running += 1;
    try {
      const route = await findRoute(deps, order, agency, ({ sender }) => sender.capabilities.deduplicates);
      const slot = route && (await takeSlotOn(deps, route));
      return route && slot?.taken ? { ...(await sendInSlot(deps, order, route, slot)), order } : null;
    } finally {
      running -= 1;
    }
  };
}

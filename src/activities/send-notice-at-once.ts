import { takeSlot } from '../db/gateways.ts';
import { ledgerEntryFor } from '../domain/ledger-entry.ts';
import type { NoticeOrder, ResultAtOnce } from '../workflows/contract.ts';
import type { ActivityDeps } from './deps.ts';
import { sendInSlot } from './send-notice.ts';

/** How many of these a worker runs at a time, so that a gateway that is slow to answer holds up few workflow tasks. */
const CONCURRENCY = 32;

/**
 * The activity that sends a notice within the workflow's own task when a slot is near. It does not use a gateway that does not deduplicate:
 * Temporal does not know what a killed worker has begun, only the ledger does.
 */
export function createSendNoticeAtOnce(deps: ActivityDeps) {
  const { database, gateway, pace } = deps;
  let running = 0;
  return async (order: NoticeOrder): Promise<ResultAtOnce | null> => {
    const entry = ledgerEntryFor(order, deps);
    if (!gateway.deduplicates || running >= CONCURRENCY || entry === null) return null;
    running += 1;
    try {
      const slot = await takeSlot(database, gateway.name, pace.intervalMs);
      return slot.taken ? { ...(await sendInSlot(deps, order, entry, slot)), order } : null;
    } finally {
      running -= 1;
    }
  };
}

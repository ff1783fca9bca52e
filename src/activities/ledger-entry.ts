import { noteUnknownAgency } from '../db/unknown-agencies.ts';
import { ledgerEntryFor, type LedgerEntry } from '../domain/ledger-entry.ts';
import { noticeKey } from '../domain/notice-key.ts';
import type { NoticeOrder } from '../workflows/contract.ts';
import type { ActivityDeps } from './deps.ts';
import { tryLater } from './try-later.ts';

/** How long a notice waits until it is asked again whether its agency is known. Short waits would take the turns of other notices. */
const WAIT_MS = 300_000;

/** What the ledger keeps of an order. @throws `TryLater` while this worker's settings do not know the agency (requirements §2) */
export async function entryFor(deps: ActivityDeps, order: NoticeOrder): Promise<LedgerEntry> {
  const entry = ledgerEntryFor(order, deps);
  if (entry !== null) return entry;
  const { agency } = order;
  const key = noticeKey(order.receiptCode, order.notice);
  deps.log.error({ key, agency }, 'agency_unknown');
  await noteUnknownAgency(deps.database, agency);
  throw tryLater(`notice ${key} waits: the settings of this worker do not name the agency ${agency}`, WAIT_MS);
}

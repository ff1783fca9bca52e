import { noteUnknownAgency } from '../db/unknown-agencies.ts';
import type { Agency } from '../domain/agency.ts';
import { noticeKey } from '../domain/notice-key.ts';
import type { NoticeOrder } from '../workflows/contract.ts';
import type { ActivityDeps } from './deps.ts';
import { tryLater, WAIT_FOR_SETTINGS_MS } from './try-later.ts';

/** The agency of an order. @throws `TryLater` while this worker's settings do not know it: no text may name another (requirements §2) */
export async function findAgencyOf(deps: ActivityDeps, { agency: id, receiptCode, notice }: NoticeOrder): Promise<Agency> {
  const agency = deps.findAgency(id);
  if (agency !== null) return agency;
  const key = noticeKey(receiptCode, notice);
  deps.log.error({ key, agency: id }, 'agency_unknown');
  await noteUnknownAgency(deps.database, id);
  throw tryLater(`notice ${key} waits: the settings of this worker do not name the agency ${id}`, WAIT_FOR_SETTINGS_MS);
}

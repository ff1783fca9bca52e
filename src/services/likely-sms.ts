import { readGateways } from '../db/gateways.ts';
import type { Instant } from '../domain/calendar.ts';
import { likelyEntryFor, type LikelyGateway } from '../domain/likely-entry.ts';
import type { Notice } from '../domain/notice-key.ts';
import type { ReceiptCode } from '../domain/receipt-code.ts';
import { wireText } from '../domain/sms-text.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A notice word for word as the telephone would show it. `cost` in đồng for all parts; null where the office named no prices. */
export type LikelySms = { readonly notice: Notice; readonly text: string; readonly parts: number; readonly cost: number | null };

export type LikelySmsDeps = Pick<ServiceDeps, 'database' | 'gateways' | 'receivers' | 'findAgency'>;

/** Writes notices by the gateways that would be chosen now (requirements §11.6). Null where the settings do not know the agency. */
export async function likelySmsOf(
  { database, gateways, receivers, findAgency }: LikelySmsDeps,
  { receiptCode, agency: id }: { readonly receiptCode: ReceiptCode; readonly agency: string },
  notices: readonly Notice[],
  now: Instant,
): Promise<readonly LikelySms[] | null> {
  const agency = findAgency(id);
  if (agency === null) return null;
  if (notices.length === 0) return [];
  const shares = new Map((await readGateways(database)).map(({ name, shareSet }) => [name, shareSet?.share]));
  const senders: readonly LikelyGateway[] = gateways
    .filter(({ name }) => receivers.get(name)?.capabilities.inquiriesOnly !== true)
    .map(({ name, share, encoding, prices }) => ({ name, share: shares.get(name) ?? share, encoding, prices }));
  return notices.map((notice) => {
    const { text, encoding, segments, cost } = likelyEntryFor({ receiptCode, notice, decidedAt: now, dueAt: now }, agency, senders);
    return { notice, text: wireText(text, encoding), parts: segments, cost };
  });
}

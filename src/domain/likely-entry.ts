import type { Agency } from './agency.ts';
import { chooseGateway, isRegisteredOn } from './choose-gateway.ts';
import { ledgerEntryFor, type GatewayTerms, type LedgerEntry } from './ledger-entry.ts';
import { noticeKey } from './notice-key.ts';

export type LikelyGateway = GatewayTerms & { readonly name: string; readonly share: number };

/** What the ledger keeps of a notice that no gateway has got: a forecast by the gateway that would be chosen now (requirements §11.6). */
export function likelyEntryFor(
  order: Parameters<typeof ledgerEntryFor>[0],
  agency: Pick<Agency, 'name' | 'gateways'>,
  gateways: readonly LikelyGateway[],
): LedgerEntry {
  const candidates = gateways
    .filter(({ name }) => isRegisteredOn(name, agency))
    .map(({ name, share }) => ({ name, share, isAway: false, isPaused: false, isTrialDue: false }));
  const chosen = candidates.length === 0 ? null : chooseGateway(noticeKey(order.receiptCode, order.notice), candidates).name;
  return ledgerEntryFor(order, agency.name, gateways.find(({ name }) => name === chosen) ?? UNKNOWN);
}

/** No gateway of the settings may send it. */
const UNKNOWN: GatewayTerms = { encoding: 'unicode', prices: null };

import { readRouting, takeTrial } from '../db/gateways.ts';
import type { Agency } from '../domain/agency.ts';
import { chooseGateway, isRegisteredOn, type Candidate } from '../domain/choose-gateway.ts';
import { ledgerEntryFor, type LedgerEntry } from '../domain/ledger-entry.ts';
import { noticeKey } from '../domain/notice-key.ts';
import type { NoticeOrder } from '../workflows/contract.ts';
import type { ActivityDeps, GatewayLink } from './deps.ts';
import { tryLater, WAIT_FOR_SETTINGS_MS } from './try-later.ts';

/** How a notice travels: through which gateway, and as what. */
export type Route = {
  readonly link: GatewayLink;
  readonly agency: Agency;
  readonly entry: LedgerEntry;
  /** Another gateway may send it when this one does not take it. */
  readonly hasOthers: boolean;
};

/**
 * Chooses the gateway of a notice (requirements §11.4).
 * @param suits whether the caller can use a gateway
 * @returns null when the chosen one does not suit
 * @throws `TryLater` while this worker's settings name none that may send it
 */
export async function findRoute(
  deps: ActivityDeps,
  order: NoticeOrder,
  agency: Agency,
  suits: (link: GatewayLink) => boolean = () => true,
): Promise<Route | null> {
  const key = noticeKey(order.receiptCode, order.notice);
  const links = linksFor(deps, order, agency);
  const [only, ...others] = links;
  if (only === undefined) {
    deps.log.error({ key, agency: order.agency }, 'notice_without_gateway');
    throw tryLater(`notice ${key} waits: the settings of this worker name no gateway that may send it`, WAIT_FOR_SETTINGS_MS);
  }
  const link = others.length === 0 ? (suits(only) ? only : null) : await chooseLink(deps, key, links, suits);
  return link && { link, agency, entry: ledgerEntryFor(order, agency.name, link.settings), hasOthers: others.length > 0 };
}

/** The gateways that send notices. */
export function noticeLinks({ gateways }: Pick<ActivityDeps, 'gateways'>): readonly GatewayLink[] {
  return gateways.filter(({ sender }) => sender.capabilities.inquiriesOnly !== true);
}

/** Those that may send this one: an operator may name one of them. */
function linksFor(deps: ActivityDeps, { again }: NoticeOrder, agency: Agency): readonly GatewayLink[] {
  const named = again?.by === 'operator' ? again.gateway : undefined;
  return noticeLinks(deps).filter(({ sender: { name } }) => isRegisteredOn(name, agency) && (named === undefined || name === named));
}

async function chooseLink(
  { database }: ActivityDeps,
  key: string,
  links: readonly GatewayLink[],
  suits: (link: GatewayLink) => boolean,
): Promise<GatewayLink | null> {
  const names = links.map(({ sender }) => sender.name);
  const linkOf = (chosen: string | null) => links.find(({ sender }) => sender.name === chosen) ?? null;
  const { standings, held } = await readRouting(database, key, names);
  const candidates = links.map(({ sender, settings }) => candidateOf(sender.name, settings.share, standings));
  const choice = chooseGateway(key, candidates);
  const link = (held && linkOf(held.by)) ?? linkOf(choice.name); // when the settings no longer name the holder, the claim says so
  if (link === null || !suits(link)) return null;
  if (held !== null || !choice.isTrial || (await takeTrial(database, choice.name))) return link;
  const instead = linkOf(chooseGateway(key, candidates.map(withoutTrial)).name);
  return instead && suits(instead) ? instead : null;
}

function withoutTrial(candidate: Candidate): Candidate {
  return { ...candidate, isTrialDue: false };
}

/** Without a row, before `migrate` or a worker has made it, a gateway gives no slots. */
function candidateOf(name: string, share: number, standings: Awaited<ReturnType<typeof readRouting>>['standings']): Candidate {
  const standing = standings.find((each) => each.name === name);
  if (standing === undefined) return { name, share, isAway: false, isPaused: true, isTrialDue: false };
  return { ...standing, share: standing.share ?? share };
}

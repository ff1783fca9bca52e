import { setTimeout as sleep } from 'node:timers/promises';
import { takeSlot, type Slot } from '../db/gateways.ts';
import { claimNotice, recordNotSent, settle, type Claim } from '../db/notices.ts';
import { epochMs, type Instant } from '../domain/calendar.ts';
import { isRegisteredOn } from '../domain/choose-gateway.ts';
import { noticeKey } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { NoticeOrder, NoticeResult } from '../workflows/contract.ts';
import { checkBeforeSending } from './check-before-sending.ts';
import type { ActivityDeps, GatewayLink } from './deps.ts';
import { findAgencyOf } from './find-agency.ts';
import { findRoute, noticeLinks, type Route } from './find-route.ts';
import { handOver } from './hand-over.ts';
import { tryLater } from './try-later.ts';

/** Longest time until an apology that came too early is tried again, milliseconds: a wrong clock may be set right meanwhile. */
const EARLY_MAX_MS = 60_000;

type TakenSlot = Slot & { readonly taken: true };

/** The activity that sends a notice (requirements §5.5–5.7). It is idempotent by the notice's key. */
export async function sendNotice(deps: ActivityDeps, order: NoticeOrder): Promise<NoticeResult> {
  const route = await findRoute(deps, order, await findAgencyOf(deps, order));
  if (route === null) throw new Error('expected a gateway, because any suits');
  const slot = await takeSlotOn(deps, route);
  if (slot.taken) return sendInSlot(deps, order, route, slot);
  const isPaused = slot.state !== 'ok';
  throw tryLater(`gateway ${route.link.sender.name} is ${slot.state}`, route.hasOthers && isPaused ? 0 : slot.waitMs);
}

/** A message takes as many slots as its gateway's rate counts. */
export function takeSlotOn({ database }: ActivityDeps, { link, entry }: Route): Promise<Slot> {
  return takeSlot(database, link.sender.name, link.pace.intervalMs * turnsOf(link, entry.segments));
}

/** Waits for the slot, claims the notice, checks it once more, waits for its turn, hands it over and settles the claim. */
export async function sendInSlot(deps: ActivityDeps, order: NoticeOrder, route: Route, slot: TakenSlot): Promise<NoticeResult> {
  const { database } = deps;
  const { link, entry } = route;
  const { sender, pace } = link;
  const key = noticeKey(order.receiptCode, order.notice);
  await wait(slot.waitMs);
  refuseToBeEarly(order, key, slot.at);

  const claim = await claimNotice(database, entry, sender.name, order.again ?? null, sender.toldReference);
  if (!claim.claimed) return resultOf(deps, order, await statusOfUnclaimed(deps, route, claim, key));

  const end = await checkBeforeSending(database, order, claim);
  if (end !== null) return { status: await settle(database, key, end.call, end.reason) };
  if (claim.before === 'sending' && !sender.capabilities.deduplicates) {
    return resultOf(deps, order, await settle(database, key, 'uncertain', 'the answer to a hand-over was lost'));
  }

  await wait(pace.takeTurn(turnsOf(link, entry.segments)));
  return resultOf(deps, order, await handOver(deps, route, claim, slot));
}

export function turnsOf({ sender }: Pick<GatewayLink, 'sender'>, parts: number): number {
  return sender.capabilities.rateCounts === 'parts' ? parts : 1;
}

/**
 * A notice that another gateway may have goes to no other (requirements §11.4): it waits for that one, and is uncertain when the settings
 * no longer name it.
 * @throws `TryLater` while it waits
 */
async function statusOfUnclaimed(deps: ActivityDeps, { agency, entry }: Route, claim: Claim, key: string): Promise<NoticeStatus> {
  const { status, before, heldBy } = claim;
  if (status !== 'created' && status !== 'sending') return status;
  const isThere = noticeLinks(deps).some(({ sender: { name } }) => name === heldBy && isRegisteredOn(name, agency));
  if (before === null || isThere) throw tryLater(`notice ${key} waits for the gateway ${heldBy ?? 'that has just got it'}`);
  return recordNotSent(deps.database, entry, 'uncertain', `gateway ${heldBy ?? 'unknown'} may have it, and the settings do not name it`);
}

/** An uncertain result or supplement is handed over once more (requirements §5.6), also when Temporal missed this answer before. */
function resultOf({ uncertainAfterMs }: ActivityDeps, { notice, again }: NoticeOrder, status: NoticeStatus): NoticeResult {
  const maySendAgain = status === 'uncertain' && notice.kind !== 'apology' && !again;
  return maySendAgain ? { status, sendAgainAfterMs: uncertainAfterMs } : { status };
}

/** Temporal's timer has fired, but the database's clock, which says what was known before 17:30, may be behind (requirements §5.3). */
function refuseToBeEarly({ notice, dueAt }: NoticeOrder, key: string, now: Instant): void {
  if (notice.kind !== 'apology' || now >= dueAt) return;
  throw tryLater(`notice ${key} is not due before ${dueAt}`, Math.min(epochMs(dueAt) - epochMs(now), EARLY_MAX_MS));
}

async function wait(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}

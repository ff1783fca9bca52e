import { setTimeout as sleep } from 'node:timers/promises';
import { noteUnanswered, takeSlot, type Slot } from '../db/gateways.ts';
import { claimNotice, settle } from '../db/notices.ts';
import { epochMs, type Instant } from '../domain/calendar.ts';
import type { LedgerEntry } from '../domain/ledger-entry.ts';
import { noticeKey } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import type { NoticeOrder, NoticeResult } from '../workflows/contract.ts';
import { checkBeforeSending } from './check-before-sending.ts';
import type { ActivityDeps } from './deps.ts';
import { handOver } from './hand-over.ts';
import { entryFor } from './ledger-entry.ts';
import { tryLater } from './try-later.ts';

/** Longest time until an apology that came too early is tried again, milliseconds: a wrong clock may be set right meanwhile. */
const EARLY_MAX_MS = 60_000;

type TakenSlot = Slot & { readonly taken: true };

/** The activity that sends a notice (requirements §5.5–5.7). It is idempotent by the notice's key. */
export async function sendNotice(deps: ActivityDeps, order: NoticeOrder): Promise<NoticeResult> {
  const { database, gateway, pace } = deps;
  const entry = await entryFor(deps, order);
  const slot = await takeSlot(database, gateway.name, pace.intervalMs);
  if (!slot.taken) throw tryLater(`gateway ${gateway.name} is ${slot.state}`, slot.waitMs);
  return sendInSlot(deps, order, entry, slot);
}

/** Waits for the slot, claims the notice, checks it once more, waits for its turn, hands it over and settles the claim. */
export async function sendInSlot(deps: ActivityDeps, order: NoticeOrder, entry: LedgerEntry, slot: TakenSlot): Promise<NoticeResult> {
  const { database, gateway, pace } = deps;
  const key = noticeKey(order.receiptCode, order.notice);
  await wait(slot.waitMs);
  refuseToBeEarly(order, key, slot.at);

  const claim = await claimNotice(database, entry, gateway.name, order.again ?? null);
  if (!claim.claimed) return resultOf(deps, order, claim.status);

  const end = await checkBeforeSending(database, order, claim);
  if (end !== null) return { status: await settle(database, key, end.call, end.reason) };
  if (claim.before === 'sending' && !gateway.deduplicates) {
    await noteUnanswered(database, gateway.name);
    return resultOf(deps, order, await settle(database, key, 'uncertain', 'the answer to a hand-over was lost'));
  }

  await wait(pace.takeTurn());
  return resultOf(deps, order, await handOver(deps, { key, claim, text: entry.text, gatewayIsWell: slot.isWell }));
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

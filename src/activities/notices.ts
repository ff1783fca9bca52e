import { ApplicationFailure } from '@temporalio/activity';
import type { Logger } from '../lib/log.ts';
import type { GatewayState } from '../domain/gateway-state.ts';
import { noteGateway, takeSlot, type Slot } from '../db/gateways.ts';
import { readFold } from '../db/dossiers.ts';
import { claimNotice, recordNotSent, settle, settleSent, type Claim } from '../db/notices.ts';
import { readNow, type Database } from '../db/open.ts';
import { endOf, epochMs, type Instant } from '../domain/calendar.ts';
import { noticeKey, writeReference } from '../domain/notice-key.ts';
import { verdictOn, type NotCalledFor } from '../domain/due-notices.ts';
import { ledgerEntryFor } from '../domain/ledger-entry.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { codeKey } from '../domain/receipt-code.ts';
import type { SmsEncoding } from '../domain/sms-encoding.ts';
import { beating } from './with-heartbeat.ts';
import type { Pace } from './pace.ts';
import type { Gateway, NotTaken } from '../sms/gateway.ts';
import type { Activities, NoticeEnd, NoticeOrder, NoticeResult } from '../workflows/contract.ts';

export type NoticeDeps = {
  readonly database: Database;
  readonly gateway: Gateway;
  readonly log: Logger;
  /** Of the link (SMS_TPS). */
  readonly pace: Pace;
  readonly uncertainAfterMs: number;
  readonly encoding: SmsEncoding;
  readonly agencyName: (agency: string) => string;
};

/** How long nobody sends after the gateway refused, when it does not say itself, milliseconds. */
const PAUSE_MS = { unavailable: 0, throttled: 1000, misconfigured: 5000 } as const satisfies Record<NotTaken['outcome'], number>;

/** So soon it is asked again whether an apology is due, because a clock that was wrong may be set right, milliseconds. */
const EARLY_MAX_MS = 60_000;

/** So many of a worker's are under way at once, so that a gateway that is slow to answer holds up few dossiers and fills the queue instead. */
const AT_ONCE_MAX = 32;

/** The notices' way out (requirements §5.5–5.7): a slot, a claim, its turn, a hand-over, its end in the ledger. */
export function noticeActivities(deps: NoticeDeps): Pick<Activities, 'sendNotice' | 'sendNoticeAtOnce' | 'recordNotice'> {
  let atOnce = 0;
  return {
    sendNotice: beating(async (order: NoticeOrder) => sendIn(deps, order, await slotFor(deps))),

    /** Not to a gateway that does not deduplicate: what a killed worker has begun is in the ledger alone. */
    async sendNoticeAtOnce(order) {
      const { database, gateway, pace } = deps;
      if (!gateway.deduplicates || atOnce >= AT_ONCE_MAX) return null;
      atOnce += 1;
      try {
        const slot = await takeSlot(database, gateway.name, pace.intervalMs);
        return slot.taken ? { ...(await sendIn(deps, order, slot)), order } : null;
      } finally {
        atOnce -= 1;
      }
    },

    async recordNotice(order, decided) {
      const end = await endByJournal(deps, order, decided);
      if (end === null) return { status: 'created' };
      const status = await recordNotSent(deps.database, ledgerEntryFor(order, deps), end.call, end.reason);
      deps.log.info({ key: noticeKey(order.receiptCode, order.notice), status, reason: end.reason }, 'notice_not_sent');
      return { status };
    },
  };
}

async function sendIn(deps: NoticeDeps, order: NoticeOrder, { waitMs, state, at }: TakenSlot): Promise<NoticeResult> {
  await pause(waitMs);
  refuseToBeEarly(order, at);
  const entry = ledgerEntryFor(order, deps);
  const key = noticeKey(order.receiptCode, order.notice);
  const claim = await claimNotice(deps.database, entry, deps.gateway.name, order.again ?? null);
  if (!claim.claimed) return resultOf(deps, order, claim.status);
  const ended = await endBeforeSending(deps, order, claim);
  if (ended) return { status: await settle(deps.database, key, ended.call, ended.reason) };
  if (claim.before === 'sending' && !deps.gateway.deduplicates) return uncertain(deps, order, key, 'the answer to a hand-over was lost');
  await pause(deps.pace.turn());
  return handOver(deps, order, claim, entry.text, state);
}

/**
 * An apology is judged by what was recorded before its instant, heard or not (§5.3): where the journal knows more than the workflow did, the
 * journal decides. Null: it is called for after all, and the workflow decides anew when it has heard the rest.
 */
async function endByJournal(
  { database }: NoticeDeps,
  { receiptCode, notice, seq }: NoticeOrder,
  end: NoticeEnd,
): Promise<NoticeEnd | null> {
  if (notice.kind !== 'apology') return end;
  const dossier = await readFold(database, codeKey(receiptCode));
  if (dossier === undefined || dossier.seq <= seq) return end;
  const verdict = verdictOn(dossier, notice, await readNow(database));
  if ('reason' in verdict) return verdict;
  return end.call === 'missed' ? end : null; // no try was left before its due date ends
}

async function handOver(deps: NoticeDeps, order: NoticeOrder, claim: Claim, text: string, state: GatewayState): Promise<NoticeResult> {
  const { database, gateway, log } = deps;
  const key = noticeKey(order.receiptCode, order.notice);
  const reference = writeReference(key, claim.resent);
  const { phone } = claim;
  if (phone === null) throw new Error(`notice ${key} was claimed without a phone`);
  const answer = await gateway.handOver({ reference, to: phone, text });
  log.info({ key, gateway: gateway.name, attempts: claim.attempts, outcome: answer.outcome }, 'notice_handed_over');
  switch (answer.outcome) {
    case 'accepted': {
      const status = await settleSent(database, key, gateway.name, answer.messageId);
      if (state !== 'ok') await noteGateway(database, gateway.name, 'ok', 0);
      return { status };
    }
    case 'rejected':
      return { status: await settle(database, key, 'permanent_failure', answer.detail) };
    case 'uncertain':
      if (!gateway.deduplicates) return uncertain(deps, order, key, answer.detail);
      throw tryLater(`no answer to the hand-over of ${key}: ${answer.detail}`); // stays `sending`: the same reference again
    case 'throttled':
    case 'unavailable':
    case 'misconfigured':
      return putBack(deps, key, answer);
  }
}

/** Certainly not handed over: the row is free again, the gateway's state is known to all, Temporal tries later. */
async function putBack({ database, gateway, log }: NoticeDeps, key: string, answer: NotTaken): Promise<never> {
  const pauseMs = answer.retryAfterMs ?? PAUSE_MS[answer.outcome];
  await settle(database, key, 'created', answer.outcome);
  await noteGateway(database, gateway.name, answer.outcome, pauseMs);
  if (answer.outcome === 'misconfigured') log.error({ gateway: gateway.name, detail: answer.detail }, 'gateway_refused_our_configuration');
  throw tryLater(`gateway ${gateway.name} is ${answer.outcome}: ${answer.detail}`, pauseMs);
}

async function uncertain(deps: NoticeDeps, order: NoticeOrder, key: string, detail: string): Promise<NoticeResult> {
  return resultOf(deps, order, await settle(deps.database, key, 'uncertain', detail));
}

/** A result or a supplement that is uncertain is handed over once more (§5.6), also when Temporal did not hear of it the first time. */
function resultOf({ uncertainAfterMs }: NoticeDeps, { notice, again }: NoticeOrder, status: NoticeStatus): NoticeResult {
  const mayAskAgain = status === 'uncertain' && notice.kind !== 'apology' && !again;
  return mayAskAgain ? { status, askAgainMs: uncertainAfterMs } : { status };
}

/** Why it is not to be sent after all: no phone, or by what the journal knows more than the workflow did when it decided. */
async function endBeforeSending(
  { database }: NoticeDeps,
  order: NoticeOrder,
  claim: Claim,
): Promise<NoticeEnd | { call: 'uncertain'; reason: string } | null> {
  const end = await notCalledFor(database, order, claim);
  if (end !== null && claim.before === 'sending') return { call: 'uncertain', reason: end.reason };
  return end;
}

async function notCalledFor(database: Database, { receiptCode, notice, seq }: NoticeOrder, claim: Claim): Promise<NotCalledFor | null> {
  const { now } = claim;
  if (claim.seq > seq) {
    const dossier = await readFold(database, codeKey(receiptCode));
    const verdict = dossier && verdictOn(dossier, notice, now);
    if (verdict && 'reason' in verdict) return verdict;
  } else if (notice.kind === 'apology' && now >= endOf(notice.dueDate)) {
    return { call: 'missed', reason: 'due_date_over' };
  }
  return claim.phone === null ? { call: 'skipped', reason: 'no_phone' } : null;
}

type TakenSlot = Slot & { readonly taken: true };

async function slotFor({ database, gateway, pace }: NoticeDeps): Promise<TakenSlot> {
  const slot = await takeSlot(database, gateway.name, pace.intervalMs);
  if (!slot.taken) throw tryLater(`gateway ${gateway.name} is ${slot.state}`, slot.waitMs);
  return slot;
}

/** Temporal's clock rang for it; the database's, which says what was known before 17:30, may be behind (§5.3). */
function refuseToBeEarly({ receiptCode, notice, dueAt }: NoticeOrder, at: Instant): void {
  if (notice.kind !== 'apology' || at >= dueAt) return;
  throw tryLater(
    `notice ${noticeKey(receiptCode, notice)} is not due before ${dueAt}`,
    Math.min(epochMs(dueAt) - epochMs(at), EARLY_MAX_MS),
  );
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

function tryLater(message: string, afterMs = 0): ApplicationFailure {
  return ApplicationFailure.create({ message, type: 'TryLater', ...(afterMs > 0 ? { nextRetryDelay: Math.ceil(afterMs) } : {}) });
}

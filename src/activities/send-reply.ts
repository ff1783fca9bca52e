import { setTimeout as sleep } from 'node:timers/promises';
import { takeSlot, type Slot } from '../db/gateways.ts';
import { claimReply, findReply, settleReply, type ReplyClaim } from '../db/replies.ts';
import type { ReplyStatus } from '../domain/inquiry-reply.ts';
import { wireText } from '../domain/sms-text.ts';
import { storableText } from '../lib/storable-text.ts';
import type { HandOver, Reply, Sender } from '../sms/gateway.ts';
import type { ActivityDeps, GatewayLink } from './deps.ts';
import { noteAnswer, pauseAfter } from './note-answer.ts';
import { turnsOf } from './send-notice.ts';
import { tryLater } from './try-later.ts';

/** The longest that is kept of what a gateway says about a refusal, characters. */
const DETAIL_MAX = 300;

/**
 * The activity that sends the reply to an inquiry by a call of its own (requirements §11.5). It is idempotent by the reply's reference: a
 * reply is sent once, and after a lost answer it is only sent again where the gateway deduplicates.
 */
export async function sendReply(deps: ActivityDeps, reference: string): Promise<ReplyStatus | null> {
  const { database, gateways, log } = deps;
  const found = await findReply(database, reference);
  if (found === null || !PENDING.has(found.status)) return found?.status ?? null;
  const link = gateways.find(({ sender }) => sender.name === found.gateway);
  const hand = link?.sender.sendReply;
  if (!link || !hand) {
    log.error({ reply: reference, gateway: found.gateway }, 'reply_without_gateway');
    throw tryLater(`reply ${reference} waits: the settings of this worker name no gateway ${found.gateway} that takes replies`);
  }

  const turns = turnsOf(link, found.segments);
  const slot = await takeSlot(database, link.sender.name, link.pace.intervalMs * turns);
  if (!slot.taken) throw tryLater(`gateway ${link.sender.name} is ${slot.state}`, slot.waitMs);
  await sleep(slot.waitMs);
  const claim = await claimReply(database, reference);
  if (claim === null) return (await findReply(database, reference))?.status ?? null;
  if (claim.before === 'sending' && !link.sender.capabilities.deduplicates) return settleReply(database, reference, 'uncertain', LOST);
  const reply = claim.isInTime ? replyOf(reference, claim, link) : null;
  if (reply === null) return settleReply(database, reference, claim.before === 'sending' ? 'uncertain' : 'failed', 'out of time');

  await sleep(link.pace.takeTurn(turns));
  return handOver(deps, { link, slot, hand, attempts: claim.attempts }, reply);
}

const LOST = 'the answer to a hand-over was lost';
const PENDING: ReadonlySet<ReplyStatus> = new Set(['created', 'sending']);

/** Null once the number and the text are erased. */
function replyOf(reference: string, claim: ReplyClaim, { settings }: GatewayLink): Reply | null {
  const { inquiryId, phone, text, charge, outcome, carried } = claim;
  if (phone === null || text === null) return null;
  return { inquiryId, reference, to: phone, text: wireText(text, settings.encoding), charge, outcome, carried };
}

type Way = {
  readonly link: GatewayLink;
  readonly slot: Slot;
  readonly hand: NonNullable<Sender['sendReply']>;
  readonly attempts: number;
};

/** Hands a reply over, settles it by the answer, and tells all workers of it. @throws `TryLater` when it is to be tried again */
async function handOver(deps: ActivityDeps, { link, slot, hand, attempts }: Way, reply: Reply): Promise<ReplyStatus> {
  const { name: gateway } = link.sender;
  const began = performance.now();
  const answer = await hand(reply);
  const tookMs = performance.now() - began;
  deps.log.info({ reply: reply.reference, gateway, attempts, outcome: answer.outcome }, 'reply_handed_over');
  const status = statusAfter(answer, link.sender);
  const detail = 'detail' in answer ? storableText(answer.detail, DETAIL_MAX) : null;
  await settleReply(deps.database, reply.reference, status, detail);
  await noteAnswer(deps, link, slot, { answer, tookMs });
  if (!PENDING.has(status)) return status;
  const said = `gateway ${gateway} said ${answer.outcome}: ${detail}`;
  throw tryLater(`reply ${reply.reference} is tried again, because ${said}`, pauseAfter(answer));
}

/** `sending`: the gateway may have it, and answers a repeat with its first answer. */
function statusAfter({ outcome }: HandOver, { capabilities }: Sender): ReplyStatus {
  switch (outcome) {
    case 'accepted':
    case 'duplicate':
      return 'sent';
    case 'destination':
    case 'content':
      return 'failed';
    case 'unknown':
      return capabilities.deduplicates ? 'sending' : 'uncertain';
    case 'throttled':
    case 'balance':
    case 'configuration':
    case 'unavailable':
      return 'created';
  }
}

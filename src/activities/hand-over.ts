import type { Slot } from '../db/gateways.ts';
import { settle, type Claim } from '../db/notices.ts';
import { settleSent } from '../db/receipts.ts';
import { templateOf } from '../domain/message-template.ts';
import { noticeKey, writeReference } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { wireText } from '../domain/sms-text.ts';
import { storableId, storableText } from '../lib/storable-text.ts';
import type { HandOver, Message } from '../sms/gateway.ts';
import type { ActivityDeps } from './deps.ts';
import type { Route } from './find-route.ts';
import { noteAnswer, pauseAfter } from './note-answer.ts';
import { tryLater } from './try-later.ts';

/** The longest that is kept of what a gateway says about a refusal, characters. */
const DETAIL_MAX = 300;

/**
 * Gives a claimed notice to its gateway, settles the claim by the answer, and tells all workers of it.
 * @throws `TryLater` when it is to be tried again
 */
export async function handOver(deps: ActivityDeps, route: Route, claim: Claim, slot: Slot): Promise<NoticeStatus> {
  const { sender } = route.link;
  const key = noticeKey(route.entry.receiptCode, route.entry.notice);
  const message = messageOf(key, route, claim);
  const began = performance.now();
  const answer = storableAnswer(await sender.handOver(message));
  const tookMs = performance.now() - began;
  deps.log.info({ key, gateway: sender.name, attempts: claim.attempts, outcome: answer.outcome }, 'notice_handed_over');
  const status = await settleBy(answer, deps, key, route);
  await noteAnswer(deps, route.link, slot, { answer, tookMs });
  if (status !== null) return status;
  const detail = 'detail' in answer ? answer.detail : '';
  const delayMs = route.hasOthers ? 0 : pauseAfter(answer);
  throw tryLater(`notice ${key} is tried again, because gateway ${sender.name} said ${answer.outcome}: ${detail}`, delayMs);
}

function messageOf(key: string, { agency, entry, link }: Route, { phone, resent }: Claim): Message {
  if (phone === null) throw new Error(`expected a phone with the claim of notice ${key}, came none`);
  return {
    reference: writeReference(key, resent),
    to: phone,
    sender: agency.sender ?? link.settings.sender,
    text: wireText(entry.text, entry.encoding),
    template: templateOf(entry.notice, entry.receiptCode, agency.name),
  };
}

/** Null: the notice is to be tried again, because the gateway did not take it, or because it answers a repeat with its first answer. */
async function settleBy(answer: HandOver, { database, log }: ActivityDeps, key: string, { link }: Route): Promise<NoticeStatus | null> {
  const { name: gateway, capabilities } = link.sender;
  switch (answer.outcome) {
    case 'accepted':
    case 'duplicate':
      return settleSent(database, key, gateway, answer.messageId);
    case 'destination':
    case 'content':
      return settle(database, key, 'permanent_failure', `${answer.outcome}: ${answer.detail}`);
    case 'unknown':
      log.warn({ key, gateway, detail: answer.detail }, 'hand_over_unanswered');
      if (!capabilities.deduplicates) return settle(database, key, 'uncertain', answer.detail);
      return null; // stays `sending`: the next try uses the same reference
    case 'throttled':
    case 'balance':
    case 'configuration':
    case 'unavailable':
      await settle(database, key, 'created', answer.outcome);
      return null;
  }
}

/** What a gateway says may hold anything and be of any length, and must not fail the write that ends the hand-over. */
function storableAnswer(answer: HandOver): HandOver {
  if ('detail' in answer) return { ...answer, detail: storableText(answer.detail, DETAIL_MAX) };
  if (answer.outcome === 'accepted') return { ...answer, messageId: storableId(answer.messageId) };
  return { ...answer, messageId: answer.messageId === null ? null : storableId(answer.messageId) };
}

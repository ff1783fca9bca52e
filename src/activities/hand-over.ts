import { noteGateway, noteUnanswered } from '../db/gateways.ts';
import { settle, type Claim } from '../db/notices.ts';
import { settleSent } from '../db/receipts.ts';
import { writeReference } from '../domain/notice-key.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { storableId, storableText } from '../lib/storable-text.ts';
import type { HandOver, NotTaken } from '../sms/gateway.ts';
import type { ActivityDeps } from './deps.ts';
import { tryLater } from './try-later.ts';

/** How long nobody sends after the gateway refused a message without saying how long, milliseconds. */
const PAUSE_MS = { unavailable: 0, throttled: 1000, misconfigured: 5000 } as const satisfies Record<NotTaken['outcome'], number>;

/** The longest that is kept of what a gateway says about a refusal, characters. */
const DETAIL_MAX = 300;

/** What is handed over, and whether the gateway was well before. */
type HandOverOrder = { readonly key: string; readonly claim: Claim; readonly text: string; readonly gatewayIsWell: boolean };

/** Gives a claimed notice to the gateway and settles the claim by its answer. @throws `TryLater` when it is to be tried again */
export async function handOver(deps: ActivityDeps, { key, claim, text, gatewayIsWell }: HandOverOrder): Promise<NoticeStatus> {
  const { database, gateway, log } = deps;
  if (claim.phone === null) throw new Error(`expected a phone with the claim of notice ${key}, came none`);
  const answer = storableAnswer(await gateway.handOver({ reference: writeReference(key, claim.resent), to: claim.phone, text }));
  log.info({ key, gateway: gateway.name, attempts: claim.attempts, outcome: answer.outcome }, 'notice_handed_over');
  switch (answer.outcome) {
    case 'accepted': {
      const status = await settleSent(database, key, gateway.name, answer.messageId);
      if (!gatewayIsWell) await noteGateway(database, gateway.name, 'ok', 0);
      return status;
    }
    case 'rejected': {
      const status = await settle(database, key, 'permanent_failure', answer.detail);
      if (!gatewayIsWell) await noteGateway(database, gateway.name, 'ok', 0); // it judges messages again
      return status;
    }
    case 'uncertain':
      await noteUnanswered(database, gateway.name);
      log.warn({ key, gateway: gateway.name, detail: answer.detail }, 'hand_over_unanswered');
      if (!gateway.deduplicates) return settle(database, key, 'uncertain', answer.detail);
      throw tryLater(`no answer to the hand-over of ${key}: ${answer.detail}`); // stays `sending`: the next try uses the same reference
    case 'throttled':
    case 'unavailable':
    case 'misconfigured':
      return putBack(deps, key, answer);
  }
}

/** The message was certainly not taken: the row is free again, all workers learn the gateway's state, and Temporal tries later. */
async function putBack({ database, gateway, log }: ActivityDeps, key: string, answer: NotTaken): Promise<never> {
  const pauseMs = answer.retryAfterMs ?? PAUSE_MS[answer.outcome];
  await settle(database, key, 'created', answer.outcome);
  await noteGateway(database, gateway.name, answer.outcome, pauseMs);
  if (answer.outcome === 'misconfigured') log.error({ gateway: gateway.name, detail: answer.detail }, 'gateway_refused_our_configuration');
  throw tryLater(`gateway ${gateway.name} is ${answer.outcome}: ${answer.detail}`, pauseMs);
}

/** What a gateway says may hold anything and be of any length, and must not fail the write that ends the hand-over. */
function storableAnswer(answer: HandOver): HandOver {
  return answer.outcome === 'accepted'
    ? { ...answer, messageId: storableId(answer.messageId) }
    : { ...answer, detail: storableText(answer.detail, DETAIL_MAX) };
}

import type { Slot } from '../db/gateways.ts';
import { noteHandOver } from '../db/gateway-health.ts';
import { isSuccess } from '../domain/gateway-health.ts';
import type { HandOver } from '../sms/gateway.ts';
import type { ActivityDeps, GatewayLink } from './deps.ts';
import { noticeLinks } from './find-route.ts';

/** How long nobody sends after an answer that does not say how long, milliseconds. */
const PAUSE_MS: Readonly<Record<HandOver['outcome'], number>> = {
  accepted: 0,
  duplicate: 0,
  destination: 0,
  content: 0,
  unknown: 0,
  unavailable: 0,
  throttled: 1000,
  configuration: 5000,
  balance: 30_000,
};

/** The log's name of what a person has to act on. */
const ALARMS: Partial<Record<HandOver['outcome'], string>> = {
  configuration: 'gateway_refused_our_configuration',
  balance: 'gateway_has_no_balance',
};

/** How a hand-over in a slot ended, and how long it took, milliseconds. */
export type Answer = { readonly answer: HandOver; readonly tookMs: number };

/** How long nobody sends through the gateway after this answer, milliseconds. */
export function pauseAfter(answer: HandOver): number {
  return ('retryAfterMs' in answer ? answer.retryAfterMs : undefined) ?? PAUSE_MS[answer.outcome];
}

/** Tells all workers how the gateway answered. With one gateway, which never leaves, a success tells them nothing while all is well. */
export async function noteAnswer(
  { database, gateways, log }: Pick<ActivityDeps, 'database' | 'gateways' | 'log'>,
  { sender, settings }: GatewayLink,
  slot: Slot,
  { answer, tookMs }: Answer,
): Promise<void> {
  const end = { outcome: answer.outcome, isSlow: tookMs > settings.timeoutMs / 2, isTrial: slot.isAway };
  const others = noticeLinks({ gateways })
    .map((link) => link.sender.name)
    .filter((name) => name !== sender.name);
  if (isSuccess(end) && slot.isWell && others.length === 0) return;
  const alarm = ALARMS[answer.outcome];
  if (alarm !== undefined && 'detail' in answer) log.error({ gateway: sender.name, detail: answer.detail }, alarm);
  await noteHandOver(database, { gateway: sender.name, others, end, pauseMs: pauseAfter(answer) });
}

import { ActivityCancellationType, CancellationScope, isCancellation, proxyActivities, sleep } from '@temporalio/workflow';
import { epochMs } from '../domain/calendar.ts';
import { expiryOf, type DecisionNotToSend, type NotCalledFor } from '../domain/due-notices.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { handOverSummary, notSentSummary, receiptSummary } from '../domain/temporal-summaries.ts';
import { DOSSIERS_QUEUE, HAND_OVER_OPTIONS, priorityOf, type Activities, type NoticeOrder, type NoticeResult } from './contract.ts';
import { trySendingAtOnce } from './send-notice-at-once.ts';

/**
 * Sends one notice. Temporal tries until the notice expires (requirements §5.7) or is withdrawn; an uncertain hand-over is repeated once
 * (requirements §5.6).
 * @param after the notices that must have ended before
 * @param whyWithdrawn why the notice was cancelled, if it was
 */
export async function sendNotice(
  order: NoticeOrder,
  after: readonly Promise<void>[],
  whyWithdrawn: () => NotCalledFor | undefined,
): Promise<NoticeStatus> {
  try {
    if (after.length > 0) await Promise.all(after);
    const first = (await trySendingAtOnce(order)) ?? (await sendThroughQueue(order));
    if (first.sendAgainAfterMs === undefined) return first.status;
    await sleep(first.sendAgainAfterMs, { summary: receiptSummary(order.notice) });
    return (await sendThroughQueue({ ...order, again: { nth: 1, by: 'policy' } })).status;
  } catch (error) {
    return recordNotSent(order, (isCancellation(error) && whyWithdrawn()) || outOfTime(order));
  }
}

/** Records that a notice is not, or no longer, to be sent. The ledger keeps the status of one that was perhaps handed over already. */
export async function recordNotSent(order: NoticeOrder, decision: DecisionNotToSend): Promise<NoticeStatus> {
  const { recordNotSent } = proxyActivities<Pick<Activities, 'recordNotSent'>>({
    taskQueue: DOSSIERS_QUEUE,
    startToCloseTimeout: '15s',
    summary: notSentSummary(order.notice, decision),
  });
  const recorded = await CancellationScope.nonCancellable(() => recordNotSent(order, decision));
  return recorded.status;
}

function sendThroughQueue(order: NoticeOrder): Promise<NoticeResult> {
  const { sendNotice } = proxyActivities<Pick<Activities, 'sendNotice'>>({
    ...HAND_OVER_OPTIONS,
    priority: priorityOf(order.notice.kind, order.agency),
    scheduleToCloseTimeout: Math.max(1000, epochMs(expiryOf(order.notice, order.decidedAt)) - Date.now()),
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: handOverSummary(order.notice, order.again),
  });
  return sendNotice(order);
}

function outOfTime({ notice }: NoticeOrder): DecisionNotToSend {
  return notice.kind === 'apology' ? { call: 'missed', reason: 'due_date_over' } : { call: 'technical_failure', reason: 'out_of_time' };
}

import {
  ActivityCancellationType,
  CancellationScope,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  sleep,
} from '@temporalio/workflow';
import { epochMs } from '../domain/calendar.ts';
import { expiryOf, type NotCalledFor } from '../domain/due-notices.ts';
import type { NoticeStatus } from '../domain/notice-status.ts';
import { DOSSIERS_QUEUE, HAND_OVER, priorityOf, type Activities, type NoticeEnd, type NoticeOrder, type NoticeResult } from './contract.ts';

const { recordNotice } = proxyActivities<Pick<Activities, 'recordNotice'>>({ taskQueue: DOSSIERS_QUEUE, startToCloseTimeout: '15s' });

const { sendNoticeAtOnce } = proxyLocalActivities<Pick<Activities, 'sendNoticeAtOnce'>>({
  startToCloseTimeout: '15s',
  retry: { maximumAttempts: 1 },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/**
 * Hands one notice over: retries until it expires (§5.7) or is withdrawn, once more after an uncertain hand-over (§5.6).
 * `before` are notices whose end it waits for; `withdrawn` says why it was cancelled, if it was.
 */
export type Tell = (
  order: NoticeOrder,
  before: readonly Promise<void>[],
  withdrawn: () => NotCalledFor | undefined,
) => Promise<NoticeStatus>;

/** Through the queue `sms`, as all workflows of before 1.2 do. */
export const tell: Tell = teller(send);

/** While a slot is near, without that queue, which spares Temporal a task and five events of the history. */
export const tellAtOnce: Tell = teller(async (order) => (await sendAtOnce(order)) ?? (await send(order)));

function teller(first: typeof send): Tell {
  return async (order, before, withdrawn) => {
    try {
      if (before.length > 0) await Promise.all(before);
      const result = await first(order);
      if (result.askAgainMs === undefined) return result.status;
      await sleep(result.askAgainMs);
      return (await send({ ...order, again: { nth: 1, by: 'policy' } })).status;
    } catch (error) {
      return giveUp(order, (isCancellation(error) && withdrawn()) || outOfTime(order));
    }
  };
}

/** Records that it is not, or no longer, to be sent. What was perhaps handed over already stays what it is in the ledger. */
export async function giveUp(order: NoticeOrder, end: NoticeEnd): Promise<NoticeStatus> {
  const recorded = await CancellationScope.nonCancellable(() => recordNotice(order, end));
  return recorded.status;
}

function outOfTime({ notice }: NoticeOrder): NoticeEnd {
  return notice.kind === 'apology' ? { call: 'missed', reason: 'due_date_over' } : { call: 'technical_failure', reason: 'out_of_time' };
}

async function sendAtOnce(order: NoticeOrder): Promise<NoticeResult | null> {
  try {
    return await sendNoticeAtOnce(order);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return null; // whatever it was, the queue tries again
  }
}

function send(order: NoticeOrder): Promise<NoticeResult> {
  const { sendNotice } = proxyActivities<Pick<Activities, 'sendNotice'>>({
    ...HAND_OVER,
    priority: priorityOf(order.notice.kind, order.agency),
    scheduleToCloseTimeout: Math.max(1000, epochMs(expiryOf(order.notice, order.decidedAt)) - Date.now()),
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  return sendNotice(order);
}

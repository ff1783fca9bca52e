import { ActivityCancellationType, isCancellation, proxyLocalActivities } from '@temporalio/workflow';
import { handOverSummary } from '../domain/temporal-summaries.ts';
import type { Activities, NoticeOrder, NoticeResult } from './contract.ts';

/**
 * Sends a notice within the workflow's own task, without the queue `sms`: that saves Temporal a task and five events of the history.
 * Null: it could not be sent now, so it must go through the queue.
 */
export async function trySendingAtOnce(order: NoticeOrder): Promise<NoticeResult | null> {
  try {
    return await activitiesFor(order).sendNoticeAtOnce(order);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return null; // whatever went wrong, the queue tries again
  }
}

function activitiesFor({ notice }: NoticeOrder) {
  return proxyLocalActivities<Pick<Activities, 'sendNoticeAtOnce'>>({
    startToCloseTimeout: '15s',
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: handOverSummary(notice),
  });
}

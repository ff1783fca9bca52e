import { ServiceError, type Client } from '@temporalio/client';
import { noticeKey } from '../domain/notice-key.ts';
import type { Repetition } from '../domain/notice-status.ts';
import { handOverSummary } from '../domain/temporal-summaries.ts';
import { HAND_OVER_OPTIONS, PRIORITIES, resendId, type Activities, type NoticeOrder } from '../workflows/contract.ts';

/** How long Temporal may take to accept the order, milliseconds. */
const DEADLINE_MS = 5000;

/**
 * Orders one hand-over as an activity of its own, which also works when the workflow has ended. Idempotent by the key and `nth`.
 * @param gateway the one that the operator named; null leaves it to the rules of requirements §11.4
 */
export async function orderResend(
  client: Client,
  order: NoticeOrder,
  { nth, gateway }: { readonly nth: number; readonly gateway: string | null },
  timeoutMs: number,
): Promise<'ordered' | 'unavailable'> {
  const again: Repetition = { nth, by: 'operator', ...(gateway === null ? {} : { gateway }) };
  const start = () =>
    client.activity.typed<Activities>().start('sendNotice', {
      id: resendId(noticeKey(order.receiptCode, order.notice), nth),
      ...HAND_OVER_OPTIONS,
      args: [{ ...order, again }],
      summary: handOverSummary(order.notice, again),
      scheduleToCloseTimeout: timeoutMs,
      priority: { priorityKey: PRIORITIES.reply },
      idConflictPolicy: 'USE_EXISTING',
    });
  try {
    await client.withDeadline(Date.now() + DEADLINE_MS, start);
    return 'ordered';
  } catch (error) {
    if (error instanceof ServiceError) return 'unavailable';
    throw error;
  }
}

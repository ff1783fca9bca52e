import { createRoute, z } from '@hono/zod-openapi';
import { ServiceError } from '@temporalio/client';
import { epochMs } from '../../domain/calendar.ts';
import { readNoticeKey } from '../../domain/notice-key.ts';
import { expiryOf, verdictOn } from '../../domain/due-notices.ts';
import { isResendable } from '../../domain/notice-status.ts';
import { codeKey, type ReceiptCode } from '../../domain/receipt-code.ts';
import { readFold } from '../../db/dossiers.ts';
import { findNotice } from '../../db/lists.ts';
import { instantFrom } from '../../db/open.ts';
import { HAND_OVER, PRIORITIES, resendId, type Activities, type NoticeOrder } from '../../workflows/contract.ts';
import { allows, json, keyParam, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { ProblemError } from '../problem.ts';

/** The one thing an operator does by hand (requirements §8): an activity of its own, also for a dossier whose workflow has ended. */
export function resendNoticeRoute(app: App, { guard, database, temporal, now: clock }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/notices/{key}/resend',
    tags: ['Notices'],
    summary: 'Send a failed or uncertain notice again',
    ...allows(guard, ['operator']),
    request: { params: keyParam },
    responses: {
      202: json(z.object({ key: z.string() }), 'ordered'),
      ...problems('unauthorized', 'forbidden', 'invalid', 'not_found', 'not_resendable', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { key } = c.req.valid('param');
    const row = await findNotice(database, key);
    const read = readNoticeKey(key);
    if (!row || !read) throw new ProblemError('not_found', `no notice has the key ${key}`);
    const dossier = await readFold(database, codeKey(row.receiptCode));
    const now = clock();
    if (!dossier || !isResendable(row.notice.status, row.notice.kind)) throw refused(key, `it is ${row.notice.status}`);
    const verdict = verdictOn(dossier, read.notice, now);
    if (verdict.call !== 'send') throw refused(key, `it is no longer true: ${'reason' in verdict ? verdict.reason : verdict.call}`);

    const order: NoticeOrder = {
      receiptCode: row.receiptCode as ReceiptCode,
      agency: dossier.agency,
      notice: read.notice,
      seq: dossier.seq,
      again: { nth: row.notice.resent + 1, by: 'operator' },
      decidedAt: instantFrom(row.notice.decidedAt),
      dueAt: instantFrom(row.notice.dueAt),
    };
    const start = () =>
      temporal.activity.typed<Activities>().start('sendNotice', {
        id: resendId(key, row.notice.resent + 1),
        ...HAND_OVER,
        args: [order],
        scheduleToCloseTimeout: epochMs(expiryOf(read.notice, now)) - epochMs(now),
        priority: { priorityKey: PRIORITIES.reply },
        idConflictPolicy: 'USE_EXISTING',
      });
    await temporal.withDeadline(Date.now() + DEADLINE_MS, start).catch((error: unknown) => {
      throw error instanceof ServiceError ? new ProblemError('unavailable', 'Temporal does not answer: nothing was ordered') : error;
    });
    return c.json({ key }, 202);
  });
}

/** How long Temporal may take to accept the order, milliseconds. */
const DEADLINE_MS = 5000;

function refused(key: string, why: string): ProblemError {
  return new ProblemError('not_resendable', `notice ${key} cannot be sent again: ${why}`);
}

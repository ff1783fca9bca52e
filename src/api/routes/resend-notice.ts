import { createRoute, z } from '@hono/zod-openapi';
import type { NotResendable } from '../../services/resend-notice.ts';
import { keyParam } from '../fields.ts';
import { ProblemError, type Detail } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

export function resendNoticeRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    operationId: 'resendNotice',
    path: '/v1/notices/{key}/resend',
    tags: ['Notices'],
    summary: 'Send a failed or uncertain notice again',
    description: 'Only failed notices, missed results and supplements, and uncertain notices can be sent again. There is no body.',
    ...requireRole(guard, ['operator']),
    request: { params: keyParam },
    responses: {
      202: jsonAnswer(z.object({ key: z.string().openapi({ example: '0101701234/result/1' }) }), 'ordered'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'not_found', 'not_resendable', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { key } = c.req.valid('param');
    const done = await services.resendNotice(key);
    switch (done.kind) {
      case 'ordered':
        return c.json({ key }, 202);
      case 'unknown_notice':
        throw new ProblemError('not_found', { code: 'no_notice', values: { key } });
      case 'refused':
        throw new ProblemError(done.refusal, detailOf(key, done.because));
      case 'unavailable':
        throw new ProblemError('unavailable', { code: 'nothing_ordered' });
    }
  });
}

function detailOf(key: string, because: NotResendable): Detail {
  if ('status' in because) return { code: 'resend_status', values: { key, status: because.status } };
  if (because.untrue === null) return { code: 'resend_early', values: { key } };
  return { code: 'resend_untrue', values: { key, reason: because.untrue } };
}

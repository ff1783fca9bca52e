import { createRoute, z } from '@hono/zod-openapi';
import type { NotResendable } from '../../services/resend-notice.ts';
import { keyParam } from '../fields.ts';
import { ProblemError } from '../problem.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers, requireRole } from '../route-parts.ts';

export function resendNoticeRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/notices/{key}/resend',
    tags: ['Notices'],
    summary: 'Send a failed or uncertain notice again',
    ...requireRole(guard, ['operator']),
    request: { params: keyParam },
    responses: {
      202: jsonAnswer(z.object({ key: z.string() }), 'ordered'),
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
        throw new ProblemError('not_found', `no notice has the key ${key}`);
      case 'refused':
        throw new ProblemError(done.refusal, `notice ${key} cannot be sent again: ${reasonText(done.because)}`);
      case 'unavailable':
        throw new ProblemError('unavailable', 'Temporal does not answer: nothing was ordered');
    }
  });
}

function reasonText(because: NotResendable): string {
  if ('status' in because) return `it is ${because.status}`;
  return because.untrue === null ? 'it is not due yet' : `it is no longer true: ${because.untrue}`;
}

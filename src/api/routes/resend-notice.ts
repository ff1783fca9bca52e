import { createRoute, z } from '@hono/zod-openapi';
import type { NotResendable } from '../../services/resend-facts.ts';
import { keyParam, text } from '../fields.ts';
import { ProblemError, refusalProblem, type Detail } from '../problem.ts';
import { bodyMayBeLeftOut } from '../read-body.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, jsonBody, problemAnswers, requireRole } from '../route-parts.ts';
import { warn, warning } from '../warnings.ts';

const order = z
  .strictObject({ gateway: text(100, 'the gateway to send by; the shares decide when it is left out').optional() })
  .openapi('ResendOrder');

const ordered = z
  .object({
    key: z.string().openapi({ example: '0101701234/result/1' }),
    warnings: z.array(warning).optional().openapi({ description: 'only when there is one' }),
  })
  .openapi('ResendOrdered');

export function resendNoticeRoute(app: App, { guard, services }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    operationId: 'resendNotice',
    path: '/v1/notices/{key}/resend',
    tags: ['Notices'],
    summary: 'Send a failed or uncertain notice again',
    description:
      'Only failed notices, missed results and supplements, uncertain notices, and those skipped for `no_phone` once the dossier has a usable ' +
      'number can be sent again, while they are true. The body may be left out. When it names ' +
      'another gateway than the one whose answer to an uncertain hand-over was lost, the citizen may get the message twice, and the answer ' +
      'has the warning `may_arrive_twice`.',
    ...requireRole(guard, ['operator'], 'own', [bodyMayBeLeftOut]),
    request: { params: keyParam, body: { ...jsonBody(order, { another: { gateway: 'plain' } }), required: false } },
    responses: {
      202: jsonAnswer(ordered, 'ordered'),
      ...problemAnswers('unauthorized', 'forbidden', 'invalid', 'malformed', 'too_large', 'not_found', 'not_resendable', 'unavailable'),
    },
  });

  app.openapi(route, async (c) => {
    const { key } = c.req.valid('param');
    const { gateway = null } = c.req.valid('json');
    const done = await services.resendNotice(c.get('caller'), key, gateway);
    switch (done.kind) {
      case 'ordered':
        return c.json({ key, ...(done.mayArriveTwice ? { warnings: [warn('may_arrive_twice')] } : {}) }, 202);
      case 'field_refused':
        throw refusalProblem(done.refusal);
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
  if ('lacksPhone' in because) return { code: 'resend_no_phone', values: { key } };
  if ('status' in because) return { code: 'resend_status', values: { key, status: because.status } };
  if (because.untrue === null) return { code: 'resend_early', values: { key } };
  return { code: 'resend_untrue', values: { key, reason: because.untrue } };
}

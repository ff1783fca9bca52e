import { createRoute, z } from '@hono/zod-openapi';
import { INQUIRY_OUTCOMES } from '../../domain/inquiry-outcome.ts';
import { instant } from '../fields.ts';
import { requireSignature } from '../require-signature.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, jsonBody, problemAnswers } from '../route-parts.ts';

const inquiry = z
  .object({
    id: z.string().min(1).max(200),
    from: z.string().min(1).max(40),
    to: z.string().max(40).optional(),
    text: z.string(),
    at: instant.optional(),
  })
  .openapi('InquiryMessage');
const answer = z
  .object({ id: z.string(), reply: z.string().nullable(), charge: z.boolean(), outcome: z.enum(INQUIRY_OUTCOMES) })
  .openapi('InquiryAnswer');

/** A citizen's SMS to the short code, signed by the gateway (contract §4). The reply to the citizen is in the body of the response. */
export function receiveInquiryRoute(app: App, { services, webhookSecrets, metrics, now }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/gateways/plain/inquiries',
    tags: ['Gateways'],
    summary: "A citizen's SMS",
    ...requireSignature(webhookSecrets, now),
    request: { body: jsonBody(inquiry) },
    responses: {
      200: jsonAnswer(answer, 'the reply, or null for silence'),
      ...problemAnswers('unauthorized', 'invalid', 'malformed', 'too_large'),
    },
  });

  app.openapi(route, async (c) => {
    const { id, from, text, at } = c.req.valid('json');
    const started = performance.now();
    const { outcome, reply, charge } = await services.answerInquiry({ gateway: 'plain', id, phone: from, text, sentAt: at ?? now() });
    metrics.inquiryAnswered(outcome, (performance.now() - started) / 1000);
    return c.json({ id, reply, charge, outcome }, 200);
  });
}

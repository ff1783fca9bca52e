import { createRoute, z } from '@hono/zod-openapi';
import { INQUIRY_OUTCOMES } from '../../domain/inquiry-outcome.ts';
import { anyText, instant } from '../fields.ts';
import { requireSignature, signatureHeaders } from '../require-signature.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, jsonBody, problemAnswers } from '../route-parts.ts';

const inquiry = z
  .object({
    id: anyText(1, 200).openapi({ description: "the gateway's id of the message" }),
    from: anyText(1, 40).openapi({ description: 'who sent it' }),
    to: anyText(0, 40).optional().openapi({ description: 'the short code' }),
    text: z.string().openapi({ description: 'as the citizen typed it' }),
    at: instant.optional().openapi({ description: 'when it was sent; now when it is left out' }),
  })
  .openapi('InquiryMessage');
const answer = z
  .object({ id: z.string(), reply: z.string().nullable(), charge: z.boolean(), outcome: z.enum(INQUIRY_OUTCOMES) })
  .openapi('InquiryAnswer', {
    example: {
      id: 'mo-1',
      reply: 'Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn',
      charge: true,
      outcome: 'answered',
    },
  });

const INQUIRY = { id: 'mo-1', from: '84905123456', to: '8083', text: 'MCKH 0101701234', at: '2026-11-23T09:00:00Z' };

/** A citizen's SMS to the short code, signed by the gateway (contract §4). The reply to the citizen is in the body of the response. */
export function receiveInquiryRoute(app: App, { services, webhookSecrets, metrics, now }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    operationId: 'receiveInquiry',
    path: '/v1/gateways/plain/inquiries',
    tags: ['Gateways'],
    summary: "A citizen's SMS",
    description: 'The reply to the citizen is in the answer. The same message again gets the same answer and is charged once.',
    ...requireSignature(webhookSecrets, now),
    request: { headers: signatureHeaders, body: jsonBody(inquiry, { inquiry: INQUIRY }) },
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

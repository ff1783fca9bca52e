import { createRoute, z } from '@hono/zod-openapi';
import { INQUIRY_OUTCOMES } from '../../domain/inquiry-outcome.ts';
import { answerGateway, readGatewayCall } from '../gateway-call.ts';
import { gatewayParam, OTHER_GATEWAYS, plainBody, signatureHeaders } from '../plain-bodies.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonAnswer, problemAnswers } from '../route-parts.ts';

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

/** A citizen's SMS to the short code, as any gateway brings it (contract §4). What the gateway is told is in its own words. */
export function receiveInquiryRoute(app: App, deps: RouteDeps): void {
  const { services, metrics, now } = deps;
  app.openAPIRegistry.registerPath(
    createRoute({
      method: 'post',
      operationId: 'receiveInquiry',
      path: '/v1/gateways/{name}/inquiries',
      tags: ['Gateways'],
      summary: "A citizen's SMS",
      description: `The reply to the citizen is in the answer. The same message again gets the same answer and is charged once. ${OTHER_GATEWAYS}`,
      security: [{ webhook: [] }],
      request: { params: gatewayParam, headers: signatureHeaders, body: plainBody(app, 'InquiryMessage', { inquiry: INQUIRY }) },
      responses: {
        200: jsonAnswer(answer, 'the reply, or null for silence'),
        ...problemAnswers('unauthorized', 'not_found', 'invalid', 'malformed', 'too_large'),
      },
    }),
  );

  app.all('/v1/gateways/:name/inquiries', async (c) => {
    const { gateway, call } = await readGatewayCall(c, deps, ({ inquiries }) => inquiries);
    if (call.kind === 'ignored') return answerGateway(c, call.answer);
    const { id, from, text, at, carried } = call.inquiry;
    const started = performance.now();
    const told = await services.answerInquiry({ gateway, id, phone: from, text, sentAt: at ?? now(), carried });
    metrics.inquiryAnswered(told.outcome, (performance.now() - started) / 1000);
    return answerGateway(c, call.answer(told));
  });
}

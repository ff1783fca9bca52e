import { createRoute } from '@hono/zod-openapi';
import { answerGateway, readGatewayCall } from '../gateway-call.ts';
import { gatewayParam, OTHER_GATEWAYS, plainBody, signatureHeaders } from '../plain-bodies.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { problemAnswers } from '../route-parts.ts';

const DELIVERED = { messageId: 'm-1', id: '0101701234/result/1', status: 'delivered', at: '2026-11-23T09:00:05Z' };

/** What became of messages in the telephone network, as any gateway says it (contract §4). */
export function receiveReceiptRoute(app: App, deps: RouteDeps): void {
  const { services, metrics } = deps;
  app.openAPIRegistry.registerPath(
    createRoute({
      method: 'post',
      operationId: 'receiveReceipt',
      path: '/v1/gateways/{name}/receipts',
      tags: ['Gateways'],
      summary: 'A delivery receipt',
      description: `Repeats, late and contrary receipts change nothing. A receipt of an unknown message is kept. ${OTHER_GATEWAYS}`,
      security: [{ webhook: [] }],
      request: { params: gatewayParam, headers: signatureHeaders, body: plainBody(app, 'DeliveryReceipt', { delivered: DELIVERED }) },
      responses: {
        204: { description: 'kept' },
        ...problemAnswers('unauthorized', 'not_found', 'invalid', 'malformed', 'too_large', 'unavailable'),
      },
    }),
  );

  app.all('/v1/gateways/:name/receipts', async (c) => {
    const { gateway, call } = await readGatewayCall(c, deps, ({ receipts }) => receipts);
    await services.recordReceipts(gateway, call.receipts);
    for (const { status } of call.receipts) metrics.receiptReceived(status);
    return answerGateway(c, call.answer);
  });
}

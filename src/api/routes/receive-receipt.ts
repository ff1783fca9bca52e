import { createRoute, z } from '@hono/zod-openapi';
import { RECEIPT_STATUSES } from '../../domain/notice-status.ts';
import { instant, text } from '../fields.ts';
import { requireSignature, signatureHeaders } from '../require-signature.ts';
import type { App, RouteDeps } from '../route-deps.ts';
import { jsonBody, problemAnswers } from '../route-parts.ts';

/** Longer than any body that is read: no receipt is lost by the length of an id. */
const MAX_BODY = 65_536;

const receipt = z
  .object({
    messageId: text(MAX_BODY, "the gateway's id"),
    id: z.string().nullish().openapi({ description: 'our reference, the notice key; any other text is one that we did not give' }),
    status: z.enum(RECEIPT_STATUSES),
    at: instant.optional().openapi({ description: 'when it happened; now when it is left out, or not to be believed' }),
  })
  .openapi('DeliveryReceipt');

const DELIVERED = { messageId: 'm-1', id: '0101701234/result/1', status: 'delivered', at: '2026-11-23T09:00:05Z' };

/** What became of a message in the telephone network (contract §4). */
export function receiveReceiptRoute(app: App, { services, webhookSecrets, metrics, now }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    operationId: 'receiveReceipt',
    path: '/v1/gateways/plain/receipts',
    tags: ['Gateways'],
    summary: 'A delivery receipt',
    description: 'Repeats, late and contrary receipts change nothing. A receipt of an unknown message is kept.',
    ...requireSignature(webhookSecrets, now),
    request: { headers: signatureHeaders, body: jsonBody(receipt, { delivered: DELIVERED }) },
    responses: { 204: { description: 'kept' }, ...problemAnswers('unauthorized', 'invalid', 'malformed', 'too_large', 'unavailable') },
  });

  app.openapi(route, async (c) => {
    const { messageId, id, status, at } = c.req.valid('json');
    await services.recordReceipt({ gateway: 'plain', messageId, reference: id ?? null, status, at });
    metrics.receiptReceived(status);
    return c.body(null, 204);
  });
}

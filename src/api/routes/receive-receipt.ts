import { createRoute, z } from '@hono/zod-openapi';
import { readReference } from '../../domain/notice-key.ts';
import { RECEIPT_STATUSES } from '../../domain/notice-status.ts';
import { recordReceipt } from '../../db/notices.ts';
import { bodyOf, problems } from '../contract.ts';
import type { App, RouteDeps } from '../deps.ts';
import { instant, text } from '../shapes.ts';
import { signed } from '../require-signature.ts';

const receipt = z
  .object({
    messageId: text(200, "the gateway's id"),
    id: text(200, 'our reference, the notice key').nullish(),
    status: z.enum(RECEIPT_STATUSES),
    at: instant.optional(),
  })
  .openapi('DeliveryReceipt');

/** What became of a message in the telephone network (contract §4). One we cannot place is kept. */
export function receiveReceiptRoute(app: App, { config, database, metrics, now }: RouteDeps): void {
  const route = createRoute({
    method: 'post',
    path: '/v1/gateways/plain/receipts',
    tags: ['Gateways'],
    summary: 'A delivery receipt',
    ...signed(config.api.webhookSecrets, now),
    request: { body: bodyOf(receipt) },
    responses: { 204: { description: 'kept' }, ...problems('unauthorized', 'invalid', 'malformed', 'too_large', 'unavailable') },
  });

  app.openapi(route, async (c) => {
    const { messageId, id, status, at } = c.req.valid('json');
    await recordReceipt(database, { gateway: 'plain', messageId, ...readReference(id ?? ''), status, at: at ?? now() });
    metrics.receiptReceived(status);
    return c.body(null, 204);
  });
}

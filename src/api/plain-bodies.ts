import { z } from '@hono/zod-openapi';
import { INQUIRY_BODY, RECEIPT_BODY } from '../sms/plain-bodies.ts';
import type { App } from './route-deps.ts';

/** The bodies and headers of the gateway `plain` as they are published. The receiver checks them; here nothing is checked. */
const SCHEMAS = { InquiryMessage: INQUIRY_BODY, DeliveryReceipt: RECEIPT_BODY } as const;

/** The published form of one of the bodies, as the reference to its component. */
export function plainBody(app: App, name: keyof typeof SCHEMAS, examples: Readonly<Record<string, object>>) {
  const { $schema: _, ...schema } = z.toJSONSchema(SCHEMAS[name], { io: 'input' });
  app.openAPIRegistry.registerComponent('schemas', name, JSON.parse(JSON.stringify(schema)));
  const named = Object.fromEntries(Object.entries(examples).map(([example, value]) => [example, { value }]));
  return { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` }, examples: named } } };
}

export const gatewayParam = z.object({
  name: z.string().openapi({ description: 'the name of a gateway in the settings', example: 'plain' }),
});

export const signatureHeaders = z.object({
  'webhook-id': z
    .string()
    .openapi({ minLength: 1, description: 'chosen by the gateway for this message', example: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W' }),
  'webhook-timestamp': z
    .string()
    .openapi({ pattern: '^[0-9]{1,12}$', description: 'seconds since 1970, at most 5 minutes from now', example: '1764147300' }),
  'webhook-signature': z.string().openapi({
    minLength: 1,
    description: '`v1,` and the base64 of the HMAC-SHA256 of `id.timestamp.body`; up to ten of them, separated by spaces',
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  }),
});

/** What holds for both calls. */
export const OTHER_GATEWAYS =
  'This is the call of the gateway `plain`, which is signed as Standard Webhooks. A gateway of another preset sends the body or the query ' +
  'that its own documents describe, by `POST` or by `GET`, is authenticated in its own way, and gets the answer that it expects.';

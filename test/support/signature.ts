import { createHmac } from 'node:crypto';

export const KEYS = { clerk: 'clerk-key-0123456789', operator: 'operator-key-0123456789', auditor: 'auditor-key-0123456789' } as const;
export const WEBHOOK_SECRETS = ['webhook-secret-0123456789', 'second-webhook-secret-0123'] as const;

/** Standard Webhooks, as a gateway signs (contract §4). */
export function signatureOf(
  body: string | Buffer,
  {
    secret = WEBHOOK_SECRETS[0],
    id = 'wh-1',
    timestamp = Math.floor(Date.now() / 1000),
  }: { secret?: string; id?: string; timestamp?: number } = {},
) {
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}

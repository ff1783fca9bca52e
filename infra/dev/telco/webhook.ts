import { createHmac } from 'node:crypto';

/** The address and the webhook secret of the product's API, and which of its gateways calls there. */
export type WebhookTarget = { readonly url: string; readonly secret: string; readonly gateway: string };

/** The body of a 2xx answer, else the reason why there was none. */
export type Posted = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly reason: string };

const TIMEOUT_MS = 10_000;

/** Posts as Standard Webhooks says (contract §4): each attempt has the same id and a new signature. */
export async function postSigned(
  target: WebhookTarget,
  what: 'inquiries' | 'receipts',
  id: string,
  content: object,
  stop: AbortSignal,
): Promise<Posted> {
  const body = JSON.stringify(content);
  try {
    const response = await fetch(`${target.url.replace(/\/+$/, '')}/v1/gateways/${target.gateway}/${what}`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: { 'content-type': 'application/json', ...sign(target.secret, id, body) },
      body,
    });
    const text = await response.text();
    return response.ok ? { ok: true, body: text } : { ok: false, reason: `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, reason: codeOf(error) };
  }
}

function sign(secret: string, id: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'unknown fault';
}

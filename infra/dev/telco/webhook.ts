import { createHmac } from 'node:crypto';

/** Of the product's API. */
export type WebhookTarget = { readonly url: string; readonly secret: string };

/** The body of the answer when it was 2xx, else why it was not. */
export type Posted = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly reason: string };

const TIMEOUT_MS = 10_000;

/** Posts as Standard Webhooks (contract §4): signed anew for each attempt, under the same id. */
export async function postSigned(target: WebhookTarget, path: string, id: string, content: object, stop: AbortSignal): Promise<Posted> {
  const body = JSON.stringify(content);
  try {
    const response = await fetch(`${target.url.replace(/\/+$/, '')}${path}`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: { 'content-type': 'application/json', ...signed(target.secret, id, body) },
      body,
    });
    const text = await response.text();
    return response.ok ? { ok: true, body: text } : { ok: false, reason: `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, reason: codeOf(error) };
  }
}

function signed(secret: string, id: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'unknown fault';
}

import { createHmac, randomUUID } from 'node:crypto';
import type { Stack } from '../../infra/stack/stack.ts';

/** A webhook as the gateway signs it (contract §4). @throws when it is not accepted */
export async function signedPost({ apiUrl, keys }: Stack, path: string, payload: object): Promise<unknown> {
  const body = JSON.stringify(payload);
  const headers = { 'content-type': 'application/json', ...signatureOf(body, keys.webhook) };
  const answer = await fetch(apiUrl + path, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export function signatureOf(body: string, secret: string): Readonly<Record<string, string>> {
  const id = randomUUID();
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': `${timestamp}`, 'webhook-signature': `v1,${signature}` };
}
